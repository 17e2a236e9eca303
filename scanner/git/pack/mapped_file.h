// MappedFile: a file's bytes in memory, read only, as far as they are touched.
//
// The bytes are the file's own. Where somebody makes it shorter meanwhile they become zeros, and
// the process counts that (MappingGuard); git only ever replaces packs by new files. Movable; any
// thread may read.
#pragma once

#include <string>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/git/pack/mapping_guard.h"

namespace rekey {

class MappedFile {
 public:
  // A regular file; links are followed. kNotFound, kUnreadable. An empty file has no bytes.
  static Result<MappedFile> open(const std::string& path);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  [[nodiscard]] std::string_view bytes() const { return bytes_; }

 private:
  explicit MappedFile(std::string_view bytes);

  std::string_view bytes_;
  MappingGuard guard_;
};

}  // namespace rekey
