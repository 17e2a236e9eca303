#include "scanner/git/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace rekey {

Result<MappedFile> MappedFile::open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return Error{errno == ENOENT ? ErrorCode::kNotFound : ErrorCode::kUnreadable,
                 path + ": " + std::strerror(errno)};
  }
  struct stat status {};
  std::string_view bytes;
  bool mapped = ::fstat(descriptor, &status) == 0;
  if (mapped && status.st_size > 0) {
    const auto size = static_cast<size_t>(status.st_size);
    void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    mapped = address != MAP_FAILED;
    if (mapped) bytes = {static_cast<const char*>(address), size};
  }
  const int code = errno;
  ::close(descriptor);
  if (!mapped) return Error{ErrorCode::kUnreadable, path + ": " + std::strerror(code)};
  return MappedFile(bytes);
}

MappedFile::MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

}  // namespace rekey
