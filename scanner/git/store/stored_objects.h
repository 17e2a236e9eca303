// StoredObjects: single objects from a repository's folders of objects, loose and packed.
//
// Every object is held to its id: bytes that hash to another one are passed over for another copy,
// and are damage when there is none. Only what is asked for is opened: no pack when the object is
// loose. What is nowhere is looked for again, a few times: git may have packed it meanwhile. One
// thread's.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/object/object.h"
#include "scanner/git/object/object_folders.h"
#include "scanner/git/object/object_id.h"
#include "scanner/git/pack/inflate.h"
#include "scanner/git/pack/pack_set.h"
#include "scanner/git/store/loose_files.h"

namespace rekey {

class StoredObjects {
 public:
  StoredObjects(ObjectRoots roots, size_t id_size);

  // As ObjectReader's.
  Result<Object> read(const ObjectId& id, uint64_t max_bytes);
  Result<ObjectHeader> header(const ObjectId& id);
  // What is wrong with the packs and their indexes, as ObjectStore::open tells it.
  void check(std::vector<Error>& errors);
  // Those whose hex digits start with `digits`, which are lower-case ones, each once, in order.
  std::vector<ObjectId> starting_with(std::string_view digits);

 private:
  void open_folders();
  bool open_packs();
  template <typename Value, typename FromPack>
  Result<Value> from_packs(const ObjectId& id, Error fault, const FromPack& from_pack);

  ObjectRoots roots_;
  size_t id_size_;
  std::vector<std::string> folders_;
  std::optional<LooseFiles> loose_;
  std::optional<PackSet> packs_;
  int listings_ = 0;  // of packs
  Inflater inflater_;
};

}  // namespace rekey
