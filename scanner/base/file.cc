#include "scanner/base/file.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "scanner/base/file_writer.h"

namespace rekey {
namespace {

constexpr size_t kReadStep = size_t{1} << 16;

Error system_error(ErrorCode code, const std::string& path, int number) {
  return {code, path + ": " + std::strerror(number)};
}

Error too_large(const std::string& path, uint64_t max_bytes) {
  return {ErrorCode::kTooLarge, path + ": larger than " + std::to_string(max_bytes) + " bytes"};
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
  Result<FileWriter> file = FileWriter::open(path, mode);
  if (!file) return file.error();
  file->append(content);
  return file->commit();
}

}  // namespace rekey
