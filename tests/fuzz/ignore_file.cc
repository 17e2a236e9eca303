// A .rekeyignore and a .gitleaksignore, and their patterns on a path.
#include "scanner/suppress/ignore_file.h"

#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace rekey;
  const std::string_view text = test::view(data, size);
  const auto entries = parse_ignore_file(text, "fuzz");
  if (entries) {
    for (const IgnoreEntry& entry : *entries) {
      test::must(entry.paths.has_value() != !entry.fingerprint.empty(), "an entry is one of two");
      if (entry.paths) (void)entry.paths->matches("a/b/c.txt");
    }
  }
  std::vector<std::string> unknown;
  for (const GitleaksEntry& entry : parse_gitleaks_ignore(text, "fuzz", unknown)) {
    test::must(!entry.path.empty() && !entry.rule.empty(), "an entry has a path and a rule");
  }
  return 0;
}
