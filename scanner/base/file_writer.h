// FileWriter: a file's new content, a piece at a time, so that a report of any length needs the
// memory of one piece.
//
// The content is put beside the file and renamed over it by commit(), so that whoever reads the
// file has the old text or the new. A new file gets the permissions `mode`, less the process's
// mask; one that is there keeps of its own what `mode` has. A link to a file is replaced, not
// followed. Where nothing can be put beside the file, or over it, which containers mount alone, it
// is written in place. A device or a pipe is written to as it is, and nobody is waited for;
// "/dev/stdout" and "/dev/fd/3" are what the process has open.
//
// One thread. Every failure is kOutput and names the path; the old text is there still, unless it
// was being written in place.
#pragma once

#include <string>
#include <string_view>

#include "scanner/base/result.h"

namespace rekey {

class FileWriter {
 public:
  static Result<FileWriter> open(const std::string& path, unsigned mode = 0666);
  // What the process has open under this number; it stays open. A pipe that nobody reads any more
  // counts as written, as users of `head` expect.
  static FileWriter to_descriptor(int descriptor, std::string name);

  FileWriter(FileWriter&& other) noexcept;
  FileWriter& operator=(FileWriter&& other) = delete;
  FileWriter(const FileWriter&) = delete;
  FileWriter& operator=(const FileWriter&) = delete;
  ~FileWriter();  // without commit(): what was put beside the file is removed

  // Small pieces are collected. The first failure is what commit() returns; what is appended after
  // it is passed over.
  void append(std::string_view piece);
  Status commit();

 private:
  FileWriter(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
  static Result<FileWriter> in_place(const std::string& path, int flags);
  void write(std::string_view bytes);
  void flush();
  Status copy_over();

  std::string path_;
  std::string beside_;      // "": written in place
  int descriptor_ = -1;     // -1: moved from
  bool is_ours_ = false;    // closed by us
  bool is_closed_ = false;  // nobody reads it any more
  bool was_there_ = false;
  std::string collected_;
  Status status_;
};

}  // namespace rekey
