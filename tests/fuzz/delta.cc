// A base and a delta.
#include "scanner/git/pack/delta.h"

#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using rekey::test::must;
  std::string_view delta;
  const std::string_view base = rekey::test::split(rekey::test::view(data, size), delta);
  constexpr uint64_t kMost = 1 << 16;
  rekey::ByteBuffer out;
  std::vector<rekey::CopiedBytes> copies;
  if (!rekey::apply_delta(base, delta, kMost, out, &copies)) return 0;
  const std::string_view made = out.bytes();
  must(made.size() <= kMost, "a result keeps to the limit");
  size_t end = 0;
  for (const rekey::CopiedBytes& copy : copies) {
    must(copy.to >= end, "copies are in order");
    end = size_t{copy.to} + copy.size;
    must(end <= made.size() && size_t{copy.from} + copy.size <= base.size(), "copies are inside");
    must(made.substr(copy.to, copy.size) == base.substr(copy.from, copy.size), "copies are equal");
  }
  return 0;
}
