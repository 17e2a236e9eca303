#include "scanner/git/changes/index_trees.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "scanner/base/digest.h"

namespace rekey {
namespace {

constexpr size_t kMaxDepth = 2048;

ObjectId tree_id(std::string_view tree, size_t id_size) {
  std::string object = "tree " + std::to_string(tree.size()) + '\0';
  object += tree;
  const auto id = [](const auto& sum) {
    return ObjectId::from_raw({reinterpret_cast<const char*>(sum.data()), sum.size()}, sum.size());
  };
  return id_size == ObjectId::kSha1 ? id(sha1(object)) : id(sha256(object));
}

std::string octal(uint32_t mode) {
  std::string out;
  for (; mode != 0; mode /= 8) out += static_cast<char>('0' + mode % 8);
  std::reverse(out.begin(), out.end());
  return out;
}

class TreeMaker {
 public:
  TreeMaker(const IndexFile& index, const ObjectReader& reader)
      : entries_(index.entries()),
        cached_(index.trees()),
        id_size_(index.id_size()),
        reader_(reader) {}

  Result<IndexTrees> run() {
    const CacheTree::Folder* root = cached_.folders.empty() ? nullptr : cached_.folders.data();
    out_.root = folder({0, entries_.size()}, 0, root, 0).id;
    if (!fault_.empty()) return Error{code_, "index: " + fault_};
    return std::move(out_);
  }

 private:
  struct Range {
    size_t begin = 0, end = 0;  // entries
  };
  struct Made {
    ObjectId id;
    bool is_empty = false;
  };

  // The entries that begin as `first`, with a path of `size` bytes up to and with the slash. They
  // are sorted: those of a folder stand together.
  [[nodiscard]] size_t end_of(size_t first, size_t end, size_t size) const {
    const std::string_view folder = entries_[first].path.substr(0, size);
    const auto at = entries_.begin();
    return static_cast<size_t>(
        std::partition_point(
            at + static_cast<std::ptrdiff_t>(first), at + static_cast<std::ptrdiff_t>(end),
            [&](const IndexEntry& entry) { return entry.path.substr(0, size) == folder; }) -
        at);
  }

  [[nodiscard]] bool is_there(const ObjectId& tree) const {
    const Result<ObjectHeader> header = reader_.header(tree);
    return header || header.error().code != ErrorCode::kNotFound;
  }

  void fail(ErrorCode code, const std::string& why) {
    if (fault_.empty()) fault_ = why;
    code_ = code;
  }

  // Of the entries of one folder, whose paths begin with the same `prefix` bytes.
  Made folder(Range range, size_t prefix, const CacheTree::Folder* cached, size_t depth) {
    if (depth > kMaxDepth) fail(ErrorCode::kTooLarge, "folders too deep in each other");
    if (!fault_.empty()) return {};
    if (cached != nullptr && cached->tree) {
      if (cached->entries != range.end - range.begin) {
        fail(ErrorCode::kMalformed, "its cached trees do not fit its entries");
        return {};
      }
      if (is_there(*cached->tree)) return {*cached->tree, false};
    }
    std::string tree;
    for (size_t i = range.begin; i < range.end;) {
      const std::string_view rest = entries_[i].path.substr(prefix);
      const size_t slash = rest.find('/');
      if (slash == std::string_view::npos || slash + 1 == rest.size()) {
        add(entries_[i], rest.substr(0, slash), tree);
        ++i;
        continue;
      }
      const size_t size = prefix + slash + 1;
      const size_t end = end_of(i, range.end, size);
      const std::string_view name = rest.substr(0, slash);
      const auto* below = cached != nullptr ? cached_.find(*cached, name) : nullptr;
      const Made made = folder({i, end}, size, below, depth + 1);
      if (!made.is_empty) put(0040000, name, made.id.raw(), tree);
      i = end;
    }
    const ObjectId id = tree_id(tree, id_size_);
    const bool is_empty = tree.empty();
    out_.made.emplace(id, std::move(tree));
    return {id, is_empty};
  }

  void add(const IndexEntry& entry, std::string_view name, std::string& tree) const {
    if (entry.stage == 0 && !entry.intent_to_add) put(entry.mode, name, entry.id, tree);
  }

  // A raw id ends where the tree's ids do: zeros at the end of one are no part of its size().
  void put(uint32_t mode, std::string_view name, std::string_view id, std::string& tree) const {
    tree.append(octal(mode)).append(" ").append(name).push_back('\0');
    tree.append(id.substr(0, id_size_)).append(id_size_ - std::min(id.size(), id_size_), '\0');
  }

  const std::vector<IndexEntry>& entries_;
  const CacheTree& cached_;
  size_t id_size_;
  const ObjectReader& reader_;
  IndexTrees out_;
  std::string fault_;
  ErrorCode code_ = ErrorCode::kMalformed;
};

}  // namespace

Result<IndexTrees> index_trees(const IndexFile& index, const ObjectReader& reader) {
  return TreeMaker(index, reader).run();
}

}  // namespace rekey
