// RememberedScan: the objects of a history with what earlier scans know of them (verdicts.h): when
// that is much, only what is new is read and searched, and what the last report showed is read;
// else, or without a memory, all.
//
// What it gives is what reading everything gives, but for the counts of texts and bytes, which are
// of this scan. One thread; starts threads of its own.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scanner/git/history/marked_trees.h"
#include "scanner/git/history/path_blobs.h"
#include "scanner/scan/memory/scan_memory.h"
#include "scanner/scan/objects/object_scan.h"

namespace rekey {

// What a scan has found out, for the next one. All outlive it.
struct ScannedHistory {
  const ObjectScan& objects;               // what objects() gave
  const ObjectScan& again;                 // what read_again() gave
  const std::vector<CommitNode>& commits;  // in any order
  const MarkedTrees& trees;
  const std::vector<ObjectId>& marked;  // blobs with secrets; they ascend
  const std::vector<ObjectId>& shown;   // objects that stand in the report; they ascend
};

// The repository by its folder of objects, wherever links lead to it from.
std::string memory_owner(const Repository& repository);

class RememberedScan {
 public:
  // `folder` "" = no memory. `owner`: whose it is, as ScanMemory has it. `store` outlives it, and
  // is linked if it need be.
  RememberedScan(ObjectStore& store, std::shared_ptr<const ScanContext> context,
                 const std::string& folder, const std::string& owner);

  // Once, first; again after start_afresh().
  Result<ObjectScan> objects();

  // Objects that objects() gave as unread or brief: all their hits, so it is asked for some at a
  // time.
  Result<ObjectScan> read_again(const std::vector<ObjectId>& ids);

  // The trees that lead to `marked`, blobs with secrets, which ascend.
  Result<MarkedTrees> trees(const std::vector<ObjectId>& marked, bool checks_files);

  // What stands at `wanted` paths in `roots`, the commits' trees; without a memory only.
  Result<PathBlobs> at_paths(const std::vector<ObjectId>& roots,
                             const std::function<bool(std::string_view)>& wanted);

  // Whether a blob that is new here stands in trees that were known (they came from a repository
  // that lacked it): `orphans` are the blobs that no tree leads to. If so, all is to be read again,
  // from objects() on, and it will be.
  bool start_afresh(const std::vector<ObjectId>& orphans);

  // Whether objects() gave commits of earlier scans, whose trees are not their own but others that
  // lead to the same secrets.
  [[nodiscard]] bool has_known_commits() const { return only_new_; }

  // Keeps what is new; after a scan that could read everything. The memory has the names on the
  // ways to secrets as they are: with a secret in one it is an error.
  Status learn(const ScannedHistory& scanned);

 private:
  [[nodiscard]] unsigned threads() const;
  void add_roots(const std::vector<CommitNode>& commits);
  [[nodiscard]] Result<ObjectScan> all_objects();
  [[nodiscard]] std::vector<ObjectWithHits> new_hits(const ScannedHistory& scanned) const;
  bool tell_unread(ObjectScan& scan) const;
  void choose_examples();
  void forget();
  [[nodiscard]] bool is_new(const ObjectId& id) const;
  [[nodiscard]] std::vector<GivenTree> reached_trees() const;

  ObjectStore& store_;
  std::shared_ptr<const ScanContext> context_;
  std::optional<ScanMemory> verdicts_;
  Known known_;
  std::vector<KnownHits> examples_, unread_;  // of known_.with_hits; examples have every class
  std::vector<KnownHits> again_;              // others of it, without classes
  std::vector<ReadTree> new_trees_;
  std::vector<CommitNode> new_commits_;  // and those that were read again
  std::vector<ObjectId> roots_;  // trees of all commits, known ones' as what they are equal to
  bool only_new_ = false;
  bool afresh_ = false;
};

}  // namespace rekey
