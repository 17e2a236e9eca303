#include "scanner/git/history/marked_trees.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <iterator>
#include <memory>
#include <unordered_map>

#include "scanner/base/append.h"
#include "scanner/base/threads.h"
#include "scanner/git/history/tree_log.h"
#include "scanner/git/history/tree_table.h"

namespace rekey {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

using Logs = std::vector<std::unique_ptr<TreeLog>>;

// What an entry of a log leads to: a tree's number, a marked blob's, or nothing.
struct Target {
  uint32_t number = MarkedTrees::kNone;
  bool is_tree = false;
};

// By log and its entry.
using Targets = std::vector<std::vector<Target>>;

Targets targets_of(const Logs& logs, const TreeTable& trees, const std::vector<ObjectId>& marked) {
  Targets targets(logs.size());
  on_threads(logs.size(), [&](size_t log) {
    const Chunks<TreeLog::Entry>& entries = logs[log]->entries();
    targets[log].resize(entries.size());
    constexpr size_t kAhead = IdNumbers::kAhead;
    for (size_t i = 0; i < entries.size(); ++i) {
      if (i + 2 * kAhead < entries.size()) trees.prefetch(entries[i + 2 * kAhead].id);
      if (i + kAhead < entries.size()) trees.prefetch_id(entries[i + kAhead].id);
      const TreeLog::Entry& entry = entries[i];
      Target& target = targets[log][i];
      target.is_tree = entry.is_tree;
      if (entry.is_tree) {
        target.number = trees.find(entry.id);
      } else {
        const auto at = std::lower_bound(marked.begin(), marked.end(), entry.id);
        target.number = static_cast<uint32_t>(at - marked.begin());
      }
    }
  });
  return targets;
}

// By tree whether it holds a marked blob.
using Holders = std::vector<std::atomic<bool>>;

bool leads_on(const Target& target, const Holders& holds) {
  return !target.is_tree ||
         (target.number != MarkedTrees::kNone && holds[target.number].load(kRelaxed));
}

// Carries "holds a marked blob" from subtrees to the trees that name them, until nothing changes.
// A round sees what it has itself brought to trees before; there are no more rounds than marked
// blobs are deep, and one that changes nothing.
Holders holders_of(const Logs& logs, const TreeTable& table, const Targets& targets) {
  Holders holds(table.count());
  std::atomic<bool> changed = true;
  while (changed) {
    changed = false;
    on_threads(logs.size(), [&](size_t log) {
      const std::vector<Target>& own = targets[log];
      std::atomic<bool>* trees = holds.data() + table.begin(log);
      const auto all_hold = [&](uint32_t begin, uint32_t end) {
        return std::all_of(trees + begin, trees + end,
                           [](const std::atomic<bool>& one) { return one.load(kRelaxed); });
      };
      logs[log]->replay_leading(
          all_hold, [&](uint32_t entry) { return leads_on(own[entry], holds); },
          [&](uint32_t tree, const std::vector<uint32_t>& entries) {
            if (entries.empty() || trees[tree].load(kRelaxed)) return;
            trees[tree].store(true, kRelaxed);
            if (!changed.load(kRelaxed)) changed.store(true, kRelaxed);
          });
    });
  }
  return holds;
}

// All names once, in order, and the number of each log's names among them.
std::vector<std::string> ordered_names(const Logs& logs, std::vector<std::vector<uint32_t>>& of) {
  std::vector<std::string> names;
  for (const auto& log : logs) names.insert(names.end(), log->names().begin(), log->names().end());
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  for (const auto& log : logs) {
    std::vector<uint32_t>& numbers = of.emplace_back();
    for (const std::string& name : log->names()) {
      const auto at = std::lower_bound(names.begin(), names.end(), name);
      numbers.push_back(static_cast<uint32_t>(at - names.begin()));
    }
  }
  return names;
}

// In a partial clone anything may be missing.
TreeLog::Holds asking(const ObjectStore& store) {
  if (store.is_partial()) return {};
  return [&store](const ObjectId& id) { return store.holds(id); };
}

}  // namespace

// Writes the items of the trees that hold a marked blob.
class TreeItems {
 public:
  TreeItems(const Logs& logs, const Targets& targets, MarkedTrees& out)
      : logs_(logs), targets_(targets), holds_(holders_of(logs, out.table_, targets)), out_(out) {
    out.names_ = ordered_names(logs, names_);
  }

