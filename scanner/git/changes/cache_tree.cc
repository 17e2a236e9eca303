#include "scanner/git/changes/cache_tree.h"

#include <algorithm>
#include <charconv>

namespace rekey {
namespace {

constexpr size_t kMaxDepth = 2048;

// A folder whose own folders are still to come.
struct Open {
  size_t number = 0, missing = 0;
  std::vector<size_t> below;
};

bool take_count(std::string_view& line, int64_t& count) {
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), count);
  if (error != std::errc()) return false;
  line.remove_prefix(static_cast<size_t>(end - line.data()));
  return true;
}

class RecordReader {
 public:
  RecordReader(std::string_view records, size_t id_size) : rest_(records), id_size_(id_size) {}

  // An error's text; null: read.
  const char* run() {
    const char* why = take();
    if (why == nullptr && !out_.folders.front().name.empty()) why = "does not begin with the root";
    while (why == nullptr && !open_.empty()) {
      if (open_.back().missing == 0) {
        why = close();
        continue;
      }
      --open_.back().missing;
      open_.back().below.push_back(out_.folders.size());
      why = take();
      if (why == nullptr && out_.folders.back().name.empty()) why = "a folder without a name";
    }
    return why != nullptr || rest_.empty() ? why : "more than was told";
  }
  CacheTree& tree() { return out_; }

 private:
  const char* take() {
    const size_t name = rest_.find('\0');
    if (name == std::string_view::npos) return "cut short";
    CacheTree::Folder& folder = out_.folders.emplace_back();
    folder.name = rest_.substr(0, name);
    if (folder.name.find('/') != std::string_view::npos) return "a name with a slash";
    rest_.remove_prefix(name + 1);
    const size_t end = rest_.find('\n');
    if (end == std::string_view::npos) return "cut short";
    std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    int64_t entries = 0, folders = 0;
    if (!take_count(line, entries) || !line.starts_with(' ')) return "no number of entries";
    line.remove_prefix(1);
    if (!take_count(line, folders) || !line.empty() || folders < 0) return "no number of folders";
    if (entries >= 0) {
      if (rest_.size() < id_size_) return "cut short";
      folder.tree = ObjectId::from_raw(rest_, id_size_);
      folder.entries = static_cast<size_t>(entries);
      rest_.remove_prefix(id_size_);
    }
    if (open_.size() >= kMaxDepth) return "folders too deep in each other";
    open_.push_back({out_.folders.size() - 1, static_cast<size_t>(folders), {}});
    return nullptr;
  }

  const char* close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    const auto name = [this](size_t number) { return out_.folders[number].name; };
    std::sort(done.below.begin(), done.below.end(),
              [&](size_t a, size_t b) { return name(a) < name(b); });
    const auto twice = std::adjacent_find(done.below.begin(), done.below.end(),
                                          [&](size_t a, size_t b) { return name(a) == name(b); });
    if (twice != done.below.end()) return "a folder twice";
    CacheTree::Folder& folder = out_.folders[done.number];
    folder.first = out_.below.size();
    out_.below.insert(out_.below.end(), done.below.begin(), done.below.end());
    folder.last = out_.below.size();
    return nullptr;
  }

  std::string_view rest_;
  size_t id_size_;
  std::vector<Open> open_;
  CacheTree out_;
};

}  // namespace

const CacheTree::Folder* CacheTree::find(const Folder& folder, std::string_view name) const {
  const auto first = below.begin() + static_cast<std::ptrdiff_t>(folder.first);
  const auto last = below.begin() + static_cast<std::ptrdiff_t>(folder.last);
  const auto at = std::lower_bound(
      first, last, name,
      [this](size_t number, std::string_view wanted) { return folders[number].name < wanted; });
  return at != last && folders[*at].name == name ? &folders[*at] : nullptr;
}

Result<CacheTree> parse_cache_tree(std::string_view records, size_t id_size) {
  RecordReader reader(records, id_size);
  if (const char* why = reader.run()) {
    return Error{ErrorCode::kMalformed, std::string("cached trees: ") + why};
  }
  return std::move(reader.tree());
}

}  // namespace rekey
