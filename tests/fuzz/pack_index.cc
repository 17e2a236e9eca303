#include "scanner/git/pack/pack_index.h"

#include "tests/fuzz/fuzz.h"

using rekey::PackIndex;

namespace {

void one_kind(std::string_view bytes, size_t id_size) {
  const rekey::Result<PackIndex> index = PackIndex::parse(bytes, "fuzz.idx", id_size);
  if (!index) return;
  rekey::test::must(index->count() <= bytes.size() / (id_size + 4),
                    "an index has its objects' ids");
  for (uint32_t i = 0; i < index->count(); ++i) {
    (void)index->offset(i);
    (void)index->crc(i);
    const auto found = index->find(index->id(i));
    rekey::test::must(!found || index->id(*found).id() == index->id(i),
                      "find() gives what was asked");
  }
  (void)index->find(rekey::ObjectId());
  rekey::test::must(index->pack_hash().size() == id_size, "an index ends in hashes");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  for (const size_t id_size : {rekey::ObjectId::kSha1, rekey::ObjectId::kSha256}) {
    one_kind(rekey::test::view(data, size), id_size);
  }
  return 0;
}
