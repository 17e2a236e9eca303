#include "scanner/git/pack/pack_entry.h"

#include "tests/fuzz/fuzz.h"

using rekey::PackEntry;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes = rekey::test::view(data, size);
  for (const uint64_t offset : {uint64_t{12}, uint64_t{1000}, UINT64_MAX}) {
    const size_t id_size = offset == 1000 ? rekey::ObjectId::kSha256 : rekey::ObjectId::kSha1;
    const rekey::Result<PackEntry> entry = rekey::parse_pack_entry(bytes, offset, id_size);
    if (!entry) continue;
    rekey::test::must(entry->header <= size, "a header lies in the entry");
    if (entry->kind == PackEntry::Kind::kOffsetDelta) {
      rekey::test::must(entry->base_offset < offset, "a base stands before its delta");
    }
  }
  return 0;
}
