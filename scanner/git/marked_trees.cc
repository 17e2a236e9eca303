#include "scanner/git/marked_trees.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <unordered_map>

#include "scanner/base/threads.h"
#include "scanner/git/tree_log.h"

namespace rekey {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

// Ids are looked up one after the other; so far ahead their places in the table are fetched.
constexpr uint32_t kAhead = 12;

using Logs = std::vector<std::unique_ptr<TreeLog>>;

// Where each log's trees and entries start when they are numbered through.
struct Offsets {
  std::vector<uint32_t> trees, entries;
  uint32_t all_trees = 0, all_entries = 0;
};

Offsets offsets_of(const Logs& logs) {
  Offsets out;
  for (const auto& log : logs) {
    out.trees.push_back(out.all_trees);
    out.entries.push_back(out.all_entries);
    out.all_trees += log->count();
    out.all_entries += static_cast<uint32_t>(log->entries().size());
  }
  return out;
}

// Trees by id, of all logs.
class TreeTable {
  [[nodiscard]] auto id_of() const {
    return [this](uint32_t tree) -> const ObjectId& { return id(tree); };
  }

 public:
  TreeTable(const Logs& logs, const Offsets& offsets)
      : logs_(logs), offsets_(offsets), numbers_(offsets.all_trees), is_copy_(offsets.all_trees) {
    on_threads(logs.size(), [&](size_t log) {
      const uint32_t count = logs[log]->count();
      for (uint32_t i = 0; i < count; ++i) {
        if (i + kAhead < count) numbers_.expect(logs[log]->id(i + kAhead));
        const uint32_t tree = offsets.trees[log] + i;
        is_copy_[tree] = numbers_.add(tree, id_of()) != tree;
      }
    });
  }

  [[nodiscard]] uint32_t find(const ObjectId& id) const { return numbers_.find(id, id_of()); }
  void expect(const ObjectId& id) const { numbers_.expect(id); }
  [[nodiscard]] const ObjectId& id(uint32_t tree) const {
    size_t log = logs_.size() - 1;
    while (offsets_.trees[log] > tree) --log;
    return logs_[log]->id(tree - offsets_.trees[log]);
  }
  // Whether find() gives another tree for its id.
  [[nodiscard]] bool is_copy(uint32_t tree) const { return is_copy_[tree] != 0; }

