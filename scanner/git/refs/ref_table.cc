#include "scanner/git/refs/ref_table.h"

#include <algorithm>

#include "scanner/git/refs/ref_name.h"

namespace rekey {
namespace {

constexpr int kMaxSymbolic = 5;     // as git
constexpr size_t kMostTold = 1000;  // of what could not be read; the rest is counted
constexpr std::string_view kSymbolic = "ref:";
constexpr std::string_view kSpace = " \t\n\v\f\r";

std::string_view trimmed(std::string_view text) {
  const size_t end = text.find_last_not_of(kSpace);
  return end == std::string_view::npos ? std::string_view() : text.substr(0, end + 1);
}

// A branch that has no commit yet is nothing to tell of; nor is what `git fetch --prune` leaves
// behind of a remote's.
bool may_lead_nowhere(std::string_view name) {
  return name == "HEAD" || (name.ends_with("/HEAD") &&
                            (name.starts_with("refs/remotes/") || name.starts_with("worktrees/") ||
                             name.starts_with("main-worktree/")));
}

}  // namespace

void RefTable::tell(std::string_view name, std::string_view why) {
  if (unread_.size() >= kMostTold) {
    ++untold_;
    return;
  }
  unread_.push_back({ErrorCode::kMalformed, std::string(name) + ": " + std::string(why)});
}

std::optional<ObjectId> RefTable::id_of(std::string_view hex) const {
  if (hex.size() != 2 * id_size_) return std::nullopt;
  const auto id = ObjectId::from_hex(hex);
  return id && *id != ObjectId() ? id : std::nullopt;
}

// "ID NAME", or "^ID" behind the line of a tag: what it leads to.
void RefTable::add_line(std::string_view line, size_t number) {
  const size_t digits = 2 * id_size_;
  const std::string place = "packed-refs line " + std::to_string(number);
  if (line.starts_with('^')) {
    const bool is_behind = !values_.empty();
    if (!is_behind || !id_of(line.substr(1))) tell(place, "no ref");
    return;
  }
  if (line.size() <= digits + 1 || line[digits] != ' ') return tell(place, "no ref");
  const std::string_view name = line.substr(digits + 1);
  if (!name.starts_with("refs/") || !is_ref_name(name)) return tell(place, "no name of a ref");
  values_.push_back({name, line.substr(0, digits), Kind::kId, true});
}

void RefTable::add_packed(std::string text) {
  std::string_view rest = keep(std::move(text));
  if (!rest.empty() && !rest.ends_with('\n')) tell("packed-refs", "its last line is cut short");
  values_.reserve(values_.size() + static_cast<size_t>(std::count(rest.begin(), rest.end(), '\n')));
  for (size_t number = 1; !rest.empty(); ++number) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const bool is_header = number == 1 && line.starts_with('#');
    if (!is_header) {
      add_line(line, number);
    } else if (!line.starts_with("# pack-refs with:")) {  // git refuses the file
      tell("packed-refs line 1", "no header");
    }
  }
}

void RefTable::add_loose(std::string name, std::string text) {
  Value value{keep(std::move(name)), trimmed(keep(std::move(text)))};
  if (!is_ref_name(value.name)) return tell(value.name, "no name of a ref");
  if (value.text.starts_with(kSymbolic)) {
    const size_t begin = value.text.find_first_not_of(kSpace, kSymbolic.size());
    value.text = begin == std::string_view::npos ? "" : value.text.substr(begin);
    value.kind = is_ref_name(value.text) ? Kind::kName : Kind::kBroken;
    // What a cut file has left of a branch's name is a name as well. git fsck: "something strange".
    const bool is_head = value.name == "HEAD" && value.kind == Kind::kName;
    if (is_head && !value.text.starts_with("refs/heads/")) tell(value.name, "names no branch");
  } else {
    const std::string_view id = value.text.substr(0, 2 * id_size_);
    if (id_of(id)) value.kind = Kind::kId;
    if (value.kind == Kind::kId && id.size() != value.text.size()) {
      tell(value.name, "something stands behind the id");
    }
    value.text = id;
  }
  if (value.kind == Kind::kBroken) {
    tell(value.name, value.text.empty() ? "an empty ref" : "a broken ref");
  }
  values_.push_back(value);
}

// By name, each once.
void RefTable::sort() {
  const auto by_name = [](const Value& a, const Value& b) { return a.name < b.name; };
  const auto sorted = std::is_sorted_until(values_.begin(), values_.end(), by_name);
  std::stable_sort(sorted, values_.end(), by_name);
  std::inplace_merge(values_.begin(), sorted, values_.end(), by_name);
  size_t kept = 0;
  for (const Value& value : values_) {
    if (kept > 0 && values_[kept - 1].name == value.name) {
      const Value& before = values_[kept - 1];
      if (value.packed && before.text != value.text) tell(value.name, "packed twice");
      if (before.packed && !id_of(before.text)) tell(value.name, "its packed line has no id");
      --kept;
    }
    values_[kept++] = value;
  }
  values_.resize(kept);
}

const RefTable::Value* RefTable::find(std::string_view name) const {
  const auto at = std::lower_bound(
      values_.begin(), values_.end(), name,
      [](const Value& value, std::string_view wanted) { return value.name < wanted; });
  return at != values_.end() && at->name == name ? &*at : nullptr;
}

// Tells of it when there is none, unless that was told already.
std::optional<ObjectId> RefTable::resolved(const Value& value) {
  const Value* at = &value;
  for (int depth = 0; at->kind == Kind::kName; ++depth) {
    if (depth == kMaxSymbolic) {
      tell(value.name, "a symbolic ref that leads to ever more others");
      return std::nullopt;
    }
    const Value* next = find(at->text);
    if (next == nullptr) {
      if (!may_lead_nowhere(value.name)) {
        tell(value.name, "a symbolic ref that leads nowhere");
      }
      return std::nullopt;
    }
    at = next;
  }
  if (at->kind == Kind::kBroken) return std::nullopt;
  const auto id = id_of(at->text);
  if (!id && at == &value) tell(value.name, "a broken ref");
  return id;
}

RefList RefTable::take() {
  sort();
  RefList out;
  out.refs.reserve(values_.size());
  for (const Value& value : values_) {
    if (const auto id = resolved(value)) out.refs.push_back({std::string(value.name), *id});
  }
  sort_refs(out.refs);
  out.unread = std::move(unread_);
  if (untold_ > 0) {
    out.unread.push_back(
        {ErrorCode::kMalformed, std::to_string(untold_) + " more refs: could not be read either"});
  }
  return out;
}

}  // namespace rekey
