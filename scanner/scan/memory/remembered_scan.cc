#include "scanner/scan/memory/remembered_scan.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "scanner/base/append.h"
#include "scanner/git/object/quick_set.h"
#include "scanner/scan/finish/mask_names.h"
#include "scanner/scan/objects/marks.h"

namespace rekey {
namespace {

// An object read alone costs as much as some dozens along their deltas.
constexpr uint64_t kShareWorthAlone = 32;
constexpr uint64_t kFew = 2000;

constexpr auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };

// `tree` with those of its entries that lead to marked blobs, subtrees by their equals.
std::string brief(const MarkedTrees& trees, uint32_t tree, const std::vector<uint32_t>& equals,
                  const std::vector<ObjectId>& marked) {
  std::string out;
  for (const TreeItem& item : trees.items(tree)) {
    const ObjectId& id = item.is_tree ? trees.id(equals[item.target]) : marked[item.target];
    out += item.is_tree ? "40000 " : "100644 ";
    out += trees.name(item.name);
    out += '\0';
    out += id.raw();
  }
  return out;
}

// `all` ascend by id; null: it is not among them.
template <typename T>
const T* find_by_id(const std::vector<T>& all, const ObjectId& id) {
  const auto at =
      std::lower_bound(all.begin(), all.end(), id,
                       [](const T& one, const ObjectId& wanted) { return one.id < wanted; });
  return at == all.end() || at->id != id ? nullptr : &*at;
}

std::vector<SingleObject> singles_of(const std::vector<ObjectId>& ids) {
  std::vector<SingleObject> out;
  out.reserve(ids.size());
  for (const ObjectId& id : ids) out.push_back({id, {}});
  return out;
}

// The names on the ways to marked blobs, each once.
std::set<std::string_view> names_of(const MarkedTrees& trees) {
  std::vector<bool> seen;  // by number
  std::set<std::string_view> out;
  for (uint32_t tree = 0; tree < trees.count(); ++tree) {
    for (const TreeItem& item : trees.items(tree)) {
      if (item.name >= seen.size()) seen.resize(size_t{item.name} + 1);
      if (seen[item.name]) continue;
      seen[item.name] = true;
      out.insert(trees.name(item.name));
    }
  }
  return out;
}

void add_secrets(const ObjectScan& objects, std::set<std::string_view>& out) {
  for (const ObjectHits& blob : objects.blobs) {
    for (const Hit& hit : blob.hits) {
      if (!is_word(hit.secret.reveal())) out.insert(hit.secret.reveal());
    }
  }
}

// Whether a secret that was found stands in a name, or the name has one of its own.
bool names_hold_secrets(const std::set<std::string_view>& names,
                        const std::set<std::string_view>& secrets,
                        const std::shared_ptr<const ScanContext>& context) {
  TextScan scan(context);
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
    const std::vector<Hit> found = scan.find(name);
    return std::any_of(found.begin(), found.end(),
                       [](const Hit& hit) { return !is_word(hit.secret.reveal()); }) ||
           std::any_of(secrets.begin(), secrets.end(), [&](std::string_view secret) {
             return name.find(secret) != std::string_view::npos;
           });
  });
}

}  // namespace

std::string memory_owner(const Repository& repository) {
  std::error_code ignored;
  const std::string folder = repository.objects_folder();
  const auto real = std::filesystem::weakly_canonical(folder, ignored);
  return real.empty() ? folder : real.string();
}

RememberedScan::RememberedScan(ObjectStore& store, std::shared_ptr<const ScanContext> context,
                               const std::string& folder, const std::string& owner)
    : store_(store), context_(std::move(context)) {
  if (folder.empty()) return;
  verdicts_.emplace(folder, *context_, store.id_size(), owner);
  known_ = verdicts_->look_up(store.ids().parts());
  choose_examples();
  const uint64_t few = std::max(kFew, store.count() / kShareWorthAlone);
  only_new_ = known_.unknown.size() + again_.size() + examples_.size() <= few;
}

// Blobs that the last report showed, and of classes that these lack the first that has one.
void RememberedScan::choose_examples() {
  std::unordered_set<uint64_t> seen;
  std::vector<KnownHits> others;
  for (KnownHits& with_hits : known_.with_hits) {
    std::vector<KnownHits>& kind =
        with_hits.classes.empty() ? again_ : (with_hits.candidates.empty() ? others : examples_);
    kind.push_back(std::move(with_hits));
  }
  known_.with_hits.clear();
  for (const KnownHits& with_hits : examples_)
    seen.insert(with_hits.classes.begin(), with_hits.classes.end());
  for (KnownHits& with_hits : others) {
    const bool is_first = std::any_of(with_hits.classes.begin(), with_hits.classes.end(),
                                      [&](uint64_t one) { return !seen.contains(one); });
    seen.insert(with_hits.classes.begin(), with_hits.classes.end());
    (is_first ? examples_ : unread_).push_back(std::move(with_hits));
  }
  std::sort(examples_.begin(), examples_.end(), by_id);
}

