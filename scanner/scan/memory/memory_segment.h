// MemorySegment: a file of what scans learned of a repository's objects under one rule set: which
// hold nothing, which have hits, which of these are of one secret and where those lie that reports
// show, how commits hang together, and which trees lead to blobs with hits. No secret, nothing that
// a guess of one could be checked with, and no name of a repository is in it; ids and file names
// are.
//
// All ids of a file are of one kind, SHA-1 or SHA-256. A file is written once, under another name
// first, and never changed. Whatever is wrong with one makes it unknown, with its checksum and
// every number in it checked. Immutable; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/object/object_id.h"
#include "scanner/git/object/raw_ids.h"
#include "scanner/git/pack/mapped_file.h"
#include "scanner/scan/memory/learned.h"
#include "scanner/scan/memory/memory_format.h"

namespace rekey {

class MemorySegment {
 public:
  // kNotFound, kUnreadable; kMalformed also for another key.
  static Result<MemorySegment> open(const std::string& path, std::string_view key);

  using Kind = MemoryKind;

  // What is known of an object, and which of that kind it is.
  struct Entry {
    Kind kind = Kind::kNoHits;
    uint32_t number = 0;  // 0 for those without hits
  };

  // The ids of all objects but brief trees; they ascend, each once.
  [[nodiscard]] RawIds ids() const { return ids_; }
  // By number among ids().
  [[nodiscard]] Entry entry(size_t at) const {
    uint32_t value = 0;
    std::memcpy(&value, entries_.data() + at * sizeof value, sizeof value);
    return {static_cast<Kind>(value >> memory_format::kKindShift),
            value & memory_format::kNumberMask};
  }
  // How many numbers a kind has; not every one need be in use.
  [[nodiscard]] size_t count(Kind kind) const { return counts_[static_cast<size_t>(kind)]; }

  // By number of their kind, commits in order of time, then of id; `id` is that of the entry.
  [[nodiscard]] CommitNode commit(size_t number) const;
  [[nodiscard]] ObjectWithHits with_hits(size_t number, const ObjectId& id) const;
  [[nodiscard]] ObjectId equal_brief(size_t number) const { return equal_briefs_[number]; }

  [[nodiscard]] RawIds trees() const { return trees_; }
  [[nodiscard]] BriefTree tree(size_t number) const;  // its bytes live as long as the segment

 private:
  explicit MemorySegment(MappedFile file) : file_(std::move(file)) {}
  bool parse(std::string_view key);
  [[nodiscard]] bool entries_are_sound() const;
  [[nodiscard]] bool candidates_are_sound() const;

  MappedFile file_;
  std::array<size_t, 4> counts_{};  // by kind
  RawIds ids_, commits_, commit_trees_, parents_, trees_, equal_briefs_;
  std::string_view entries_, times_, parent_ends_, tree_ends_, class_ends_, classes_;
  std::string_view candidate_ends_, candidates_, tree_bytes_;
};

}  // namespace rekey
