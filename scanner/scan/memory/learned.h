// LearnedObjects: what a scan learned of a repository's objects, as a file of verdicts keeps it
// (memory_segment.h). Plain data.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/git/history/commit_graph.h"
#include "scanner/git/object/object_id.h"
#include "scanner/match/match.h"

namespace rekey {

// Higher kinds say more.
enum class MemoryKind : uint8_t { kNoHits, kCommit, kTree, kHits };

// An object with hits. `classes` has a number for each hit, in their order: equal numbers of a file
// are one rule family, secret and allowance. Empty: the day may change them; it is to be read.
// `candidates`: of its text (TextScan::candidates), or none.
struct ObjectWithHits {
  ObjectId id;
  std::vector<uint32_t> classes;
  std::vector<Candidate> candidates;
};

// Of a tree the entries that lead to blobs with hits, written as a tree is.
struct BriefTree {
  ObjectId id;
  std::string_view bytes;
};

// A tree that leads to blobs with hits, and the brief tree that leads to the same.
struct EqualTree {
  ObjectId id, brief;
};

// What one file says, or a new one shall say. All by id, each once; an object in several is what
// says most: of its hits, else a tree, else a commit. A commit's tree is the brief one equal to it,
// or zero when it leads to no blob with hits.
struct LearnedObjects {
  std::vector<ObjectId> without_hits;
  std::vector<ObjectWithHits> with_hits;
  std::vector<CommitNode> commits;
  std::vector<BriefTree> trees;
  std::vector<EqualTree> equals;
};

// The file's bytes; "" when it would be too large for its numbers, or its ids are of two kinds.
// `key` has 32 bytes.
std::string written(const LearnedObjects& learned, std::string_view key);

}  // namespace rekey
