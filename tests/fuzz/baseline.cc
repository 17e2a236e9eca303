// A baseline, and a report that becomes one: read, written and read again they are the same.
#include "scanner/suppress/baseline.h"

#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace rekey;
  const std::string_view text = test::view(data, size);
  for (const auto& read : {parse_baseline(text, "fuzz"), baseline_of_json(text, "fuzz")}) {
    if (!read) {
      test::must(read.error().message.starts_with("fuzz:"), "an error has its place");
      continue;
    }
    const std::string written = write_baseline(*read);
    const auto again = parse_baseline(written, "again");
    test::must(again.ok() && write_baseline(*again) == written, "what is written is read again");
  }
  return 0;
}
