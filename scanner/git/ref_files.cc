#include "scanner/git/ref_files.h"

#include <git2.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <optional>
#include <string_view>

#include "scanner/base/ascii.h"
#include "scanner/base/file.h"

namespace rekey {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kLargestRef = 4096;
constexpr uint64_t kLargestPacked = uint64_t{1} << 30;
constexpr int kMaxSymbolic = 5;  // as git

std::string_view first_line(std::string_view text) {
  return text.substr(0, text.find_first_of("\r\n"));
}

// A name that nothing could be wrong with.
bool is_plain(std::string_view name) {
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return is_word(c) || c == '-' || c == '/'; }) &&
         !name.ends_with('/') && name.find("//") == std::string_view::npos;
}

// git shows no others, and so do we: a name may be anything, control bytes too.
bool is_ref_name(const std::string& name) {
  if (name.starts_with("refs/") && is_plain(name)) return true;
  int valid = 0;
  const bool asked = git_reference_name_is_valid(&valid, name.c_str()) == 0;
  return asked && valid == 1 && (name == "HEAD" || name.starts_with("refs/"));
}

// What files say: of names that several have the last one's value.
class RefValues {
 public:
  struct Value {
    std::string_view name, value;  // an id in hex, or "ref: NAME"
  };

  // A view that lives as long as this.
  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }

  // So many more.
  void expect(size_t count) { values_.reserve(values_.size() + count); }
  // Of kept texts.
  void add(std::string_view name, std::string_view value) { values_.push_back({name, value}); }

  // By name, after the last add().
  const std::vector<Value>& all() {
    const auto by_name = [](const Value& a, const Value& b) { return a.name < b.name; };
    const auto sorted = std::is_sorted_until(values_.begin(), values_.end(), by_name);
    std::stable_sort(sorted, values_.end(), by_name);
    std::inplace_merge(values_.begin(), sorted, values_.end(), by_name);
    size_t kept = 0;
    for (size_t i = 0; i < values_.size(); ++i) {
      if (kept > 0 && values_[kept - 1].name == values_[i].name) --kept;
      values_[kept++] = values_[i];
    }
    values_.resize(kept);
    return values_;
  }

  // After all().
  [[nodiscard]] std::optional<ObjectId> resolved(std::string_view value, size_t id_size) const {
    constexpr std::string_view kSymbolic = "ref:";
    for (int depth = 0; value.starts_with(kSymbolic); ++depth) {
      if (depth == kMaxSymbolic) return std::nullopt;
      const size_t name = value.find_first_not_of(" \t", kSymbolic.size());
      const auto at = find(name == std::string_view::npos ? "" : value.substr(name));
      if (at == values_.end()) return std::nullopt;
      value = at->value;
    }
    const auto id = ObjectId::from_hex(value.substr(0, 2 * id_size));
    return id && id->size() == id_size ? id : std::nullopt;
  }

 private:
  [[nodiscard]] std::vector<Value>::const_iterator find(std::string_view name) const {
    const auto at = std::lower_bound(
        values_.begin(), values_.end(), name,
        [](const Value& value, std::string_view wanted) { return value.name < wanted; });
    return at != values_.end() && at->name == name ? at : values_.end();
  }

  std::deque<std::string> texts_;
  std::vector<Value> values_;
};

Status add_packed(const std::string& common_dir, RefValues& values) {
  Result<std::string> text = read_file(common_dir + "packed-refs", kLargestPacked);
  if (!text) {
    if (text.error().code == ErrorCode::kNotFound) return {};
    return text.error();
  }
  std::string_view rest = values.keep(*std::move(text));
  values.expect(static_cast<size_t>(std::count(rest.begin(), rest.end(), '\n')));
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const size_t space = line.find(' ');
    if (space == std::string_view::npos || line.front() == '#' || line.front() == '^') continue;
    values.add(line.substr(space + 1), line.substr(0, space));
  }
  return {};
}

void add_file(const std::string& folder, std::string name, RefValues& values) {
  Result<std::string> text = read_file(folder + name, kLargestRef);
  if (!text) return;
  const std::string_view value = first_line(values.keep(*std::move(text)));
  values.add(values.keep(std::move(name)), value);
}

// Those of files stand above those that are packed.
void add_loose(const std::string& folder, RefValues& values) {
  std::error_code error;
  fs::recursive_directory_iterator at(folder + "refs", error);
  for (const fs::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (!at->is_regular_file(ignored)) continue;
    std::string name = at->path().string().substr(folder.size());
    if (!name.ends_with(".lock")) add_file(folder, std::move(name), values);
  }
}

}  // namespace

Result<std::vector<Ref>> read_refs(const RefFolders& folders) {
  RefValues values;
  const Status packed = add_packed(folders.common_dir, values);
  if (!packed) return packed.error();
  add_loose(folders.common_dir, values);
  if (folders.git_dir != folders.common_dir) add_loose(folders.git_dir, values);
  add_file(folders.git_dir, "HEAD", values);
  std::vector<Ref> refs;
  const std::vector<RefValues::Value>& all = values.all();
  refs.reserve(all.size());
  for (const auto& [name, value] : all) {
    const auto id = values.resolved(value, folders.id_size);
    if (!id) continue;
    Ref ref{std::string(name), *id};
    if (is_ref_name(ref.name)) refs.push_back(std::move(ref));
  }
  sort_refs(refs);
  return refs;
}

}  // namespace rekey
