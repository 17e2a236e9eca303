// HistoryScan: turns hits in a history's blobs and messages into findings with their place in it.
//
// One thread; starts threads of its own.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "scanner/git/history/attribution.h"
#include "scanner/scan/history/history.h"
#include "scanner/scan/history/history_places.h"
#include "scanner/scan/memory/remembered_scan.h"
#include "scanner/scan/objects/marks.h"
#include "scanner/scan/objects/named_places.h"
#include "scanner/scan/objects/object_scan.h"
#include "scanner/scan/objects/tag_refs.h"
#include "scanner/scan/text/text_scan.h"

namespace rekey {

using HitsByBlob = std::unordered_map<ObjectId, std::vector<MarkedHit>, ObjectIdHash>;

class HistoryScan {
 public:
  // All but `refs` outlive it; `part` null = the whole history.
  HistoryScan(const Repository& repository, RememberedScan& remembered,
              std::shared_ptr<const ScanContext> context, StoreReader reader, ObjectScan objects,
              std::vector<Ref> refs, const HistoryPart* part);

  // False: all is to be read again and scanned anew.
  Result<bool> run();

  // For the next scan; after run(), when everything could be read.
  Status learn();

  // What is brief is too much for the memory.
  [[nodiscard]] bool is_remembered() const {
    return objects_.brief.empty() && objects_.brief_messages.empty();
  }

  HistoryPlaces& places() { return *places_; }
  ObjectScan& objects() { return objects_; }

 private:
  // Every blob with secrets once, by id, with its marks.
  Result<std::vector<MarkedBlob>> marked_blobs();

  // Blobs at paths that a rule reports as they are.
  Status mark_paths(std::vector<MarkedBlob>& marked);

  [[nodiscard]] std::span<const MarkedHit> hits_of(const ObjectId& blob) const;

  MarkedBlob marked_by_hits(const ObjectHits& blob);
  void mark_brief(std::vector<MarkedBlob>& marked);
  // After the others have theirs.
  MarkedBlob marked_as_others(const UnreadBlob& blob);

  [[nodiscard]] const std::vector<RefEnd>& chosen_ends() const;

  // Where refs name blobs with secrets.
  Result<NamedPlaces> find_named();

  // The objects that the report will show.
  void find_shown(const Attribution& found, const NamedPlaces& named);

  // Reads the blobs among them that were known without.
  Status read_places();

  // Each once: the trees are read for paths and again for blobs.
  void add_errors(const std::vector<Error>& errors);

  Result<Attribution> attributed(const std::vector<MarkedBlob>& marked);

  // The blobs of which the marks alone were kept, and messages of which nothing was, are read again
  // for the places that the report is to show, some at a time.
  Status add_brief(const Attribution& found);
  void add_blob(const ObjectHits& blob, const std::vector<const Introduction*>& introductions);

  const Repository& repository_;
  RememberedScan& remembered_;
  std::shared_ptr<const ScanContext> context_;
  StoreReader reader_;
  ObjectScan objects_, late_;  // what was read first, and for places
  std::vector<Ref> refs_;
  const HistoryPart* part_;
  CommitGraph graph_;
  std::optional<RefNames> names_;  // of the graph
  Marks marks_;
  std::vector<CommitNode> every_commit_;      // when the graph has only those that refs reach
  std::vector<ObjectId> marked_ids_, shown_;  // blobs with secrets; objects in the report
  std::optional<MarkedTrees> trees_;
  HitsByBlob hits_;
  std::optional<TagRefs> tags_;
  std::optional<uint32_t> path_mark_;
  std::set<std::string> told_;
  std::optional<HistoryPlaces> places_;
};

}  // namespace rekey
