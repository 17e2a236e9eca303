#include "scanner/base/contained_file.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "tests/support/temp_folder.h"

namespace rekey {
namespace {

namespace fs = std::filesystem;

void put(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace

TEST_CASE("a file in a folder is read, also by way of a link that stays in it") {
  const test::TempFolder folder;
  const fs::path root = fs::path(folder.path()) / "root";
  put(root / "sub/file", "bytes");
  fs::create_symlink("sub/file", root / "link");
  fs::create_symlink("sub", root / "folder");
  for (const char* path : {"sub/file", "link", "folder/file", "sub/../link"}) {
    const Result<std::string> text = read_file_in(root.string(), path, 100);
    REQUIRE_MESSAGE(text.ok(), path);
    CHECK(text.value() == "bytes");
  }
}

TEST_CASE("nothing leads out of the folder: no link, no dots, no absolute path") {
  const test::TempFolder folder;
  const fs::path root = fs::path(folder.path()) / "root";
  put(fs::path(folder.path()) / "outside", "secret");
  put(root / "file", "bytes");
  fs::create_symlink("../outside", root / "link");
  fs::create_symlink(fs::path(folder.path()) / "outside", root / "absolute");
  fs::create_symlink("..", root / "up");
  fs::create_symlink("/proc/self/root/etc/passwd", root / "magic");
  for (const char* path :
       {"link", "absolute", "up/outside", "../outside", "/etc/passwd", "magic"}) {
    const Result<std::string> text = read_file_in(root.string(), path, 100);
    REQUIRE_FALSE_MESSAGE(text.ok(), path);
    CHECK(text.error().code == ErrorCode::kUnreadable);
  }
}

TEST_CASE("only regular files are read, none is waited for, and the size is bounded") {
  const test::TempFolder folder;
  const fs::path root(folder.path());
  REQUIRE(::mkfifo((root / "pipe").c_str(), 0600) == 0);
  fs::create_directory(root / "folder");
  fs::create_symlink("nothing", root / "dangling");
  put(root / "large", std::string(101, 'x'));
  const auto code = [&](const char* path) {
    const Result<std::string> text = read_file_in(root.string(), path, 100);
    REQUIRE_FALSE_MESSAGE(text.ok(), path);
    CHECK(text.error().message.starts_with(root.string()));
    return text.error().code;
  };
  CHECK(code("pipe") == ErrorCode::kUnreadable);
  CHECK(code("folder") == ErrorCode::kUnreadable);
  CHECK(code("dangling") == ErrorCode::kNotFound);
  CHECK(code("nothing") == ErrorCode::kNotFound);
  CHECK(code("large") == ErrorCode::kTooLarge);
}

}  // namespace rekey