bool RememberedScan::is_new(const ObjectId& id) const {
  return std::binary_search(known_.unknown.begin(), known_.unknown.end(), id);
}

Result<ObjectScan> RememberedScan::all_objects() {
  only_new_ = false;
  store_.link(threads());
  return scan_objects(store_, context_);
}

// What unread blobs are equal to. False when the examples are not what the memory says.
bool RememberedScan::tell_unread(ObjectScan& scan) const {
  std::unordered_map<uint64_t, HitNumber> known;
  size_t number = 0;
  for (const KnownHits& example : examples_) {
    while (number < scan.blobs.size() && scan.blobs[number].id < example.id) ++number;
    if (number == scan.blobs.size() || scan.blobs[number].id != example.id) return false;
    if (scan.blobs[number].hits.size() != example.classes.size()) return false;
    for (size_t i = 0; i < example.classes.size(); ++i) {
      known.try_emplace(example.classes[i], HitNumber{number, i});
    }
  }
  for (const KnownHits& blob : unread_) {
    UnreadBlob& unread = scan.unread.emplace_back(UnreadBlob{blob.id, {}});
    for (const uint64_t one : blob.classes) unread.hits.push_back(known.at(one));
  }
  return true;
}

Result<ObjectScan> RememberedScan::objects() {
  if (!only_new_) return all_objects();
  std::vector<SingleObject> singles = singles_of(known_.unknown);
  for (const std::vector<KnownHits>* kind : {&again_, &examples_}) {
    for (const KnownHits& with_hits : *kind)
      singles.push_back({with_hits.id, with_hits.candidates});
  }
  Result<ObjectScan> scan = scan_singles(store_, context_, std::move(singles), new_trees_, false);
  if (!scan) return scan;
  if (!tell_unread(*scan)) {
    forget();
    return all_objects();
  }
  new_commits_ = scan->commits;
  std::swap(scan->commits, known_.commits);
  append(scan->commits, std::move(known_.commits));
  add_roots(scan->commits);
  scan->stats.commits = scan->commits.size();
  return scan;
}

// Their trees, most of them once: branches have the same few in turns. Zero is none.
void RememberedScan::add_roots(const std::vector<CommitNode>& commits) {
  constexpr size_t kLatest = 1024;
  std::vector<ObjectId> latest(kLatest);
  for (const CommitNode& commit : commits) {
    const auto& bytes = commit.tree.bytes;
    ObjectId& like = latest[(size_t{bytes[0]} << 8 | bytes[1]) % kLatest];
    if (like == commit.tree) continue;
    like = commit.tree;
    roots_.push_back(commit.tree);
  }
}

Result<ObjectScan> RememberedScan::read_again(const std::vector<ObjectId>& ids) {
  std::vector<ReadTree> none;
  return scan_singles(store_, context_, singles_of(ids), none, true);
}

void RememberedScan::forget() {
  only_new_ = false;
  afresh_ = true;
  known_ = {store_.ids().all(), {}, {}};
}

unsigned RememberedScan::threads() const {
  return thread_count(context_->options(), store_.count() / 1000 + 1);
}

Result<MarkedTrees> RememberedScan::trees(const std::vector<ObjectId>& marked, bool checks_files) {
  if (!only_new_) {
    store_.link(threads());
    return MarkedTrees::read(store_, threads(), marked, context_->options().deadline, checks_files);
  }
  return MarkedTrees::of(store_, reached_trees(), marked);
}

Result<PathBlobs> RememberedScan::at_paths(const std::vector<ObjectId>& roots,
                                           const std::function<bool(std::string_view)>& wanted) {
  store_.link(threads());
  return blobs_at_paths(store_, threads(), roots, wanted, context_->options().deadline);
}

// New trees in full, and of the known ones those that this repository's commits and new trees lead
// to. Only of these it is certain that every blob with secrets they lead to is among the marked:
// another repository's tree may lead to blobs that are not here, and would seem to be equal to one
// that does not.
std::vector<GivenTree> RememberedScan::reached_trees() const {
  const std::vector<BriefTree> briefs = verdicts_->trees();
  std::vector<GivenTree> given;
  std::unordered_set<ObjectId, ObjectIdHash> met;
  std::vector<ObjectId> open = roots_;
  const auto give = [&](const ObjectId& id, std::string_view bytes) {
    given.push_back({id, bytes});
    for (TreeEntry entry; take_entry(bytes, id.size(), entry);) {
      if (entry.is_tree) open.push_back(entry.id);
    }
  };
  for (const ReadTree& tree : new_trees_) {
    if (met.insert(tree.id).second) give(tree.id, tree.bytes);
  }
  while (!open.empty()) {
    const ObjectId id = open.back();
    open.pop_back();
    if (!met.insert(id).second) continue;
    const BriefTree* brief = find_by_id(briefs, id);
    if (brief == nullptr) {
      if (const auto equal = verdicts_->brief_of(id)) brief = find_by_id(briefs, *equal);
    }
    if (brief != nullptr) give(id, brief->bytes);
  }
  std::sort(given.begin(), given.end(), by_id);
  return given;
}

