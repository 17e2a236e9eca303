// ScanMemory: the memory between scans (--cache): what earlier ones with the same rules and options
// learned of objects. The next scan reads only what is new, and of what held secrets enough to know
// them again.
//
// An id stands for its object's bytes only where somebody has hashed them, and a scan does not:
// that would take as long as the scan. A crafted repository may hold a harmless text under the id
// of another's secret, and what is learned of it must not hide that secret elsewhere. So each
// repository has a memory of its own, known by its folder; those that git fetched for this program,
// and hashed then, share one (ScanOptions::fetched).
//
// Opt in. An object's verdict depends on its bytes and the rules alone, so it never grows old;
// another rule set has a folder of its own. Runs at once and
// runs that are killed leave whole files or none. Whoever can write the folder can hide secrets.
//
// Partial clones teach, too. Where one knew a tree and lacked a blob in which others found secrets,
// a third that has both may not find the way from one to the other: a finding then has no path.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scanner/scan/memory/memory_segment.h"
#include "scanner/scan/text/text_scan.h"

namespace rekey {

// As ObjectWithHits; equal classes are equal in all files that were looked at.
struct KnownHits {
  ObjectId id;
  std::vector<uint64_t> classes;
  std::vector<Candidate> candidates;
};

// What is known of a repository's objects; what has no place here has no hits.
struct Known {
  std::vector<ObjectId> unknown;     // by id
  std::vector<KnownHits> with_hits;  // by id
  std::vector<CommitNode> commits;   // file by file the oldest first; without those with hits
};

class ScanMemory {
 public:
  // What is in `folder` for the rules and options of `context` and ids of that size; nothing when
  // there is none. `owner` names the repository; "": of all that were fetched.
  ScanMemory(const std::string& folder, const ScanContext& context, size_t id_size,
             const std::string& owner);

  // Each part of `ids` ascends; no id is in two.
  [[nodiscard]] Known look_up(const std::vector<RawIds>& ids) const;

  // All brief trees, by id; their bytes live as long as this.
  [[nodiscard]] std::vector<BriefTree> trees() const;
  // The brief tree equal to `tree`; nothing when it leads nowhere or is not known.
  [[nodiscard]] std::optional<ObjectId> brief_of(const ObjectId& tree) const;

  // Adds a file; of many it makes one. kOutput when the folder cannot be written.
  Status add(const LearnedObjects& learned);
  // Forgets what was in the folder.
  Status replace(const LearnedObjects& learned);

 private:
  Status write(const LearnedObjects& learned, std::string& file) const;

  std::string folder_, key_;
  std::vector<std::string> files_;  // of segments_
  std::vector<MemorySegment> segments_;
};

}  // namespace rekey
