#include "scanner/base/file_writer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <utility>

#include "scanner/base/open_file.h"

namespace rekey {
namespace {

constexpr size_t kCollected = size_t{1} << 16;

Error output_error(const std::string& path, int number) {
  return {ErrorCode::kOutput, path + ": " + std::strerror(number)};
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

}  // namespace

FileWriter FileWriter::to_descriptor(int descriptor, std::string name) {
  return {std::move(name), descriptor};
}

Result<FileWriter> FileWriter::in_place(const std::string& path, int flags) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | flags);
  if (descriptor < 0 && errno == ENXIO) {
    return Error{ErrorCode::kOutput, path + ": nobody reads what is written there"};
  }
  if (descriptor < 0) return output_error(path, errno);
  ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) & ~O_NONBLOCK);
  FileWriter writer(path, descriptor);
  writer.is_ours_ = true;
  return writer;
}

Result<FileWriter> FileWriter::open(const std::string& path, unsigned mode) {
  if (const int number = open_number(path); number >= 0) return to_descriptor(number, path);
  struct stat info {};
  const bool is_there = ::stat(path.c_str(), &info) == 0;
  if (is_there && (!S_ISREG(info.st_mode) || is_of_system(path))) return in_place(path, 0);
  std::string beside;
  const int descriptor = create_beside(path, mode, beside);
  if (descriptor < 0) {
    if (is_there && is_no_place(errno)) return in_place(path, O_TRUNC | O_NOFOLLOW);
    return output_error(path, errno);
  }
  if (is_there) ::fchmod(descriptor, info.st_mode & mode);
  FileWriter writer(path, descriptor);
  writer.is_ours_ = true;
  writer.was_there_ = is_there;
  writer.beside_ = std::move(beside);
  return writer;
}

FileWriter::FileWriter(FileWriter&& other) noexcept
    : path_(std::move(other.path_)),
      beside_(std::exchange(other.beside_, {})),
      descriptor_(std::exchange(other.descriptor_, -1)),
      is_ours_(std::exchange(other.is_ours_, false)),
      is_closed_(other.is_closed_),
      was_there_(other.was_there_),
      collected_(std::move(other.collected_)),
      status_(std::move(other.status_)) {}

FileWriter::~FileWriter() {
  if (is_ours_) ::close(descriptor_);
  if (!beside_.empty()) ::unlink(beside_.c_str());
}

void FileWriter::write(std::string_view bytes) {
  while (status_ && !is_closed_ && !bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<size_t>(written));
    } else if (errno == EPIPE && !is_ours_) {
      is_closed_ = true;
    } else if (errno != EINTR) {
      status_ = output_error(path_, errno);
    }
  }
}

void FileWriter::flush() {
  write(collected_);
  collected_.clear();
}

void FileWriter::append(std::string_view piece) {
  if (collected_.size() + piece.size() >= kCollected) flush();
  if (piece.size() >= kCollected) {
    write(piece);
  } else if (status_ && !is_closed_) {
    collected_ += piece;
  }
}

// Where nothing can take the file's place: the bytes from beside it go into it.
Status FileWriter::copy_over() {
  const Result<OpenFile> source = OpenFile::regular(beside_);
  if (!source) return Error{ErrorCode::kOutput, source.error().message};
  Result<FileWriter> file = in_place(path_, O_TRUNC | O_NOFOLLOW);
  if (!file) return file.error();
  std::array<char, kCollected> bytes;
  while (true) {
    const ssize_t got = ::read(source->number(), bytes.data(), bytes.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return output_error(path_, errno);
    if (got == 0) return file->commit();
    file->append({bytes.data(), static_cast<size_t>(got)});
  }
}

Status FileWriter::commit() {
  flush();
  // A file system of the network says only at its close what it had no room for.
  if (std::exchange(is_ours_, false) && ::close(descriptor_) != 0 && status_) {
    status_ = output_error(path_, errno);
  }
  if (status_ && !beside_.empty()) {
    if (std::rename(beside_.c_str(), path_.c_str()) == 0) {
      beside_.clear();
    } else if (was_there_ && is_no_place(errno)) {
      status_ = copy_over();
    } else {
      status_ = output_error(path_, errno);
    }
  }
  return status_;
}

}  // namespace rekey
