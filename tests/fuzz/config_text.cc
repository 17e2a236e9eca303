// A repository's configuration, as it is read before anything is fetched.
#include "scanner/git/store/config_text.h"

#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace rekey;
  const auto variables = parse_config_text(test::view(data, size), "fuzz");
  if (!variables) {
    test::must(variables.error().message.starts_with("fuzz:"), "an error has its place");
    return 0;
  }
  for (const ConfigVariable& one : *variables) {
    test::must(!one.section.empty() && !one.name.empty(), "a variable has a name");
    if (one.value.find('\r') != std::string::npos || one.value.find('\0') != std::string::npos) {
      continue;
    }
    const auto again =
        parse_config_text("[a]\nx = " + quoted_config_value(one.value) + "\n", "again");
    test::must(again.ok() && again->front().value == one.value, "a quoted value is the same");
  }
  return 0;
}
