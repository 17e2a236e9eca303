// PackSet: the packs of a store with their indexes, and which of them is to give an object that
// several have.
//
// Where git wrote a multi-pack index a look-up is one in that and one in the pack it names, however
// many packs there are; it is believed only where the pack's own index agrees. A pack that has no
// index of its own is read by what the multi-pack index says of it. Immutable once filled; any
// thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/object/object_folders.h"
#include "scanner/git/pack/mapped_file.h"
#include "scanner/git/pack/multi_pack_index.h"
#include "scanner/git/pack/pack_file.h"

namespace rekey {

class PackSet {
 public:
  explicit PackSet(size_t id_size) : id_size_(id_size) {}  // the repository's

  // The packs of a folder of objects, as it was listed last; those that are here already stay. What
  // cannot be opened is in `unopened`: git may have replaced it meanwhile. What is wrong with those
  // that can is in `errors`. Each message starts with the path.
  void add(const std::string& folder, const PackNames& names, std::vector<Error>& unopened,
           std::vector<Error>& errors);
  void link(unsigned threads);  // all packs
  // Whether indexes name all that their packs have, and multi-pack indexes say of each object what
  // its pack's own index says. Messages start with the file.
  void check(std::vector<Error>& errors) const;

  [[nodiscard]] const std::vector<PackFile>& packs() const { return packs_; }

  // The number of the pack that is to give the object: one that has it, always the same.
  [[nodiscard]] std::optional<size_t> giver(const ObjectId& id) const;

 private:
  static constexpr size_t kNone = SIZE_MAX;

  struct Table {
    std::string path;
    MappedFile file;
    MultiPackIndex index;
    std::vector<size_t> packs;  // by number in the index: that in packs_, or kNone
  };
  class Unindexed;

  [[nodiscard]] std::optional<Table> open_table(const std::string& path,
                                                std::vector<Error>& unopened) const;
  [[nodiscard]] bool agrees(const Table& table) const;
  void keep(Result<PackFile> pack, std::vector<Error>& unopened, std::vector<Error>& errors);
  void keep(Table table, const std::string& folder, const PackNames& names,
            std::vector<Error>& unopened);

  size_t id_size_;
  std::vector<PackFile> packs_;
  std::unordered_map<std::string, size_t> numbers_;  // of packs_, by name
  std::vector<Table> tables_;                        // at most one a folder
};

}  // namespace rekey
