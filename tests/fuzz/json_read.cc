// Reports read back: JSON of any depth, with members of any type.
#include "scanner/base/json_read.h"

#include <nlohmann/json.hpp>

#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace rekey;
  constexpr int kDepth = 20;
  const std::string_view text = test::view(data, size);
  const nlohmann::json json = parsed_json(text, kDepth);
  test::must(json.is_null() || !json_deeper_than(text, kDepth), "what is parsed is not too deep");
  for (const char* key : {"tool", "findings", "a"}) {
    test::must(json_text(json, key, 10).size() <= 10, "a text is cut");
    (void)json_number(json, key);
    (void)json_flag(json_member(json, key), key);
  }
  return 0;
}
