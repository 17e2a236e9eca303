// LooseFiles: loose objects read from their files: what libgit2 does, for ids that it does not
// know.
//
// Format: a zlib stream of "TYPE SIZE", NUL and the object. Its hash is not computed. One thread's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/inflate.h"
#include "scanner/git/object.h"
#include "scanner/git/object_id.h"

namespace rekey {

// What a loose object's file holds once it is inflated. kMalformed.
Result<Object> parse_loose(std::string_view bytes);

class LooseFiles {
 public:
  explicit LooseFiles(std::vector<std::string> folders) : folders_(std::move(folders)) {}

  // As ObjectReader's. Of two that read the same object, one after the other, only one reads it.
  Result<ObjectHeader> header(const ObjectId& id);
  Result<Object> read(const ObjectId& id, uint64_t max_bytes);

 private:
  Result<Object> read_file_of(const ObjectId& id, uint64_t max_bytes);

  std::vector<std::string> folders_;
  Inflater inflater_;
  ByteBuffer inflated_;
  ObjectId last_;
  Object last_object_;
};

}  // namespace rekey
