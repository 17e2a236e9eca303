// RefTable: refs from what their files say.
//
// Format: git's Documentation/gitrepository-layout and pack-refs; names as ref_name.h. As git reads
// them: of a name that is packed and has a file, the file counts. What git calls broken is told,
// and so is what it passes over in silence though an id could be lost by it: text behind an id, a
// name that is packed twice. Works on bytes alone; one thread.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/git/refs/ref.h"

namespace rekey {

class RefTable {
 public:
  explicit RefTable(size_t id_size) : id_size_(id_size) {}

  // What the file packed-refs says; before any add_loose().
  void add_packed(std::string text);
  // What the file of one ref says. A later one of the same name counts.
  void add_loose(std::string name, std::string text);
  // Something that should be a ref and is none.
  void tell(std::string_view name, std::string_view why);

  // All that lead to an id. Once, at the end.
  RefList take();

 private:
  enum class Kind : uint8_t { kId, kName, kBroken };
  struct Value {
    std::string_view name;
    std::string_view text;  // an id in hex, or the other ref's name
    Kind kind = Kind::kBroken;
    bool packed = false;
  };

  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }
  void add_line(std::string_view line, size_t number);
  void sort();
  [[nodiscard]] const Value* find(std::string_view name) const;
  [[nodiscard]] std::optional<ObjectId> resolved(const Value& value);
  [[nodiscard]] std::optional<ObjectId> id_of(std::string_view hex) const;

  size_t id_size_;
  std::deque<std::string> texts_;  // what `values_` look at
  std::vector<Value> values_;
  std::vector<Error> unread_;
  size_t untold_ = 0;  // more that could not be read
};

}  // namespace rekey
