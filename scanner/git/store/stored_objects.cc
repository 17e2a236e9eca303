#include "scanner/git/store/stored_objects.h"

#include <algorithm>
#include <utility>

#include "scanner/git/object/object_hash.h"
#include "scanner/git/pack/pack_read.h"

namespace rekey {
namespace {

constexpr int kMostListings = 5;

}  // namespace

StoredObjects::StoredObjects(ObjectRoots roots, size_t id_size)
    : roots_(std::move(roots)), id_size_(id_size) {}

// What is wrong with them as a whole is told by whoever reads all (object_store.h).
void StoredObjects::open_folders() {
  if (loose_) return;
  std::vector<Error> untold;
  folders_ = object_folders(roots_, untold);
  loose_.emplace(folders_);
}

// Lists packs, once or once more; false when that was often enough.
bool StoredObjects::open_packs() {
  if (listings_ == kMostListings) return false;
  ++listings_;
  if (!packs_) packs_.emplace(id_size_);
  std::vector<Error> untold;
  for (const std::string& folder : folders_) {
    packs_->add(folder, list_packs(folder, untold), untold, untold);
  }
  return true;
}

// `from_pack` gets each pack that has the object, and its place there, until it is content; then
// the fault of the first copy is told. `fault` is that of the loose one.
template <typename Value, typename FromPack>
Result<Value> StoredObjects::from_packs(const ObjectId& id, Error fault,
                                        const FromPack& from_pack) {
  const auto is_missing = [&] { return fault.code == ErrorCode::kNotFound; };
  for (;;) {
    if (packs_) {
      std::vector<size_t> holders;
      if (const auto giver = packs_->giver(id)) holders.push_back(*giver);
      for (size_t i = 0; i < packs_->packs().size(); ++i) {
        if (holders.empty() || i != holders.front()) holders.push_back(i);
      }
      for (const size_t number : holders) {
        const PackFile& pack = packs_->packs()[number];
        const auto position = pack.index().find(id);
        if (!position) continue;
        Result<Value> value = from_pack(pack, *position);
        if (value) return value;
        if (is_missing()) fault = {value.error().code, id.hex() + ": " + value.error().message};
        // One that names no object of this pack is none that is nowhere.
        if (is_missing()) fault.code = ErrorCode::kMalformed;
      }
    }
    if (!is_missing() || !open_packs()) return fault;
  }
}

Result<Object> StoredObjects::read(const ObjectId& id, uint64_t max_bytes) {
  if (id.size() != id_size_) return Error{ErrorCode::kNotFound, id.hex() + ": missing"};
  open_folders();
  Result<Object> loose = loose_->read(id, max_bytes);
  if (loose || loose.error().code == ErrorCode::kTooLarge) return loose;
  return from_packs<Object>(
      id, loose.error(), [&](const PackFile& pack, uint32_t position) -> Result<Object> {
        Result<Object> object = read_packed(pack, position, max_bytes, inflater_);
        if (object && !is_named_by(id, object->type, object->bytes)) {
          return Error{ErrorCode::kMalformed, "damaged: its bytes are not those that its id names"};
        }
        return object;
      });
}

Result<ObjectHeader> StoredObjects::header(const ObjectId& id) {
  if (id.size() != id_size_) return Error{ErrorCode::kNotFound, id.hex() + ": missing"};
  open_folders();
  Result<ObjectHeader> loose = loose_->header(id);
  if (loose) return loose;
  return from_packs<ObjectHeader>(id, loose.error(), [](const PackFile& pack, uint32_t position) {
    return packed_header(pack, position);
  });
}

void StoredObjects::check(std::vector<Error>& errors) {
  open_folders();
  PackSet packs(id_size_);
  std::vector<Error> unopened;  // git may have replaced them: what is missing then is told
  for (const std::string& folder : folders_) {
    packs.add(folder, list_packs(folder, unopened), unopened, errors);
  }
  packs.check(errors);
}

std::vector<ObjectId> StoredObjects::starting_with(std::string_view digits) {
  open_folders();
  if (!packs_) open_packs();
  std::vector<ObjectId> out;
  std::vector<Error> untold;
  for (const std::string& folder : folders_) {
    list_loose(folder, id_size_, digits, out, untold);
  }
  for (const PackFile& pack : packs_->packs()) pack.index().starting_with(digits, out);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace rekey
