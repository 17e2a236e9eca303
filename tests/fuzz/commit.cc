#include <algorithm>

#include "scanner/git/object/object.h"
#include "tests/fuzz/fuzz.h"

namespace {

using rekey::test::must;

// What is not searched for secrets is ids and no more.
void must_be_ids(std::string_view text) {
  for (std::string_view key = "tree "; !text.empty(); key = "parent ") {
    must(text.starts_with(key), "the lines of ids come first");
    const size_t end = text.find('\n');
    must(end != std::string_view::npos, "lines of ids end");
    const std::string_view id = text.substr(key.size(), end - key.size());
    must(id.size() == 40 || id.size() == 64, "an id is an id");
    must(id.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos, "of hex digits");
    text.remove_prefix(end + 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes = rekey::test::view(data, size);
  const rekey::Result<rekey::Commit> commit = rekey::parse_commit(bytes);
  if (!commit) return 0;
  must(commit->message_begin <= size, "a message lies in the commit");
  must(commit->ids_end <= commit->message_begin, "its header comes before");
  must_be_ids(bytes.substr(0, commit->ids_end));
  return 0;
}
