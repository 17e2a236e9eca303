#include "scanner/base/open_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#ifdef __linux__
#include <linux/openat2.h>
#include <sys/syscall.h>
#endif

namespace rekey {
namespace {

constexpr int kReading = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;

Error open_error(const std::string& path, int number) {
  const bool missing = number == ENOENT || number == ENOTDIR;
  const char* why = number == ELOOP ? "a link, which is not followed" : std::strerror(number);
  return {missing ? ErrorCode::kNotFound : ErrorCode::kUnreadable, path + ": " + why};
}

const char* name_of(mode_t mode) {
  if (S_ISDIR(mode)) return "a folder";
  if (S_ISFIFO(mode)) return "a pipe";
  if (S_ISSOCK(mode)) return "a socket";
  return S_ISREG(mode) ? "a file" : "a device";
}

// Without links on the way; -1 with ENOSYS where the kernel cannot do that.
int open_without_links(int folder, const char* relative) {
#if defined(__linux__) && defined(SYS_openat2)
  open_how how{};
  how.flags = kReading | O_NOFOLLOW;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  for (int attempt = 0; attempt < 8; ++attempt) {  // EAGAIN: somebody renamed a part of it
    const long number = ::syscall(SYS_openat2, folder, relative, &how, sizeof how);
    if (number >= 0 || (errno != EAGAIN && errno != EINTR)) return static_cast<int>(number);
  }
  return -1;
#else
  (void)folder;
  (void)relative;
  errno = ENOSYS;
  return -1;
#endif
}

}  // namespace

OpenFile::~OpenFile() {
  if (number_ >= 0) ::close(number_);
}

// `wanted`: a type of file as S_IFMT has it; 0 = all but folders.
Result<OpenFile> OpenFile::checked(int number, const std::string& path, unsigned wanted) {
  if (number < 0) return open_error(path, errno);
  OpenFile file(number);
  struct stat info {};
  if (::fstat(number, &info) != 0) return open_error(path, errno);
  const unsigned type = info.st_mode & S_IFMT;
  if (wanted == 0 ? type != S_IFDIR : type == wanted) return file;
  return Error{ErrorCode::kUnreadable,
               path + ": " + name_of(info.st_mode) +
                   (wanted == S_IFDIR ? ", not a folder" : ", not a regular file")};
}

Result<OpenFile> OpenFile::regular(const std::string& path) {
  return checked(::open(path.c_str(), kReading), path, S_IFREG);
}

Result<OpenFile> OpenFile::named(const std::string& path) {
  return checked(::open(path.c_str(), kReading), path, 0);
}

Result<OpenFile> OpenFile::folder(const std::string& path) {
  return checked(::open(path.c_str(), kReading | O_DIRECTORY), path, S_IFDIR);
}

Result<OpenFile> OpenFile::below(const OpenFile& folder, const std::string& relative,
                                 const std::string& path) {
  int number = open_without_links(folder.number(), relative.c_str());
  // EPERM: a sandbox that does not know the call.
  if (number < 0 && (errno == ENOSYS || errno == EPERM)) {
    number = ::openat(folder.number(), relative.c_str(), kReading | O_NOFOLLOW);
  }
  return checked(number, path, S_IFREG);
}

}  // namespace rekey
