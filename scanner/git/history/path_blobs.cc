#include "scanner/git/history/path_blobs.h"

#include <algorithm>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "scanner/base/append.h"
#include "scanner/git/history/tree_log.h"

namespace rekey {
namespace {

constexpr size_t kMaxPlaces = size_t{1} << 22;  // trees in folders
constexpr size_t kMaxPath = 4096;               // bytes; no system opens longer ones
constexpr uint32_t kNone = UINT32_MAX;

using Logs = std::vector<std::unique_ptr<TreeLog>>;

// Goes down from the roots, one level of folders a round.
class PathSearch {
 public:
  PathSearch(const Logs& logs, const std::function<bool(std::string_view)>& wanted)
      : logs_(logs), wanted_(wanted) {
    for (const auto& log : logs) {
      for (uint32_t i = 0; i < log->count(); ++i) {
        numbers_.try_emplace(log->id(i), static_cast<uint32_t>(todo_.size()));
        todo_.emplace_back();
      }
      asked_.emplace_back(log->entries().size(), kNone);
    }
    next_.resize(todo_.size());
  }

  PathBlobs run(const std::vector<ObjectId>& roots) {
    for (const ObjectId& root : roots) ask(root, "");
    while (any_next_) round();
    std::sort(out_.blobs.begin(), out_.blobs.end());
    out_.blobs.erase(std::unique(out_.blobs.begin(), out_.blobs.end()), out_.blobs.end());
    if (cut_short_) {
      out_.errors.push_back({ErrorCode::kTooLarge, "trees: they spell too many or too long paths"});
    }
    return std::move(out_);
  }

 private:
  uint32_t folder_number(const std::string& folder) {
    const auto next = static_cast<uint32_t>(folders_.size());
    const auto [at, is_new] = folder_numbers_.try_emplace(folder, next);
    if (is_new) folders_.push_back(folder);
    return at->second;
  }

  // The next round looks at the tree in the folder, "" or with a slash at its end.
  void ask(const ObjectId& tree, const std::string& folder) {
    const auto at = numbers_.find(tree);
    if (at == numbers_.end()) return;
    if (places_.size() >= kMaxPlaces || folder.size() > kMaxPath) {
      cut_short_ = true;
      return;
    }
    const uint32_t number = folder_number(folder);
    if (!places_.insert(uint64_t{at->second} << 32 | number).second) return;
    next_[at->second].push_back(number);
    any_next_ = true;
  }

  void round() {
    std::swap(todo_, next_);
    any_next_ = false;
    uint32_t first = 0;
    for (size_t log = 0; log < logs_.size(); ++log) {
      logs_[log]->replay([&](uint32_t tree, const std::vector<uint32_t>& entries) {
        for (const uint32_t folder : todo_[first + tree]) look(log, folder, entries);
        todo_[first + tree].clear();
      });
      first += logs_[log]->count();
    }
  }

  // Nearly all entries of a tree are those of another one in the same folder.
  void look(size_t log, uint32_t folder, const std::vector<uint32_t>& entries) {
    std::vector<uint32_t>& asked = asked_[log];
    for (const uint32_t number : entries) {
      if (asked[number] == folder) continue;
      asked[number] = folder;
      const TreeLog::Entry& entry = logs_[log]->entries()[number];
      const std::string path = folders_[folder] + logs_[log]->names()[entry.name];
      if (entry.is_tree) {
        ask(entry.id, path + '/');
      } else if (wanted_(path)) {
        out_.blobs.push_back(entry.id);
      }
    }
  }

  const Logs& logs_;
  const std::function<bool(std::string_view)>& wanted_;
  std::unordered_map<ObjectId, uint32_t, ObjectIdHash> numbers_;  // of trees, through all logs
  std::vector<std::vector<uint32_t>> todo_, next_;                // by tree: folders
  bool any_next_ = false;
  std::vector<std::string> folders_;
  std::unordered_map<std::string, uint32_t> folder_numbers_;
  std::unordered_set<uint64_t> places_;       // tree and folder
  std::vector<std::vector<uint32_t>> asked_;  // by log and entry: the folder asked about last
  PathBlobs out_;
  bool cut_short_ = false;
};

}  // namespace

Result<PathBlobs> blobs_at_paths(const ObjectStore& store, unsigned threads,
                                 const std::vector<ObjectId>& roots,
                                 const std::function<bool(std::string_view)>& wanted,
                                 Deadline deadline) {
  Logs logs;
  std::vector<ObjectVisitor*> visitors;
  for (unsigned i = 0; i < threads; ++i) {
    visitors.push_back(logs.emplace_back(std::make_unique<TreeLog>(nullptr)).get());
  }
  WalkLimits limits;
  limits.deadline = deadline;
  WalkLeft left;
  const Status status = store.walk(limits, visitors, {}, &left);
  if (!status) return status.error();
  PathBlobs out = PathSearch(logs, wanted).run(roots);
  for (const auto& log : logs) {
    out.errors.insert(out.errors.end(), log->errors().begin(), log->errors().end());
  }
  std::sort(out.errors.begin(), out.errors.end(),
            [](const Error& a, const Error& b) { return a.message < b.message; });
  append(out.errors, errors_of(left, "trees"));
  return out;
}

}  // namespace rekey
