#include "scanner/base/contained_file.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "scanner/base/file.h"

namespace rekey {
namespace {

Error system_error(ErrorCode code, const std::string& path, int number) {
  return {code, path + ": " + std::strerror(number)};
}

constexpr int kFound = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;

std::string resolved(const std::string& path) {
  char* text = ::realpath(path.c_str(), nullptr);
  std::string out = text != nullptr ? text : "";
  std::free(text);
  return out;
}

// For kernels before 5.6 and sandboxes without openat2(): the links are resolved first, and what
// is opened is then no link.
int open_resolved(const std::string& root, const std::string& path) {
  const std::string folder = resolved(root);
  const std::string file = folder.empty() ? "" : resolved(root + "/" + path);
  if (file.empty()) return -1;
  if (!file.starts_with(folder.ends_with('/') ? folder : folder + "/")) {
    errno = EXDEV;
    return -1;
  }
  return ::open(file.c_str(), kFound | O_NOFOLLOW);
}

// Closes the descriptor.
Result<std::string> read_regular(int descriptor, const std::string& name, uint64_t max_bytes) {
  struct stat info {};
  Result<std::string> bytes = Error{ErrorCode::kUnreadable, name + ": not a regular file"};
  if (::fstat(descriptor, &info) == 0 && S_ISREG(info.st_mode)) {
    bytes = read_descriptor(descriptor, name, max_bytes);
  }
  ::close(descriptor);
  return bytes;
}

// -1 with errno: EXDEV when it leads out of `root`.
int open_in(const std::string& root, const std::string& path) {
  const int folder = ::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return -1;
  open_how how{};
  how.flags = kFound;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  const auto opened = ::syscall(SYS_openat2, folder, path.c_str(), &how, sizeof how);
  const int number = errno;
  ::close(folder);
  errno = number;
  const bool unknown = number == ENOSYS || number == EPERM;
  return opened < 0 && unknown ? open_resolved(root, path) : static_cast<int>(opened);
}

}  // namespace

Result<std::string> read_file_in(const std::string& root, const std::string& path,
                                 uint64_t max_bytes) {
  const std::string name = root + "/" + path;
  const int descriptor = open_in(root, path);
  if (descriptor < 0) {
    if (errno == EXDEV) {
      return Error{ErrorCode::kUnreadable, name + ": leads out of " + root + ": not followed"};
    }
    const bool missing = errno == ENOENT || errno == ENOTDIR;
    return system_error(missing ? ErrorCode::kNotFound : ErrorCode::kUnreadable, name, errno);
  }
  return read_regular(descriptor, name, max_bytes);
}

}  // namespace rekey
