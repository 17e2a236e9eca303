#include "scanner/git/pack/multi_pack_index.h"

#include "tests/fuzz/fuzz.h"

using rekey::MultiPackIndex;
using rekey::test::must;

namespace {

void one_kind(std::string_view bytes, size_t id_size) {
  const rekey::Result<MultiPackIndex> index = MultiPackIndex::parse(bytes, "fuzz", id_size);
  if (!index) return;
  must(index->count() <= bytes.size() / (id_size + 8), "an index has its objects' ids and places");
  must(index->packs().size() <= bytes.size() / 5, "an index has its packs' names");
  for (uint32_t i = 0; i < index->count(); ++i) {
    (void)index->offset(i);
    const auto found = index->find(index->id(i));
    must(!found || index->id(*found) == index->id(i), "find() gives what was asked");
  }
  (void)index->find(rekey::ObjectId());
  const bool sound = index->is_sound();
  uint64_t all = 0;
  for (const auto& objects : index->objects_by_pack()) {
    all += objects.size();
    const rekey::PackIndex made = rekey::PackIndex::of(objects, id_size);
    must(made.count() == objects.size(), "a pack's index has what is said of it");
    for (uint32_t i = 0; i < made.count(); ++i) {
      must(made.id(i) == objects[i].id && made.offset(i) == objects[i].offset && !made.crc(i),
           "a pack's index says what is said of it");
      const auto found = made.find(objects[i].id);
      must(found && made.id(*found) == objects[i].id, "find() finds");
    }
  }
  must(all <= index->count() && (!sound || all == index->count()), "each object once");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  for (const size_t id_size : {rekey::ObjectId::kSha1, rekey::ObjectId::kSha256}) {
    one_kind(rekey::test::view(data, size), id_size);
  }
  return 0;
}
