// A configuration, as TOML becomes rules; nothing is compiled.
#include "scanner/rules/load/load.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace rekey;
  const auto file = load_rules(test::view(data, size), "fuzz.toml", Dialect::kConfig);
  if (file) {
    for (const LoadedRule& one : file->rules) {
      test::must(!one.rule.id.empty() && one.rule.id.size() <= 200, "a rule has a short id");
    }
  } else {
    test::must(file.error().code == ErrorCode::kUsage, "what is wrong is the user's");
    test::must(file.error().message.starts_with("fuzz.toml:"), "an error has its place");
  }
  return 0;
}
