// VerdictSegment: a file of what scans learned of a repository's objects under one rule set: which
// hold nothing (quiet), which do (loud), how commits hang together, and which trees lead to loud
// blobs. No secret and no name of a repository is in it; ids and file names are.
//
// A file is written once, under another name first, and never changed. Whatever is wrong with one
// makes it unknown, with its checksum and every number in it checked. Immutable; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/commit_graph.h"
#include "scanner/git/mapped_file.h"
#include "scanner/git/object_id.h"

namespace rekey {

// Of a tree the entries that lead to loud blobs, written as a tree is.
struct BriefTree {
  ObjectId id;
  std::string_view bytes;
};

// A tree that leads to loud blobs, and the brief tree that leads to the same.
struct EqualTree {
  ObjectId id, brief;
};

// What one file says, or a new one shall say. All by id, each once. A commit's tree is the brief
// one equal to it, or zero when it leads to no loud blob.
struct Learned {
  std::vector<ObjectId> quiet, loud;
  std::vector<CommitNode> commits;
  std::vector<BriefTree> trees;
  std::vector<EqualTree> equals;
};

// The file's bytes; "" when it would be too large for its numbers. `key` has 32 bytes.
std::string written(const Learned& learned, std::string_view key);

class VerdictSegment {
 public:
  // kNotFound, kUnreadable; kMalformed also for another key.
  static Result<VerdictSegment> open(const std::string& path, std::string_view key);

  [[nodiscard]] std::span<const ObjectId> quiet() const { return quiet_; }
  [[nodiscard]] std::span<const ObjectId> loud() const { return loud_; }
  [[nodiscard]] std::span<const ObjectId> commits() const { return commits_; }
  [[nodiscard]] std::span<const ObjectId> trees() const { return trees_; }
  [[nodiscard]] std::span<const ObjectId> equals() const { return equals_; }
  [[nodiscard]] std::span<const ObjectId> equal_briefs() const { return equal_briefs_; }
  // By number in the spans.
  [[nodiscard]] CommitNode commit(size_t number) const;
  [[nodiscard]] BriefTree tree(size_t number) const;  // its bytes live as long as the segment

 private:
  explicit VerdictSegment(MappedFile file) : file_(std::move(file)) {}
  bool parse(std::string_view key);

  MappedFile file_;
  std::span<const ObjectId> quiet_, loud_, commits_, commit_trees_, parents_, trees_, equals_,
      equal_briefs_;
  std::string_view times_, parent_ends_, tree_ends_, tree_bytes_;
};

}  // namespace rekey
