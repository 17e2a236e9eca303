// A repository that git repacks while it is scanned.
#include <doctest/doctest.h>

#include <atomic>

#include "tests/support/lively_history.h"
#include "tests/support/temp_folder.h"

namespace rekey::test {
namespace {

// The report of a scan that is interrupted by `command` once it has begun to read.
std::string scanned_while(const std::string& folder, const std::string& command) {
  ScanOptions options = all_rules(2);
  std::atomic<bool> done = false;
  options.progress = [&](const Progress& /*progress*/) {
    if (!done.exchange(true)) shell("cd " + shell_word(folder) + " && " + command);
  };
  const std::string report = json_of(scanned(folder, options));
  CHECK(done);
  return report;
}

TEST_CASE("A repository repacked, unpacked or collected while it is read gives the same report") {
  const TempFolder folder;
  write_lively_history(folder.path(), 11, 50);
  const std::string expected = json_of(scanned(folder.path(), all_rules(1)));
  const std::string unpack =
      "mkdir old && mv objects/pack/* old/ && for p in old/*.pack; do git unpack-objects -q <$p;"
      " done && rm -rf old";
  for (const std::string& command :
       {std::string("git repack -q -adf --depth=50"), std::string("git gc -q"), unpack,
        std::string("git repack -q -ad && git prune-packed -q"), unpack, std::string("git gc -q"),
        std::string("git multi-pack-index write && git multi-pack-index repack")}) {
    CAPTURE(command);
    CHECK(difference(scanned_while(folder.path(), command), expected) == "");
  }
}

}  // namespace
}  // namespace rekey::test
