#include "scanner/base/file.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
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

Status write_and_close(int descriptor, const std::string& path, std::string_view content) {
  Status status = write_all(descriptor, path, content);
  if (::close(descriptor) != 0 && status) return system_error(ErrorCode::kOutput, path, errno);
  return status;
}

// What cannot be replaced by a rename. `extra`: flags of open().
Status write_through(const std::string& path, std::string_view content, int extra) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | extra);
  if (descriptor < 0 && errno == ENXIO) {
    return Error{ErrorCode::kOutput, path + ": nobody reads what is written there"};
  }
  if (descriptor < 0) return system_error(ErrorCode::kOutput, path, errno);
  ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) & ~O_NONBLOCK);
  return write_and_close(descriptor, path, content);
}

// A new file beside `path`, whose name is put into `beside`; -1 on failure.
int create_beside(const std::string& path, unsigned mode, std::string& beside) {
  constexpr int kNames = 100;  // those of killed runs may be there
  for (int i = 0; i < kNames; ++i) {
    beside = path + ".rekey-tmp." + std::to_string(::getpid()) + "." + std::to_string(i);
    const int descriptor =
        ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    if (descriptor >= 0 || errno != EEXIST) return descriptor;
  }
  return -1;
}

// "/dev/stdout", "/dev/fd/3": a file of the process that is open already; -1 for other names.
int open_number(std::string_view path) {
  if (path == "/dev/stdout") return STDOUT_FILENO;
  if (path == "/dev/stderr") return STDERR_FILENO;
  constexpr std::string_view kNumbers = "/dev/fd/";
  int number = -1;
  if (!path.starts_with(kNumbers)) return -1;
  const char* const end = path.data() + path.size();
  const auto [rest, error] = std::from_chars(path.data() + kNumbers.size(), end, number);
  return error == std::errc() && rest == end ? number : -1;
}

// Nothing is put beside, or in the place of, what the system keeps there.
bool is_of_system(std::string_view path) {
  return path.starts_with("/dev/") || path.starts_with("/proc/");
}

bool is_no_place(int number) {
  return number == EACCES || number == EPERM || number == EROFS || number == EBUSY;
}

void wait_for(int descriptor) {
  pollfd one{descriptor, POLLIN, 0};
  ::poll(&one, 1, -1);
}

// Of a pipe that has ended: one that had a writer says that it hung up.
bool had_no_writer(int descriptor) {
  struct stat info {};
  if (::fstat(descriptor, &info) != 0 || !S_ISFIFO(info.st_mode)) return false;
  pollfd one{descriptor, POLLIN, 0};
  return ::poll(&one, 1, 0) == 0;
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
  const Result<OpenFile> file = OpenFile::regular(path);
  if (!file) return file.error();
  return read_descriptor(file.value().number(), path, max_bytes);
}

Result<std::string> read_file_below(const OpenFile& folder, const std::string& relative,
                                    const std::string& path, uint64_t max_bytes) {
  const Result<OpenFile> file = OpenFile::below(folder, relative, path);
  if (!file) return file.error();
  return read_descriptor(file.value().number(), path, max_bytes);
}

Result<std::string> read_named_file(const std::string& path, uint64_t max_bytes) {
  const Result<OpenFile> file = OpenFile::named(path);
  if (!file) return file.error();
  Result<std::string> text = read_descriptor(file.value().number(), path, max_bytes);
  if (text && text->empty() && had_no_writer(file.value().number())) {
    return Error{ErrorCode::kUnreadable, path + ": a pipe that nobody writes to"};
  }
  return text;
}

Status write_file(const std::string& path, std::string_view content, unsigned mode) {
  if (const int number = open_number(path); number >= 0) return write_all(number, path, content);
  struct stat info {};
  const bool is_there = ::stat(path.c_str(), &info) == 0;
  if (is_there && (!S_ISREG(info.st_mode) || is_of_system(path))) {
    return write_through(path, content, 0);
  }
  std::string beside;
  const int descriptor = create_beside(path, mode, beside);
  if (descriptor < 0) {
    if (is_there && is_no_place(errno)) return write_through(path, content, O_TRUNC | O_NOFOLLOW);
    return system_error(ErrorCode::kOutput, path, errno);
  }
  if (is_there) ::fchmod(descriptor, info.st_mode & mode);
  Status status = write_and_close(descriptor, path, content);
  if (status && std::rename(beside.c_str(), path.c_str()) == 0) return status;
  const int number = errno;
  ::unlink(beside.c_str());
  if (!status) return status;
  if (is_there && is_no_place(number)) return write_through(path, content, O_TRUNC | O_NOFOLLOW);
  return system_error(ErrorCode::kOutput, path, number);
}

}  // namespace rekey
