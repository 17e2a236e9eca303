// OpenFile: a file that is open for reading. What it is, is asked of the open file and not of its
// name: whatever is put in the name's place meanwhile, a link, a pipe or a device, changes nothing.
//
// No open waits, not even for the writer of a pipe. Errors start with the path: kNotFound,
// kUnreadable. Closed with the object; movable; one thread's, but a folder may be used by any.
#pragma once

#include <string>
#include <utility>

#include "scanner/base/result.h"

namespace rekey {

class OpenFile {
 public:
  // A regular file; links are followed.
  static Result<OpenFile> regular(const std::string& path);

  // What a person named: links are followed, and a pipe or a device is as good as a file.
  static Result<OpenFile> named(const std::string& path);

  // A folder, for below().
  static Result<OpenFile> folder(const std::string& path);

  // The regular file `relative` (without "..") in a folder; no link is followed, neither the last
  // part of the path nor, where the kernel can say so (Linux 5.6), one on the way. `path` is for
  // errors.
  static Result<OpenFile> below(const OpenFile& folder, const std::string& relative,
                                const std::string& path);

  OpenFile(OpenFile&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  OpenFile& operator=(OpenFile&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~OpenFile();

  [[nodiscard]] int number() const { return number_; }  // of the descriptor

 private:
  explicit OpenFile(int number) : number_(number) {}
  static Result<OpenFile> checked(int number, const std::string& path, unsigned wanted);

  int number_;
};

}  // namespace rekey
