#include "scanner/git/pack_index.h"

#include "tests/fuzz/fuzz.h"

using rekey::PackIndex;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes = rekey::test::view(data, size);
  const rekey::Result<PackIndex> index = PackIndex::parse(bytes, "fuzz.idx");
  if (!index) return 0;
  rekey::test::must(index->count() <= size / 24, "an index has its objects' ids");
  for (uint32_t i = 0; i < index->count(); ++i) {
    (void)index->offset(i);
    (void)index->crc(i);
    const auto found = index->find(index->id(i));
    rekey::test::must(!found || index->id(*found) == index->id(i), "find() gives what was asked");
  }
  (void)index->find(rekey::ObjectId());
  rekey::test::must(index->pack_hash().size() == 20, "an index ends in hashes");
  return 0;
}
