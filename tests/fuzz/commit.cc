#include "scanner/git/object.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const rekey::Result<rekey::Commit> commit = rekey::parse_commit(rekey::test::view(data, size));
  if (commit) rekey::test::must(commit->message_begin <= size, "a message lies in the commit");
  return 0;
}
