// LooseFiles: loose objects, read from their files in some folders of objects.
//
// Format: git's "Git Internals - Git Objects", and its object-file.c: a zlib stream of "TYPE SIZE",
// NUL and the object; nothing behind the stream. All of that is held to: the type is known, the
// size is written as git writes it and is that of the bytes there, the stream ends well, and what
// was read is what the id names. No memory is taken for more than the header tells and the file can
// hold. A file that is not so counts as not there when another folder has a good one.
//
// One thread's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/object/object.h"
#include "scanner/git/object/object_id.h"
#include "scanner/git/pack/inflate.h"
#include "scanner/git/pack/inflate_start.h"
#include "scanner/git/pack/mapped_file.h"

namespace rekey {

// What stands before a loose object's bytes.
struct LooseHeader {
  ObjectHeader object;
  size_t length = 0;  // bytes of the header, with its NUL
};

// Of the first bytes that a loose object's stream gives. kMalformed.
Result<LooseHeader> parse_loose_header(std::string_view bytes);

// Reads loose objects' files that are in memory; one thread's.
class LooseReader {
 public:
  // Inflates no more than the header. kMalformed.
  Result<LooseHeader> header(std::string_view file);
  // kTooLarge when its header says more than `max_bytes`; kMalformed. Whose bytes they are is not
  // asked.
  Result<Object> read(std::string_view file, uint64_t max_bytes);

 private:
  InflateStart start_;
  Inflater inflater_;
  ByteBuffer inflated_;
};

class LooseFiles {
 public:
  explicit LooseFiles(std::vector<std::string> folders) : folders_(std::move(folders)) {}

  // As ObjectReader's: messages start with the id. A header is not held to the rest of the object.
  Result<ObjectHeader> header(const ObjectId& id);
  Result<Object> read(const ObjectId& id, uint64_t max_bytes);

 private:
  template <typename Value, typename Use>
  Result<Value> first_good(const ObjectId& id, const Use& use);
  Result<std::string_view> bytes_of(const std::string& path);

  std::vector<std::string> folders_;
  LooseReader reader_;
  // The file read last: who asks for a header mostly asks for the object next.
  std::string kept_path_, kept_;
  std::optional<MappedFile> mapped_;  // it, when it is large
};

}  // namespace rekey
