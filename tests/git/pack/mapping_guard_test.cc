#include "scanner/git/pack/mapping_guard.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "scanner/git/pack/mapped_file.h"
#include "tests/support/temp_folder.h"

namespace rekey {
namespace {

constexpr size_t kSize = size_t{1} << 20;

TEST_CASE("of a file that is cut while it is mapped the rest is zeros, and it is counted") {
  const test::TempFolder folder;
  folder.write("pack", std::string(kSize, 'x'));
  folder.write("other", std::string(kSize, 'y'));
  Result<MappedFile> opened = MappedFile::open(folder / "pack");
  Result<MappedFile> other = MappedFile::open(folder / "other");
  REQUIRE(opened);
  REQUIRE(other);
  const MappedFile file = *std::move(opened);  // the guard goes with it
  const size_t before = MappingGuard::cut_count();
  CHECK(file.bytes()[kSize - 1] == 'x');
  CHECK(MappingGuard::cut_count() == before);
  REQUIRE(::truncate((folder / "pack").c_str(), 4096) == 0);
  CHECK(file.bytes()[0] == 'x');
  CHECK(file.bytes()[kSize - 1] == '\0');
  CHECK(std::count(file.bytes().begin(), file.bytes().end(), 'x') <= 65536);
  CHECK(MappingGuard::cut_count() == before + 1);
  CHECK(other->bytes()[kSize - 1] == 'y');
}

TEST_CASE("a file that another takes the place of stays whole") {
  const test::TempFolder folder;
  folder.write("pack", std::string(kSize, 'x'));
  folder.write("new", "short");
  const Result<MappedFile> file = MappedFile::open(folder / "pack");
  REQUIRE(file);
  const size_t before = MappingGuard::cut_count();
  REQUIRE(::rename((folder / "new").c_str(), (folder / "pack").c_str()) == 0);
  CHECK(std::count(file.value().bytes().begin(), file.value().bytes().end(), 'x') == kSize);
  CHECK(MappingGuard::cut_count() == before);
}

TEST_CASE("a pipe or a device in a file's place is not mapped") {
  const test::TempFolder folder;
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK(MappedFile::open(folder / "pipe").error().code == ErrorCode::kUnreadable);
  CHECK(MappedFile::open("/dev/zero").error().code == ErrorCode::kUnreadable);
}

}  // namespace
}  // namespace rekey
