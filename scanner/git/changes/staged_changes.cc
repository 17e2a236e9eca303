#include "scanner/git/changes/staged_changes.h"

#include <algorithm>
#include <optional>
#include <set>

#include "scanner/git/changes/index_trees.h"
#include "scanner/git/changes/tree_changes.h"
#include "scanner/git/refs/head_ref.h"

namespace rekey {
namespace {

Result<CommitLines> read_commit(const ObjectReader& reader, const ObjectId& id) {
  const Result<Object> object = reader.read(id);
  if (!object) return object.error();
  if (object.value().type != ObjectType::kCommit) {
    return Error{ErrorCode::kMalformed, id.hex() + ": not a commit"};
  }
  Result<CommitLines> lines = commit_lines(object.value().bytes);
  if (!lines) return Error{lines.error().code, id.hex() + ": " + lines.error().message};
  return lines;
}

bool is_missing(const Result<CommitLines>& commit) {
  return !commit && commit.error().code == ErrorCode::kNotFound;
}

// The trees of the commits that the next one will have as parents; none for the first of all.
Result<std::vector<ObjectId>> trees_before(const Repository& repository, const ObjectReader& reader,
                                           const NextCommit& next) {
  const RefFolders folders{repository.git_dir(), repository.common_dir(), repository.id_size()};
  const Result<std::optional<ObjectId>> head = head_commit(folders);
  if (!head) return head.error();
  std::vector<ObjectId> trees;
  if (!head.value()) return trees;
  const Result<CommitLines> commit = read_commit(reader, *head.value());
  if (!commit) return commit.error();
  if (next.amend) {
    for (const ObjectId& id : commit.value().parents) {
      const Result<CommitLines> parent = read_commit(reader, id);
      if (is_missing(parent) && repository.is_shallow()) continue;  // not there for git either
      if (!parent) return parent.error();
      trees.push_back(parent.value().tree);
    }
    return trees;
  }
  trees.push_back(commit.value().tree);
  const Result<std::vector<ObjectId>> merging = merged_commits(folders);
  if (!merging) return merging.error();
  for (const ObjectId& id : merging.value()) {
    const Result<CommitLines> parent = read_commit(reader, id);
    if (!parent) return parent.error();
    trees.push_back(parent.value().tree);
  }
  for (const ObjectId& id : next.merged) {
    const Result<CommitLines> parent = read_commit(reader, id);
    if (parent) trees.push_back(parent.value().tree);  // else more is reported, not less
  }
  return trees;
}

ObjectId id_of(const IndexEntry& entry) {
  return ObjectId::from_raw(entry.id, entry.id.size());
}

// Each side of a conflict is new; its path is not gone.
void add_conflicts(const IndexFile& index, std::vector<Change>& changes) {
  std::vector<Change> sides;
  for (const IndexEntry& entry : index.entries()) {
    if (entry.stage == 0 || !entry.is_blob()) continue;
    sides.push_back({std::string(entry.path), id_of(entry), {}});
  }
  if (sides.empty()) return;
  std::set<std::string_view> paths;
  for (const Change& side : sides) paths.insert(side.path);
  changes.erase(std::remove_if(changes.begin(), changes.end(),
                               [&](const Change& change) {
                                 return !change.blob && paths.contains(change.path);
                               }),
                changes.end());
  changes.insert(changes.end(), sides.begin(), sides.end());
}

}  // namespace

Result<StagedChanges> staged_changes(const Repository& repository, const NextCommit& next,
                                     const IndexFile& index) {
  const Result<ObjectReader> reader = ObjectReader::open(repository);
  if (!reader) return reader.error();
  const Result<std::vector<ObjectId>> before = trees_before(repository, reader.value(), next);
  if (!before) return before.error();
  const Result<IndexTrees> trees = index_trees(index, reader.value());
  if (!trees) return trees.error();
  TreeChanges compared(reader.value(), &trees.value().made);
  StagedChanges out;
  out.changes = compared.run(trees.value().root, before.value());
  out.errors = compared.errors();
  add_conflicts(index, out.changes);
  return out;
}

std::vector<IndexedBlob> indexed_blobs(const Repository& repository, const IndexFile& index,
                                       std::vector<Error>& errors) {
  std::vector<IndexedBlob> out;
  std::vector<const IndexEntry*> sparse;
  for (const IndexEntry& entry : index.entries()) {
    if (entry.is_blob()) out.push_back({std::string(entry.path), id_of(entry)});
    if (entry.is_folder()) sparse.push_back(&entry);
  }
  if (sparse.empty()) return out;
  const Result<ObjectReader> reader = ObjectReader::open(repository);
  if (!reader) {
    errors.push_back(reader.error());
    return out;
  }
  TreeChanges trees(reader.value());
  for (const IndexEntry* folder : sparse) {
    for (const Change& change : trees.run(id_of(*folder), {})) {
      if (change.blob) out.push_back({std::string(folder->path) + change.path, *change.blob});
    }
  }
  errors.insert(errors.end(), trees.errors().begin(), trees.errors().end());
  return out;
}

std::vector<IndexedBlob> indexed_blobs(const Repository& repository, std::vector<Error>& errors) {
  const std::string folder = repository.git_dir();
  const Result<IndexFile> index = IndexFile::read(folder + "index", folder, repository.id_size());
  if (index) return indexed_blobs(repository, index.value(), errors);
  errors.push_back(index.error());
  return {};
}

}  // namespace rekey
