#include "scanner/base/file.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace rekey {
namespace {

constexpr size_t kReadStep = size_t{1} << 16;

Error system_error(ErrorCode code, const std::string& path, int number) {
  return {code, path + ": " + std::strerror(number)};
}

Error too_large(const std::string& path, uint64_t max_bytes) {
  return {ErrorCode::kTooLarge, path + ": larger than " + std::to_string(max_bytes) + " bytes"};
}

Status write_all(int descriptor, const std::string& path, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return system_error(ErrorCode::kOutput, path, errno);
    }
    content.remove_prefix(static_cast<size_t>(written));
  }
  return {};
}

// A device, a pipe or a terminal cannot be replaced by a rename; it is written to.
Status write_through(const std::string& path, std::string_view content) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return system_error(ErrorCode::kOutput, path, errno);
  Status status = write_all(descriptor, path, content);
  if (::close(descriptor) != 0 && status) return system_error(ErrorCode::kOutput, path, errno);
  return status;
}

void wait_for(int descriptor) {
  pollfd one{descriptor, POLLIN, 0};
  ::poll(&one, 1, -1);
}

}  // namespace

Result<std::string> read_descriptor(int descriptor, const std::string& name, uint64_t max_bytes) {
  std::string bytes;
  struct stat info {};
  if (::fstat(descriptor, &info) == 0 && S_ISREG(info.st_mode)) {
    if (static_cast<uint64_t>(info.st_size) > max_bytes) return too_large(name, max_bytes);
    bytes.reserve(static_cast<size_t>(info.st_size) + 1);
  }
  for (;;) {
    const size_t old_size = bytes.size();
    size_t step = bytes.capacity() > old_size ? bytes.capacity() - old_size : kReadStep;
    if (step > kReadStep * 64) step = kReadStep * 64;
    bytes.resize(old_size + step);
    const ssize_t got = ::read(descriptor, bytes.data() + old_size, step);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) {
      if (errno == EAGAIN) wait_for(descriptor);  // a pipe that is still being written
      bytes.resize(old_size);
      continue;
    }
    if (got < 0) return system_error(ErrorCode::kUnreadable, name, errno);
    bytes.resize(old_size + static_cast<size_t>(got));
    if (got == 0) return bytes;
    if (bytes.size() > max_bytes) return too_large(name, max_bytes);
  }
}

Result<std::string> read_file(const std::string& path, uint64_t max_bytes) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (descriptor < 0) {
    const bool missing = errno == ENOENT || errno == ENOTDIR;
    return system_error(missing ? ErrorCode::kNotFound : ErrorCode::kUnreadable, path, errno);
  }
  Result<std::string> bytes = read_descriptor(descriptor, path, max_bytes);
  ::close(descriptor);
  return bytes;
}

Status write_file(const std::string& path, std::string_view content) {
  struct stat info {};
  if (::stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode)) {
    return write_through(path, content);
  }
  const std::string beside = path + ".rekey-tmp." + std::to_string(::getpid());
  const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor < 0) return system_error(ErrorCode::kOutput, path, errno);
  Status status = write_all(descriptor, path, content);
  if (::close(descriptor) != 0 && status) status = system_error(ErrorCode::kOutput, path, errno);
  if (status && std::rename(beside.c_str(), path.c_str()) != 0) {
    status = system_error(ErrorCode::kOutput, path, errno);
  }
  if (!status) ::unlink(beside.c_str());
  return status;
}

}  // namespace rekey
