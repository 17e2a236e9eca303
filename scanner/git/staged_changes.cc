#include "scanner/git/staged_changes.h"

#include <git2.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>

#include "scanner/git/index_tree.h"
#include "scanner/git/mapped_file.h"
#include "scanner/git/tree_changes.h"

namespace rekey {
namespace {

constexpr const char* kEmptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";  // git knows it

template <typename T, void (*Free)(T*)>
struct Freed {
  void operator()(T* value) const { Free(value); }
};

using TreeHandle = std::unique_ptr<git_tree, Freed<git_tree, git_tree_free>>;
using CommitHandle = std::unique_ptr<git_commit, Freed<git_commit, git_commit_free>>;
using EntryHandle = std::unique_ptr<git_tree_entry, Freed<git_tree_entry, git_tree_entry_free>>;
using IndexHandle = std::unique_ptr<git_index, Freed<git_index, git_index_free>>;
using DiffHandle = std::unique_ptr<git_diff, Freed<git_diff, git_diff_free>>;

// The message lives until the next call on this thread.
Error failure(const Repository& repository, const std::string& what) {
  const git_error* error = git_error_last();
  const bool known = error != nullptr && error->message != nullptr;
  return {ErrorCode::kUnreadable,
          repository.git_dir() + what + ": " + (known ? error->message : "unreadable")};
}

ObjectId id_of(const git_oid& oid) {
  return ObjectId::from_raw({reinterpret_cast<const char*>(oid.id), ObjectId::kSha1},
                            ObjectId::kSha1);
}

bool is_blob_mode(uint32_t mode) {
  return (mode & 0170000) == 0100000 || (mode & 0170000) == 0120000;
}

int collect_merge_head(const git_oid* oid, void* payload) {
  static_cast<std::vector<git_oid>*>(payload)->push_back(*oid);
  return 0;
}

// The commits that the next one will have as parents; none for the first of all.
Result<std::vector<git_oid>> parents_of_next(const Repository& repository, const NextCommit& next) {
  git_repository* handle = repository.handle();
  std::vector<git_oid> parents(1);
  if (git_reference_name_to_id(parents.data(), handle, "HEAD") != 0) {
    if (git_repository_head_unborn(handle) == 1) return std::vector<git_oid>();
    return failure(repository, "HEAD");
  }
  if (next.amend) {
    git_commit* raw = nullptr;
    if (git_commit_lookup(&raw, handle, parents.data()) != 0) return failure(repository, "HEAD");
    const CommitHandle head(raw);
    parents.clear();
    for (unsigned i = 0; i < git_commit_parentcount(head.get()); ++i) {
      parents.push_back(*git_commit_parent_id(head.get(), i));
    }
    return parents;
  }
  git_repository_mergehead_foreach(handle, collect_merge_head, &parents);  // none: not a merge
  for (const ObjectId& merged : next.merged) {
    git_oid id;
    git_oid_fromraw(&id, merged.bytes.data());
    git_commit* raw = nullptr;
    if (git_commit_lookup(&raw, handle, &id) != 0) continue;  // then more is reported, not less
    const CommitHandle found(raw);
    parents.push_back(id);
  }
  return parents;
}

Result<TreeHandle> tree_of(const Repository& repository, const git_oid& commit_id) {
  git_commit* raw_commit = nullptr;
  git_tree* raw_tree = nullptr;
  const bool found = git_commit_lookup(&raw_commit, repository.handle(), &commit_id) == 0;
  const CommitHandle commit(raw_commit);
  if (!found || git_commit_tree(&raw_tree, commit.get()) != 0) {
    return failure(repository, "commit " + id_of(commit_id).hex());
  }
  return TreeHandle(raw_tree);
}

Result<IndexHandle> open_index(const Repository& repository, const RawIndex& raw) {
  if (raw.always) return Error{ErrorCode::kUnsupported, "index: not this library's"};
  git_index* index = nullptr;
  if (git_repository_index(&index, repository.handle()) != 0) return failure(repository, "index");
  return IndexHandle(index);
}

// Whether a blob came, went or is another: not so of submodules and of modes alone. One parent.
bool is_of_blobs(const Change& change) {
  if (change.before.empty()) return change.blob.has_value();
  return !change.blob || change.before.front() != *change.blob;
}

// The index against the first parent; null: against nothing.
Result<std::vector<Change>> changes_to(const Repository& repository, git_tree* tree,
                                       git_index* index) {
  git_diff_options options;
  git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
  options.flags |= GIT_DIFF_SKIP_BINARY_CHECK;
  git_diff* raw = nullptr;
  if (git_diff_tree_to_index(&raw, repository.handle(), tree, index, &options) != 0) {
    return failure(repository, "index");
  }
  const DiffHandle diff(raw);
  std::vector<Change> changes;
  for (size_t i = 0; i < git_diff_num_deltas(diff.get()); ++i) {
    const git_diff_delta* delta = git_diff_get_delta(diff.get(), i);
    if (delta->status == GIT_DELTA_CONFLICTED) continue;
    const bool is_gone = delta->status == GIT_DELTA_DELETED;
    Change change;
    change.path = is_gone ? delta->old_file.path : delta->new_file.path;
    if (!is_gone && is_blob_mode(delta->new_file.mode)) change.blob = id_of(delta->new_file.id);
    if (delta->status != GIT_DELTA_ADDED && is_blob_mode(delta->old_file.mode)) {
      change.before.push_back(id_of(delta->old_file.id));
    }
    if (is_of_blobs(change)) changes.push_back(std::move(change));
  }
  return changes;
}

// Of `changes` those that differ from `tree` too, with what it has there.
void compare_with(git_tree* tree, std::vector<Change>& changes) {
  const auto inherited = [tree](Change& change) {
    git_tree_entry* raw = nullptr;
    const bool found = git_tree_entry_bypath(&raw, tree, change.path.c_str()) == 0;
    const EntryHandle entry(raw);
    if (!found || !is_blob_mode(git_tree_entry_filemode_raw(entry.get()))) return !change.blob;
    change.before.push_back(id_of(*git_tree_entry_id(entry.get())));
    return change.blob == change.before.back();
  };
  changes.erase(std::remove_if(changes.begin(), changes.end(), inherited), changes.end());
}

// "100644", octal.
uint32_t mode_of(std::string_view text) {
  uint32_t mode = 0;
  std::from_chars(text.data(), text.data() + text.size(), mode, 8);
  return mode;
}

// One ":100644 100644 OLD NEW M" of git's raw form.
std::optional<Change> parse_raw(std::string_view line, std::string_view path) {
  constexpr size_t kMode = 6, kId = 2 * ObjectId::kSha1;
  constexpr size_t kOld = 2 * (kMode + 1) + 1, kNew = kOld + kId + 1;
  if (line.size() < kNew + kId + 2 || line.front() != ':') return std::nullopt;
  const auto old_id = ObjectId::from_hex(line.substr(kOld, kId));
  const auto new_id = ObjectId::from_hex(line.substr(kNew, kId));
  if (!old_id || !new_id) return std::nullopt;
  Change change;
  change.path = path;
  if (is_blob_mode(mode_of(line.substr(1, kMode)))) change.before.push_back(*old_id);
  if (is_blob_mode(mode_of(line.substr(kMode + 2, kMode)))) change.blob = *new_id;
  return change;
}

Result<std::vector<Change>> parse_raw_diff(std::string_view text) {
  std::vector<Change> out;
  while (!text.empty()) {
    const size_t line_end = text.find('\0');
    const size_t path_end =
        line_end == std::string_view::npos ? line_end : text.find('\0', line_end + 1);
    if (path_end == std::string_view::npos) {
      return Error{ErrorCode::kMalformed, "git diff-index: cut short"};
    }
    const std::string_view path = text.substr(line_end + 1, path_end - line_end - 1);
    std::optional<Change> change = parse_raw(text.substr(0, line_end), path);
    if (!change) return Error{ErrorCode::kMalformed, "git diff-index: not what was asked for"};
    if (is_of_blobs(*change)) out.push_back(*std::move(change));
    text.remove_prefix(path_end + 1);
  }
  return out;
}

Result<std::vector<Change>> raw_changes(const std::string& tree, const RawIndex& raw) {
  const Result<std::string> text = raw.diff(tree);
  if (!text) return text.error();
  return parse_raw_diff(text.value());
}

void add_conflicts(git_index* index, std::vector<Change>& changes) {
  if (git_index_has_conflicts(index) != 1) return;
  for (size_t i = 0; i < git_index_entrycount(index); ++i) {
    const git_index_entry* entry = git_index_get_byindex(index, i);
    if (git_index_entry_is_conflict(entry) != 1 || !is_blob_mode(entry->mode)) continue;
    changes.push_back({entry->path, id_of(entry->id), {}});
  }
}

}  // namespace

Result<std::vector<Change>> staged_changes(const Repository& repository, const NextCommit& next,
                                           const RawIndex& raw) {
  const Result<std::vector<git_oid>> parents = parents_of_next(repository, next);
  if (!parents) return parents.error();
  std::vector<TreeHandle> trees;
  for (const git_oid& parent : parents.value()) {
    Result<TreeHandle> tree = tree_of(repository, parent);
    if (!tree) return tree.error();
    trees.push_back(*std::move(tree));
  }
  git_tree* first = trees.empty() ? nullptr : trees.front().get();
  Result<IndexHandle> index = open_index(repository, raw);
  if (!index && !raw.diff) return index.error();
  Result<std::vector<Change>> changes =
      index
          ? changes_to(repository, first, index->get())
          : raw_changes(
                first == nullptr ? std::string(kEmptyTree) : id_of(*git_tree_id(first)).hex(), raw);
  if (!changes) return changes;
  for (size_t i = 1; i < trees.size(); ++i) compare_with(trees[i].get(), *changes);
  if (index) add_conflicts(index->get(), *changes);
  return changes;
}

std::optional<std::vector<Change>> known_changes(const Repository& repository,
                                                 const NextCommit& next, const std::string& file) {
  const Result<MappedFile> index = MappedFile::open(file);
  if (!index) return std::nullopt;
  const std::optional<ObjectId> tree = index_tree(index.value().bytes());
  const Result<std::vector<git_oid>> parents = parents_of_next(repository, next);
  if (!tree || !parents) return std::nullopt;
  std::vector<ObjectId> trees;
  for (const git_oid& parent : parents.value()) {
    const Result<TreeHandle> handle = tree_of(repository, parent);
    if (!handle) return std::nullopt;
    trees.push_back(id_of(*git_tree_id(handle.value().get())));
  }
  const Result<ObjectReader> reader = ObjectReader::open(repository);
  if (!reader) return std::nullopt;
  TreeChanges changes(reader.value());
  std::vector<Change> out = changes.run(*tree, trees);
  if (!changes.errors().empty()) return std::nullopt;
  return out;
}

Result<std::vector<IndexedBlob>> indexed_blobs(const Repository& repository, const RawIndex& raw) {
  if (!raw.always) {
    Result<std::vector<IndexedBlob>> blobs = repository.index_blobs();
    if (blobs || !raw.diff) return blobs;
  }
  Result<std::vector<Change>> changes = raw_changes(kEmptyTree, raw);
  if (!changes) return changes.error();
  std::vector<IndexedBlob> out;
  for (Change& change : *changes) {
    if (change.blob) out.push_back({std::move(change.path), *change.blob});
  }
  return out;
}

}  // namespace rekey