  void write() {
    out_.ranges_.resize(out_.count());
    out_.items_.resize(logs_.size());
    on_threads(logs_.size(), [&](size_t log) { write_log(log); });
  }

 private:
  // Each tree is told of by one log: a copy has no items.
  void write_log(size_t log) const {
    const uint32_t first = out_.table_.begin(log);
    const auto none_holds = [&](uint32_t begin, uint32_t end) {
      const auto at = holds_.begin() + first;
      return std::none_of(at + begin, at + end,
                          [](const std::atomic<bool>& one) { return one.load(kRelaxed); });
    };
    logs_[log]->replay_leading(
        none_holds, [&](uint32_t entry) { return leads_on(targets_[log][entry], holds_); },
        [&](uint32_t tree, const std::vector<uint32_t>& entries) {
          if (!entries.empty() && !out_.table_.is_copy(first + tree)) {
            out_.ranges_[first + tree] = write_tree(log, entries);
          }
        });
  }

  MarkedTrees::Range write_tree(size_t log, const std::vector<uint32_t>& entries) const {
    std::vector<TreeItem>& items = out_.items_[log];
    const size_t begin = items.size();
    for (const uint32_t entry : entries) {
      const Target& target = targets_[log][entry];
      const uint32_t name = names_[log][logs_[log]->entries()[entry].name];
      items.push_back({name, target.number, target.is_tree});
    }
    order(items.begin() + static_cast<ptrdiff_t>(begin), items.end());
    return {static_cast<uint32_t>(log), static_cast<uint32_t>(begin),
            static_cast<uint32_t>(items.size() - begin)};
  }

  using Items = std::vector<TreeItem>::iterator;
  static void order(Items begin, Items end) {
    const auto by_name = [](const TreeItem& a, const TreeItem& b) { return a.name < b.name; };
    if (!std::is_sorted(begin, end, by_name)) std::stable_sort(begin, end, by_name);
  }

  const Logs& logs_;
  const Targets& targets_;
  const Holders holds_;
  std::vector<std::vector<uint32_t>> names_;  // by log and its name: in the order of all
  MarkedTrees& out_;
};

Result<MarkedTrees> MarkedTrees::read(const ObjectStore& store, unsigned threads,
                                      const std::vector<ObjectId>& marked, Deadline deadline,
                                      bool checks_files) {
  const auto quick = std::make_unique<const QuickSet>(marked);
  Logs logs;
  std::vector<ObjectVisitor*> visitors;
  for (unsigned i = 0; i < threads; ++i) {
    logs.push_back(std::make_unique<TreeLog>(quick.get(), asking(store), checks_files));
    visitors.push_back(logs.back().get());
  }
  WalkLimits limits;
  limits.deadline = deadline;
  WalkLeft left;
  const Status status = store.walk(limits, visitors, {}, &left);
  if (!status) return status.error();
  MarkedTrees trees = made_of(logs, marked);
  append(trees.errors_, errors_of(left, "trees"));
  return trees;
}

MarkedTrees MarkedTrees::of(const ObjectStore& store, const std::vector<GivenTree>& trees,
                            const std::vector<ObjectId>& marked) {
  const auto quick = std::make_unique<const QuickSet>(marked);
  Logs logs;
  logs.push_back(std::make_unique<TreeLog>(quick.get(), asking(store)));
  for (const GivenTree& tree : trees) {
    logs.front()->object({tree.id, ObjectType::kTree, tree.bytes, 0, false, {}, false});
  }
  return made_of(logs, marked);
}

void MarkedTrees::add_errors(const Logs& logs) {
  std::vector<ObjectId> missing;
  for (const auto& log : logs) {
    errors_.insert(errors_.end(), log->errors().begin(), log->errors().end());
    missing.insert(missing.end(), log->missing().begin(), log->missing().end());
  }
  std::sort(missing.begin(), missing.end());
  missing.erase(std::unique(missing.begin(), missing.end()), missing.end());
  for (const ObjectId& id : missing) {
    errors_.push_back(
        {ErrorCode::kNotFound, "object " + id.hex() + ": missing, though a tree names it"});
  }
}

