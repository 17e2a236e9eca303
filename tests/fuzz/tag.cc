#include "scanner/git/object.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const rekey::Result<rekey::Tag> tag = rekey::parse_tag(rekey::test::view(data, size));
  if (tag) rekey::test::must(tag->message_begin <= size, "a message lies in the tag");
  return 0;
}