 private:
  const Logs& logs_;
  const Offsets& offsets_;
  IdNumbers numbers_;
  std::vector<uint8_t> is_copy_;  // by tree
};

// What an entry of a log leads to: a tree's number, a marked blob's, or nothing.
struct Target {
  uint32_t number = MarkedTrees::kNone;
  bool is_tree = false;
};

std::vector<Target> targets_of(const Logs& logs, const Offsets& offsets, const TreeTable& trees,
                               const std::vector<ObjectId>& marked) {
  std::vector<Target> targets(offsets.all_entries);
  on_threads(logs.size(), [&](size_t log) {
    Target* target = targets.data() + offsets.entries[log];
    const Chunks<TreeLog::Entry>& entries = logs[log]->entries();
    for (size_t i = 0; i < entries.size(); ++i) {
      if (i + kAhead < entries.size()) trees.expect(entries[i + kAhead].id);
      const TreeLog::Entry& entry = entries[i];
      target->is_tree = entry.is_tree;
      if (entry.is_tree) {
        target->number = trees.find(entry.id);
      } else {
        const auto at = std::lower_bound(marked.begin(), marked.end(), entry.id);
        target->number = static_cast<uint32_t>(at - marked.begin());
      }
      ++target;
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
Holders holders_of(const Logs& logs, const Offsets& offsets, const std::vector<Target>& targets) {
  Holders holds(offsets.all_trees);
  std::atomic<bool> changed = true;
  while (changed) {
    changed = false;
    on_threads(logs.size(), [&](size_t log) {
      const Target* own = targets.data() + offsets.entries[log];
      std::atomic<bool>* trees = holds.data() + offsets.trees[log];
      logs[log]->replay_leading([&](uint32_t entry) { return leads_on(own[entry], holds); },
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

}  // namespace

// Numbers the trees that hold a marked blob and writes their items.
class TreeNumbers {
 public:
  TreeNumbers(const Logs& logs, const Offsets& offsets, const TreeTable& trees,
              const std::vector<Target>& targets, MarkedTrees& out)
      : logs_(logs), offsets_(offsets), targets_(targets), out_(out) {
    number(trees, holders_of(logs, offsets, targets));
    out.names_ = ordered_names(logs, names_);
  }

  void write() {
    out_.ranges_.resize(out_.ids_.size());
    out_.items_.resize(logs_.size());
    on_threads(logs_.size(), [&](size_t log) { write_log(log); });
  }

 private:
  void number(const TreeTable& trees, const Holders& holds) {
    numbers_.assign(holds.size(), MarkedTrees::kNone);
    uint32_t count = 0;
    for (uint32_t tree = 0; tree < holds.size(); ++tree) {
      if (holds[tree] && !trees.is_copy(tree)) numbers_[tree] = count++;
    }
    out_.ids_.resize(count);
    out_.numbers_ = IdNumbers(count);
    on_threads(logs_.size(), [&](size_t log) {
      for (uint32_t i = 0; i < logs_[log]->count(); ++i) {
        const uint32_t number = numbers_[offsets_.trees[log] + i];
        if (number == MarkedTrees::kNone) continue;
        out_.ids_[number] = logs_[log]->id(i);
        out_.numbers_.add(number, out_.id_of());
      }
    });
  }

  // Of the tree or blob that an entry leads to; kNone when it leads to no marked blob.
  [[nodiscard]] uint32_t number_of(const Target& target) const {
    const bool is_known_tree = target.is_tree && target.number != MarkedTrees::kNone;
    return is_known_tree ? numbers_[target.number] : target.number;
  }

  // Each tree is told of by one log: a copy has no number.
  void write_log(size_t log) const {
    const Target* targets = targets_.data() + offsets_.entries[log];
    const uint32_t* numbers = numbers_.data() + offsets_.trees[log];
    const Chunks<TreeLog::Entry>& entries = logs_[log]->entries();
    std::vector<TreeItem>& items = out_.items_[log];
    logs_[log]->replay_leading(
        [&](uint32_t entry) { return number_of(targets[entry]) != MarkedTrees::kNone; },
        [&](uint32_t tree, const std::vector<uint32_t>& list) {
          if (numbers[tree] == MarkedTrees::kNone) return;
          const size_t begin = items.size();
          for (const uint32_t entry : list) {
            const Target& target = targets[entry];
            items.push_back({names_[log][entries[entry].name], number_of(target), target.is_tree});
          }
          order(items.begin() + static_cast<ptrdiff_t>(begin), items.end());
          out_.ranges_[numbers[tree]] = {static_cast<uint32_t>(log), static_cast<uint32_t>(begin),
                                         static_cast<uint32_t>(items.size() - begin)};
        });
  }

  using Items = std::vector<TreeItem>::iterator;
  static void order(Items begin, Items end) {
    const auto by_name = [](const TreeItem& a, const TreeItem& b) { return a.name < b.name; };
    if (!std::is_sorted(begin, end, by_name)) std::stable_sort(begin, end, by_name);
  }

  const Logs& logs_;
  const Offsets& offsets_;
  const std::vector<Target>& targets_;        // by entry of the logs
  std::vector<uint32_t> numbers_;             // by tree of the logs
  std::vector<std::vector<uint32_t>> names_;  // by log and its name: in the order of all
  MarkedTrees& out_;
};

Result<MarkedTrees> MarkedTrees::read(const ObjectStore& store, unsigned threads,
                                      const std::vector<ObjectId>& marked) {
  if (marked.empty()) return made_of({}, marked);
  const auto quick = std::make_unique<const QuickSet>(marked);
  Logs logs;
  std::vector<ObjectVisitor*> visitors;
  for (unsigned i = 0; i < threads; ++i) {
    visitors.push_back(logs.emplace_back(std::make_unique<TreeLog>(quick.get())).get());
  }
  const Status status = store.walk(WalkLimits(), visitors, {});
  if (!status) return status.error();
  return made_of(logs, marked);
}

MarkedTrees MarkedTrees::of(const std::vector<GivenTree>& trees,
                            const std::vector<ObjectId>& marked) {
  if (marked.empty()) return made_of({}, marked);
  const auto quick = std::make_unique<const QuickSet>(marked);
  Logs logs;
  logs.push_back(std::make_unique<TreeLog>(quick.get()));
  for (const GivenTree& tree : trees) {
    logs.front()->object({tree.id, ObjectType::kTree, tree.bytes, 0, false, {}, false});
  }
  return made_of(logs, marked);
}

MarkedTrees MarkedTrees::made_of(const Logs& logs, const std::vector<ObjectId>& marked) {
  MarkedTrees out;
  if (logs.empty()) return out;
  for (const auto& log : logs) {
    out.errors_.insert(out.errors_.end(), log->errors().begin(), log->errors().end());
  }
  std::sort(out.errors_.begin(), out.errors_.end(),
            [](const Error& a, const Error& b) { return a.message < b.message; });

  const Offsets offsets = offsets_of(logs);
  const TreeTable table(logs, offsets);
  const std::vector<Target> targets = targets_of(logs, offsets, table, marked);
  TreeNumbers(logs, offsets, table, targets, out).write();
  return out;
}

// Children before the trees that name them. Trees of a damaged store may name each other in a ring:
// one that is met again is taken for itself.
class EqualTrees {
 public:
  explicit EqualTrees(const MarkedTrees& trees)
      : trees_(trees), equals_(trees.count(), MarkedTrees::kNone), met_(trees.count()) {}

  std::vector<uint32_t> run() {
    for (uint32_t tree = 0; tree < trees_.count(); ++tree) {
      open_.push_back(tree);
      while (!open_.empty()) step();
    }
    name_by_least();
    return std::move(equals_);
  }

 private:
  void name_by_least() {
    std::vector<uint32_t> least = equals_;  // by tree that others are equal to
    for (uint32_t tree = 0; tree < trees_.count(); ++tree) {
      uint32_t& best = least[equals_[tree]];
      if (trees_.id(tree) < trees_.id(best)) best = tree;
    }
    for (uint32_t& equal : equals_) equal = least[equal];
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
    content_.clear();
    for (const TreeItem& item : trees_.items(tree)) {
      const uint32_t known = item.is_tree ? equals_[item.target] : item.target;
      const std::array<uint32_t, 3> numbers{item.name, item.is_tree ? 1U : 0U,
                                            known == MarkedTrees::kNone ? item.target : known};
      content_.append(reinterpret_cast<const char*>(numbers.data()), sizeof numbers);
    }
    equals_[tree] = first_.try_emplace(content_, tree).first->second;
  }

  const MarkedTrees& trees_;
  std::vector<uint32_t> equals_;
  std::vector<bool> met_;
  std::vector<uint32_t> open_;
  std::string content_;
  std::unordered_map<std::string, uint32_t> first_;  // by content
};

std::vector<uint32_t> MarkedTrees::equals() const {
  return EqualTrees(*this).run();
}

uint32_t MarkedTrees::find(const ObjectId& tree) const {
  return numbers_.find(tree, id_of());
}

}  // namespace rekey
