// VerdictSegment: a file of what scans learned of a repository's objects under one rule set: which
// hold nothing (quiet), which do (loud) and which of their hits are of one secret, how commits hang
// together, and which trees lead to loud blobs. No secret, nothing that a guess of one could be
// checked with, and no name of a repository is in it; ids and file names are.
//
// All ids of a file are of one kind, SHA-1 or SHA-256. A file is written once, under another name
// first, and never changed. Whatever is wrong with one makes it unknown, with its checksum and
// every number in it checked. Immutable; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/commit_graph.h"
#include "scanner/git/mapped_file.h"
#include "scanner/git/object_id.h"
#include "scanner/git/raw_ids.h"

namespace rekey {

// An object with hits. `classes` has a number for each hit, in their order: equal numbers of a file
// are one rule family, secret and allowance. Empty: the day may change them; it is to be read.
struct LoudObject {
  ObjectId id;
  std::vector<uint32_t> classes;
};

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
  std::vector<ObjectId> quiet;
  std::vector<LoudObject> loud;
  std::vector<CommitNode> commits;
  std::vector<BriefTree> trees;
  std::vector<EqualTree> equals;
};

// The file's bytes; "" when it would be too large for its numbers, or its ids are of two kinds.
// `key` has 32 bytes.
std::string written(const Learned& learned, std::string_view key);

class VerdictSegment {
 public:
  // kNotFound, kUnreadable; kMalformed also for another key.
  static Result<VerdictSegment> open(const std::string& path, std::string_view key);

  [[nodiscard]] RawIds quiet() const { return quiet_; }
  [[nodiscard]] RawIds loud() const { return loud_; }
  [[nodiscard]] RawIds commits() const { return commits_; }
  [[nodiscard]] RawIds trees() const { return trees_; }
  [[nodiscard]] RawIds equals() const { return equals_; }
  [[nodiscard]] RawIds equal_briefs() const { return equal_briefs_; }
  // By number among those.
  [[nodiscard]] LoudObject loud_object(size_t number) const;
  [[nodiscard]] CommitNode commit(size_t number) const;
  // The number of the commit at `place` < commits().size() by time, then by id.
  [[nodiscard]] uint32_t by_time(size_t place) const;
  [[nodiscard]] BriefTree tree(size_t number) const;  // its bytes live as long as the segment

 private:
  explicit VerdictSegment(MappedFile file) : file_(std::move(file)) {}
  bool parse(std::string_view key);

  MappedFile file_;
  RawIds quiet_, loud_, commits_, commit_trees_, parents_, trees_, equals_, equal_briefs_;
  std::string_view times_, order_, parent_ends_, tree_ends_, class_ends_, classes_, tree_bytes_;
};

}  // namespace rekey
