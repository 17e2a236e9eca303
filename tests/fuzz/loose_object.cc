// A loose object's file: what is read of it is what its header tells, and the header alone says the
// same.
#include "scanner/git/object/object_hash.h"
#include "scanner/git/store/loose_files.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using rekey::test::must;
  constexpr uint64_t kMost = 1 << 16;
  const std::string_view file = rekey::test::view(data, size);
  (void)rekey::parse_loose_header(file);
  rekey::LooseReader reader;
  const auto object = reader.read(file, kMost);
  const auto header = reader.header(file);
  if (!object) return 0;
  must(header.ok(), "an object has a header");
  must(header.value().object.type == object.value().type, "the header tells the type");
  must(header.value().object.size == object.value().bytes.size(), "the header tells the size");
  must(object.value().bytes.size() <= kMost, "an object keeps to the limit");
  const auto id = rekey::object_hash(object.value().type, object.value().bytes, 20);
  must(rekey::is_named_by(id, object.value().type, object.value().bytes), "its hash names it");
  return 0;
}
