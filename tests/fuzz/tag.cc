#include "scanner/git/object/object.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using rekey::test::must;
  const std::string_view bytes = rekey::test::view(data, size);
  const rekey::Result<rekey::Tag> tag = rekey::parse_tag(bytes);
  if (!tag) return 0;
  must(tag->message_begin <= size, "a message lies in the tag");
  must(tag->ids_end <= tag->message_begin, "its header comes before");
  // What is not searched for secrets is an id and no more.
  constexpr size_t kShort = sizeof("object \n") - 1 + 40, kLong = kShort + 24;
  must(tag->ids_end == kShort || tag->ids_end == kLong, "the line of an id");
  must(bytes.starts_with("object ") && bytes[tag->ids_end - 1] == '\n', "that begins it");
  must(bytes.substr(7, tag->ids_end - 8).find_first_not_of("0123456789abcdefABCDEF") ==
           std::string_view::npos,
       "of hex digits");
  return 0;
}
