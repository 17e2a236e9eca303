#include "scanner/base/file.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <string>

#include "scanner/base/file_writer.h"
#include "tests/support/temp_folder.h"

namespace rekey {
namespace {

namespace fs = std::filesystem;
using test::TempFolder;

constexpr uint64_t kMost = 1 << 20;

unsigned mode_of(const std::string& path) {
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  return info.st_mode & 0777;
}

TEST_CASE("a found file is read only if it is a regular file, and nothing is waited for") {
  const TempFolder folder;
  folder.write("text", "hello");
  fs::create_symlink("text", folder / "link");
  fs::create_symlink("/dev/zero", folder / "zero");
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK(read_file(folder / "text", kMost).value() == "hello");
  CHECK(read_file(folder / "link", kMost).value() == "hello");
  CHECK(read_file(folder / "pipe", kMost).error().message ==
        folder / "pipe" + ": a pipe, not a regular file");
  CHECK(read_file(folder / "zero", kMost).error().message ==
        folder / "zero" + ": a device, not a regular file");
  CHECK(read_file(folder.path(), kMost).error().message ==
        folder.path() + ": a folder, not a regular file");
  CHECK(read_file(folder / "none", kMost).error().code == ErrorCode::kNotFound);
  CHECK(read_file(folder / "text", 4).error().code == ErrorCode::kTooLarge);
}

TEST_CASE("below a folder no link is followed, neither to the file nor on the way") {
  const TempFolder folder;
  folder.write("inner/text", "hello");
  folder.write("outside", "not yours");
  fs::create_symlink("text", folder / "inner/link");
  fs::create_symlink("..", folder / "inner/up");
  const Result<OpenFile> inner = OpenFile::folder(folder / "inner");
  REQUIRE(inner);
  CHECK(read_file_below(*inner, "text", "inner/text", kMost).value() == "hello");
  CHECK(read_file_below(*inner, "link", "inner/link", kMost).error().message ==
        "inner/link: a link, which is not followed");
  CHECK_FALSE(read_file_below(*inner, "up/outside", "inner/up/outside", kMost));
  CHECK_FALSE(read_file_below(*inner, "../outside", "outside", kMost));
}

TEST_CASE("a person may name a pipe, and one without a writer is said to be so at once") {
  const TempFolder folder;
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK(read_named_file(folder / "pipe", kMost).error().message ==
        folder / "pipe" + ": a pipe that nobody writes to");
  int ends[2] = {};
  REQUIRE(::pipe(ends) == 0);
  REQUIRE(::write(ends[1], "hello", 5) == 5);
  ::close(ends[1]);
  CHECK(read_named_file("/dev/fd/" + std::to_string(ends[0]), kMost).value() == "hello");
  ::close(ends[0]);
  REQUIRE(::pipe(ends) == 0);
  ::close(ends[1]);
  CHECK(read_named_file("/dev/fd/" + std::to_string(ends[0]), kMost).value().empty());
  ::close(ends[0]);
  CHECK(read_named_file("/dev/zero", 100).error().code == ErrorCode::kTooLarge);
}

TEST_CASE("a file is replaced as a whole, and its permissions never widen") {
  const TempFolder folder;
  folder.write("old", "old text");
  ::chmod((folder / "old").c_str(), 0600);
  REQUIRE(write_file(folder / "old", "new text"));
  CHECK(read_file(folder / "old", kMost).value() == "new text");
  CHECK(mode_of(folder / "old") == 0600);
  ::chmod((folder / "old").c_str(), 0644);
  REQUIRE(write_file(folder / "old", "again", 0600));
  CHECK(mode_of(folder / "old") == 0600);
  REQUIRE(write_file(folder / "new", "text", 0600));
  CHECK(mode_of(folder / "new") == 0600);
  folder.write("precious", "precious");
  fs::create_symlink("precious", folder / "link");
  REQUIRE(write_file(folder / "link", "report"));
  CHECK(read_file(folder / "precious", kMost).value() == "precious");
  for (const auto& entry : fs::directory_iterator(folder.path())) {
    CHECK(entry.path().string().find("rekey-tmp") == std::string::npos);
  }
}

TEST_CASE("what cannot be written to is told, and nobody is waited for") {
  const TempFolder folder;
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK(write_file(folder / "pipe", "text").error().message ==
        folder / "pipe" + ": nobody reads what is written there");
  CHECK(write_file("/dev/full", "text").error().code == ErrorCode::kOutput);
  CHECK(write_file(folder.path(), "text").error().code == ErrorCode::kOutput);
  CHECK(write_file(folder / "none/file", "text").error().code == ErrorCode::kOutput);
  CHECK(write_file("/dev/null", "text"));
}

TEST_CASE("the name of an open file is that file, whatever it is") {
  const TempFolder folder;
  folder.write("kept", "");
  std::FILE* file = std::fopen((folder / "kept").c_str(), "w");
  REQUIRE(file != nullptr);
  CHECK(write_file("/dev/fd/" + std::to_string(::fileno(file)), "text"));
  std::fclose(file);
  CHECK(read_file(folder / "kept", kMost).value() == "text");
}

TEST_CASE(
    "A file keeps its old text until all of the new one is there, and nothing stays beside it") {
  const TempFolder folder;
  REQUIRE(write_file(folder / "report", "old"));
  const auto files = [&] {
    const std::filesystem::directory_iterator all(folder.path());
    return std::distance(begin(all), end(all));
  };
  const auto text = [&] { return *read_file(folder / "report", 1 << 20); };
  {
    Result<FileWriter> given_up = FileWriter::open(folder / "report");
    REQUIRE(given_up);
    given_up->append(std::string(200'000, 'x'));
    CHECK(files() == 2);
  }
  CHECK(text() == "old");
  CHECK(files() == 1);
  Result<FileWriter> whole = FileWriter::open(folder / "report");
  REQUIRE(whole);
  std::string expected;
  for (int i = 0; i < 3000; ++i) {
    const std::string piece(static_cast<size_t>(i % 100), static_cast<char>('a' + i % 26));
    whole->append(piece);
    expected += piece;
  }
  CHECK(text() == "old");
  REQUIRE(whole->commit());
  CHECK(text() == expected);
  CHECK(files() == 1);
}

TEST_CASE("A pipe that nobody reads any more counts as written, a device without room does not") {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  ::close(ends[0]);
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  FileWriter closed = FileWriter::to_descriptor(ends[1], "standard output");
  closed.append(std::string(200'000, 'x'));
  CHECK(closed.commit());
  std::signal(SIGPIPE, before);
  ::close(ends[1]);
  Result<FileWriter> full = FileWriter::open("/dev/full");
  REQUIRE(full);
  full->append("text");
  CHECK(full->commit().error().code == ErrorCode::kOutput);
}

}  // namespace
}  // namespace rekey