// What has secrets may hide behind a name that git would not follow to it.
void MarkedTrees::add_other_kinds(const Logs& logs) {
  std::vector<ObjectId> trees;
  for (const auto& log : logs) {
    const auto is_tree = [&](const ObjectId& id) { return table_.find(id) != TreeTable::kNone; };
    std::copy_if(log->files().begin(), log->files().end(), std::back_inserter(trees), is_tree);
  }
  std::sort(trees.begin(), trees.end());
  trees.erase(std::unique(trees.begin(), trees.end()), trees.end());
  for (const ObjectId& id : trees) {
    errors_.push_back(
        {ErrorCode::kMalformed, "tree " + id.hex() + ": a file, to a tree that names it"});
  }
}

MarkedTrees MarkedTrees::made_of(const Logs& logs, const std::vector<ObjectId>& marked) {
  MarkedTrees out;
  out.add_errors(logs);
  if (!marked.empty()) {
    out.table_ = TreeTable(logs);
    out.add_other_kinds(logs);
  }
  std::sort(out.errors_.begin(), out.errors_.end(),
            [](const Error& a, const Error& b) { return a.message < b.message; });
  if (marked.empty()) return out;
  const Targets targets = targets_of(logs, out.table_, marked);
  TreeItems(logs, targets, out).write();
  return out;
}

// Children before the trees that name them. Trees of a damaged store may name each other in a ring:
// one that is met again is taken for itself.
class EqualTrees {
 public:
  explicit EqualTrees(const MarkedTrees& trees)
      : trees_(trees), equals_(trees.count(), MarkedTrees::kNone), met_(trees.count()) {
    size_t items = 0;
    for (const auto& part : trees.items_) items += part.size();
    contents_.reserve(items * sizeof(Content));  // so that what points into it stays
  }

  std::vector<uint32_t> run() {
    for (uint32_t tree = 0; tree < trees_.count(); ++tree) {
      if (trees_.items(tree).empty()) continue;
      open_.push_back(tree);
      while (!open_.empty()) step();
    }
    name_by_least();
    return std::move(equals_);
  }

 private:
  using Content = std::array<uint32_t, 3>;  // of an item

  void name_by_least() {
    std::vector<uint32_t> least = equals_;  // by tree that others are equal to
    for (uint32_t tree = 0; tree < trees_.count(); ++tree) {
      if (equals_[tree] == MarkedTrees::kNone) continue;
      uint32_t& best = least[equals_[tree]];
      if (trees_.id(tree) < trees_.id(best)) best = tree;
    }
    for (uint32_t& equal : equals_) {
      if (equal != MarkedTrees::kNone) equal = least[equal];
    }
  }

  void step() {
    const uint32_t tree = open_.back();
    if (equals_[tree] == MarkedTrees::kNone && !met_[tree]) {
      met_[tree] = true;
      for (const TreeItem& item : trees_.items(tree)) {
        if (item.is_tree && !met_[item.target]) open_.push_back(item.target);
      }
      if (open_.back() != tree) return;
    }
    open_.pop_back();
    if (equals_[tree] != MarkedTrees::kNone) return;
    const size_t begin = contents_.size();
    for (const TreeItem& item : trees_.items(tree)) {
      const uint32_t known = item.is_tree ? equals_[item.target] : item.target;
      const Content numbers{item.name, item.is_tree ? 1U : 0U,
                            known == MarkedTrees::kNone ? item.target : known};
      contents_.append(reinterpret_cast<const char*>(numbers.data()), sizeof numbers);
    }
    const auto content = std::string_view(contents_).substr(begin);
    const auto [first, is_new] = first_.try_emplace(content, tree);
    if (!is_new) contents_.resize(begin);
    equals_[tree] = first->second;
  }

  const MarkedTrees& trees_;
  std::vector<uint32_t> equals_;
  std::vector<bool> met_;
  std::vector<uint32_t> open_;
  std::string contents_;                                  // of trees that others may equal
  std::unordered_map<std::string_view, uint32_t> first_;  // by content
};

std::vector<uint32_t> MarkedTrees::equals() const {
  return EqualTrees(*this).run();
}

uint32_t MarkedTrees::find(const ObjectId& tree) const {
  const uint32_t number = table_.find(tree);
  return number == kNone || items(number).empty() ? kNone : number;
}

}  // namespace rekey
