// MappedFile: a file's bytes in memory, read only, as far as they are touched.
//
// The bytes are the file's own: whoever truncates it meanwhile makes reads fail with a signal,
// which git itself risks too; git only ever replaces packs by new files. Movable; any thread may
// read.
#pragma once

#include <string>
#include <string_view>

#include "scanner/base/result.h"

namespace rekey {

class MappedFile {
 public:
  // kNotFound, kUnreadable. An empty file has no bytes.
  static Result<MappedFile> open(const std::string& path);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  [[nodiscard]] std::string_view bytes() const { return bytes_; }

 private:
  explicit MappedFile(std::string_view bytes) : bytes_(bytes) {}

  std::string_view bytes_;
};

}  // namespace rekey
