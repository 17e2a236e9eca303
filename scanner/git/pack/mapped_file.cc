#include "scanner/git/pack/mapped_file.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "scanner/base/open_file.h"

namespace rekey {

Result<MappedFile> MappedFile::open(const std::string& path) {
  const Result<OpenFile> file = OpenFile::regular(path);
  if (!file) return file.error();
  const int descriptor = file.value().number();
  struct stat status {};
  std::string_view bytes;
  bool mapped = ::fstat(descriptor, &status) == 0;
  if (mapped && status.st_size > 0) {
    const auto size = static_cast<size_t>(status.st_size);
    void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    mapped = address != MAP_FAILED;
    if (mapped) bytes = {static_cast<const char*>(address), size};
  }
  if (!mapped) return Error{ErrorCode::kUnreadable, path + ": " + std::strerror(errno)};
  return MappedFile(bytes);
}

MappedFile::MappedFile(std::string_view bytes) : bytes_(bytes) {
  if (!bytes.empty()) guard_ = MappingGuard(bytes.data(), bytes.size());
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : bytes_(std::exchange(other.bytes_, {})), guard_(std::move(other.guard_)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  guard_ = std::move(other.guard_);
  return *this;
}

MappedFile::~MappedFile() {
  guard_ = MappingGuard();
  if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

}  // namespace rekey
