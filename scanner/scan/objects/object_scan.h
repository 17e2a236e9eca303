// ObjectScan: the first half of a history's scan: reads every object once and matches blobs, and
// messages and headers of commits and tags. Where in history a blob stands is not asked here
// (history.h).
//
// Trees are not read. The result does not depend on the number of threads, but for which blobs and
// messages are brief: of those beyond ScanOptions::most_hits the marks alone are kept, and
// who wants their places reads them again.
#pragma once

#include <memory>
#include <vector>

#include "scanner/findings/finding.h"
#include "scanner/findings/store.h"
#include "scanner/git/history/commit_graph.h"
#include "scanner/git/store/object_store.h"
#include "scanner/scan/text/text_scan.h"

namespace rekey {

// Who made a commit or a tag, and when; as Occurrence has it.
struct Authorship {
  std::string author, email, date;
};

// The secrets of one object, by position; no origin is filled in. `candidates`: of its text, for
// the cache; without one none are kept.
struct ObjectHits {
  ObjectId id;
  std::vector<Hit> hits;
  std::vector<Candidate> candidates;
};

// A hit by number: of ObjectScan::blobs, and of that blob's hits.
struct HitNumber {
  size_t blob = 0, hit = 0;
};

// A blob that was not read, as it is known to have the same secrets as others.
struct UnreadBlob {
  ObjectId id;
  std::vector<HitNumber> hits;  // of its family, secret and allowance; the places are other ones
};

// An object with hits that are not kept, only, of a blob, their marks: numbers of
// ObjectScan::names.
struct BriefObject {
  ObjectId id;
  size_t hits = 0;
  std::vector<uint32_t> marks;
};

struct MessageHits {
  ObjectId object, commit;  // a tag's target; the commit itself
  Place place = Place::kCommitMessage;
  Authorship by;
  std::vector<Hit> hits;
  std::vector<Candidate> candidates;  // as ObjectHits; of a header none

  [[nodiscard]] bool is_tag() const {
    return place == Place::kTagMessage || place == Place::kTagHeader;
  }
};

// An object to be read alone; `candidates` if they are known (TextScan::find_known).
struct SingleObject {
  ObjectId id;
  std::vector<Candidate> candidates;
};

struct ReadTree {
  ObjectId id;
  std::string bytes;
};

struct ObjectScan {
  std::vector<ObjectHits> blobs;            // those with hits, by id
  std::vector<UnreadBlob> unread;           // others with hits, by id
  std::vector<BriefObject> brief;           // others with hits, by id
  std::vector<std::string> names;           // of their marks (Marks::names)
  std::vector<MessageHits> messages;        // those with hits, by id and place
  std::vector<BriefObject> brief_messages;  // others with hits, by id
  std::vector<CommitNode> commits;          // all, in any order
  std::vector<Skipped> skipped;
  Stats stats;
};

Result<ObjectScan> scan_objects(const ObjectStore& store,
                                const std::shared_ptr<const ScanContext>& context);

// The same of some of the store's objects, each read alone; `trees` gets those that are trees.
// Rightly used for few. With `all_hits` none are brief.
Result<ObjectScan> scan_singles(const ObjectStore& store,
                                const std::shared_ptr<const ScanContext>& context,
                                std::vector<SingleObject> singles, std::vector<ReadTree>& trees,
                                bool all_hits);

// Author and date of `commit`, read again: only those of hits are ever asked for.
Authorship authorship(const Commit& commit);

}  // namespace rekey
