#include "scanner/git/pack/pack_set.h"

#include <algorithm>

namespace rekey {

// Opens packs that have no index of their own by what a multi-pack index, maybe null, says of them.
class PackSet::Unindexed {
 public:
  Unindexed(const MultiPackIndex* index, size_t id_size) : index_(index), id_size_(id_size) {}

  Result<PackFile> open(const std::string& path) {
    if (!asked_) ask();
    const auto at = numbers_.find(path.substr(path.rfind('/') + 1));
    if (at == numbers_.end()) {
      return Error{
          ErrorCode::kMalformed,
          path + ".pack: has no index" + (damaged_ ? ", and the multi-pack index is damaged" : "")};
    }
    return PackFile::open_with(path, PackIndex::of(objects_[at->second], id_size_), id_size_);
  }

 private:
  // Nothing else says what is in these packs, so all of the index must be right.
  void ask() {
    asked_ = true;
    if (index_ == nullptr) return;
    damaged_ = !index_->is_sound();
    if (damaged_) return;
    for (size_t i = 0; i < index_->packs().size(); ++i) numbers_.emplace(index_->packs()[i], i);
    objects_ = index_->objects_by_pack();
  }

  const MultiPackIndex* index_;
  size_t id_size_;
  bool asked_ = false, damaged_ = false;
  std::unordered_map<std::string, size_t> numbers_;
  std::vector<std::vector<PackedObject>> objects_;
};

void PackSet::keep(Result<PackFile> pack, std::vector<Error>& unopened,
                   std::vector<Error>& errors) {
  if (!pack) {
    unopened.push_back(pack.error());
    return;
  }
  const Status pair = pack->check_pair();
  if (!pair) errors.push_back(pair.error());
  numbers_.emplace(pack->name(), packs_.size());
  packs_.push_back(*std::move(pack));
}

// Nothing when it is gone, or of a kind that is not known: the packs' own indexes say the same.
std::optional<PackSet::Table> PackSet::open_table(const std::string& path,
                                                  std::vector<Error>& unopened) const {
  Result<MappedFile> file = MappedFile::open(path);
  if (!file) {
    if (file.error().code != ErrorCode::kNotFound) unopened.push_back(file.error());
    return std::nullopt;
  }
  Result<MultiPackIndex> index = MultiPackIndex::parse(file->bytes(), path, id_size_);
  if (!index) {
    if (index.error().code != ErrorCode::kUnsupported) unopened.push_back(index.error());
    return std::nullopt;
  }
  return Table{path, *std::move(file), *std::move(index), {}};
}

void PackSet::keep(Table table, const std::string& folder, const PackNames& names,
                   std::vector<Error>& unopened) {
  const auto is_in = [](const std::vector<std::string>& sorted, const std::string& path) {
    return std::binary_search(sorted.begin(), sorted.end(), path);
  };
  for (const std::string& name : table.index.packs()) {
    std::string path = folder;
    path.append("/pack/").append(name);
    const auto at = numbers_.find(path);
    table.packs.push_back(at == numbers_.end() ? kNone : at->second);
    if (at != numbers_.end() || is_in(names.packs, path) || is_in(names.without_index, path)) {
      continue;
    }
    unopened.push_back(
        {ErrorCode::kNotFound, path + ".pack: missing, though the multi-pack index names it"});
  }
  std::erase_if(tables_, [&](const Table& old) { return old.path == table.path; });
  tables_.push_back(std::move(table));
}

void PackSet::add(const std::string& folder, const PackNames& names, std::vector<Error>& unopened,
                  std::vector<Error>& errors) {
  std::optional<Table> table;
  if (names.has_table) table = open_table(folder + "/pack/multi-pack-index", unopened);
  for (const std::string& path : names.packs) {
    if (!numbers_.contains(path)) keep(PackFile::open(path, id_size_), unopened, errors);
  }
  Unindexed unindexed(table ? &table->index : nullptr, id_size_);
  for (const std::string& path : names.without_index) {
    if (!numbers_.contains(path)) keep(unindexed.open(path), unopened, errors);
  }
  if (table) keep(*std::move(table), folder, names, unopened);
}

void PackSet::link(unsigned threads) {
  for (PackFile& pack : packs_) pack.link(threads);
}

// Both name ids in order, so that one way through each index is enough. Where one does not, its own
// disorder is told.
bool PackSet::agrees(const Table& table) const {
  std::vector<uint32_t> at(packs_.size());  // by pack: its first id that was not passed
  for (uint32_t row = 0; row < table.index.count(); ++row) {
    const uint32_t number = table.index.pack(row);
    if (number >= table.packs.size()) return false;
    const size_t pack = table.packs[number];
    if (pack == kNone) continue;  // that it is missing is told
    const PackIndex& index = packs_[pack].index();
    const ObjectId id = table.index.id(row);
    uint32_t& next = at[pack];
    while (next < index.count() && index.id(next).raw < id.raw()) ++next;
    if (next == index.count() || index.id(next).raw != id.raw()) return false;
    if (index.offset(next) != table.index.offset(row)) return false;
  }
  return true;
}

void PackSet::check(std::vector<Error>& errors) const {
  for (const PackFile& pack : packs_) pack.check_index(errors);
  for (const Table& table : tables_) {
    if (table.index.is_in_order() && agrees(table)) continue;
    errors.push_back({ErrorCode::kMalformed,
                      table.path + ": multi-pack index: does not say what the packs' indexes say"});
  }
}

std::optional<size_t> PackSet::giver(const ObjectId& id) const {
  for (const Table& table : tables_) {
    const auto position = table.index.find(id);
    if (!position) continue;
    const uint32_t number = table.index.pack(*position);
    if (number >= table.packs.size() || table.packs[number] == kNone) continue;
    const size_t pack = table.packs[number];
    if (packs_[pack].index().find(id)) return pack;
  }
  for (size_t pack = 0; pack < packs_.size(); ++pack) {
    if (packs_[pack].index().find(id)) return pack;
  }
  return std::nullopt;
}

}  // namespace rekey