bool RememberedScan::start_afresh(const std::vector<ObjectId>& orphans) {
  if (!only_new_) return false;
  if (std::none_of(orphans.begin(), orphans.end(),
                   [&](const ObjectId& id) { return is_new(id); })) {
    return false;
  }
  forget();
  return true;
}

// Of those that are new; candidates of those that are shown, which are read every time. A day may
// change what a comment allows: such blobs have no classes.
std::vector<ObjectWithHits> RememberedScan::new_hits(const ScannedHistory& scanned) const {
  Marks marks(context_->rules());
  std::vector<ObjectWithHits> out;
  const auto add = [&](const ObjectId& id,
                       const std::vector<Candidate>& candidates) -> ObjectWithHits& {
    const bool is_shown = std::binary_search(scanned.shown.begin(), scanned.shown.end(), id);
    return out.emplace_back(
        ObjectWithHits{id, {}, is_shown ? candidates : std::vector<Candidate>()});
  };
  for (const ObjectHits& blob : scanned.objects.blobs) {
    if (!is_new(blob.id)) continue;
    ObjectWithHits& with_hits = add(blob.id, blob.candidates);
    for (const Hit& hit : blob.hits) with_hits.classes.push_back(marks.of(hit));
    if (std::any_of(blob.hits.begin(), blob.hits.end(),
                    [](const Hit& hit) { return hit.is_dated; })) {
      with_hits.classes.clear();
    }
  }
  for (const MessageHits& message : scanned.objects.messages) {
    // Of one whose header has some too, the message's come first.
    const bool is_second = !out.empty() && out.back().id == message.object;
    if (is_new(message.object) && !is_second) add(message.object, message.candidates);
  }
  std::sort(out.begin(), out.end(), by_id);
  return out;
}

Status RememberedScan::learn(const ScannedHistory& scanned) {
  if (!verdicts_ || known_.unknown.empty()) return {};
  const MarkedTrees& trees = scanned.trees;
  std::set<std::string_view> secrets;
  add_secrets(scanned.objects, secrets);
  add_secrets(scanned.again, secrets);
  if (names_hold_secrets(names_of(trees), secrets, context_)) {
    return Error{ErrorCode::kUnsupported, "a path in it holds a secret"};
  }
  LearnedObjects learned;
  learned.with_hits = new_hits(scanned);
  const std::vector<uint32_t> equals = trees.equals();
  const auto unknown = std::make_unique<const QuickSet>(known_.unknown);
  for (const CommitNode& commit : only_new_ ? new_commits_ : scanned.commits) {
    if (!unknown->contains(commit.id)) continue;
    const uint32_t tree = trees.find(commit.tree);
    learned.commits.push_back(commit);
    learned.commits.back().tree = tree == MarkedTrees::kNone ? ObjectId() : trees.id(equals[tree]);
  }
  std::sort(learned.commits.begin(), learned.commits.end(), by_id);
  const std::vector<BriefTree> known = verdicts_->trees();
  std::vector<ReadTree> briefs;
  for (uint32_t tree = 0; tree < trees.count(); ++tree) {
    if (trees.items(tree).empty()) continue;
    const ObjectId& id = trees.id(tree);
    if (unknown->contains(id)) learned.equals.push_back({id, trees.id(equals[tree])});
    if (equals[tree] != tree || (!afresh_ && find_by_id(known, id) != nullptr)) continue;
    briefs.push_back({id, brief(trees, tree, equals, scanned.marked)});
  }
  std::sort(briefs.begin(), briefs.end(), by_id);
  std::sort(learned.equals.begin(), learned.equals.end(), by_id);
  for (const ReadTree& tree : briefs) learned.trees.push_back({tree.id, tree.bytes});
  for (const ObjectId& id : known_.unknown) {
    if (find_by_id(learned.with_hits, id) != nullptr) continue;
    if (trees.find(id) == MarkedTrees::kNone) learned.without_hits.push_back(id);
  }
  return afresh_ ? verdicts_->replace(learned) : verdicts_->add(learned);
}

}  // namespace rekey
