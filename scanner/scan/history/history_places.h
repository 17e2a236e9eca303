// HistoryPlaces: the findings of a history's scan: hits and where in history they stand become
// places of leaks.
//
// One thread's.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "scanner/findings/store.h"
#include "scanner/git/history/attribution.h"
#include "scanner/git/history/commit_graph.h"
#include "scanner/git/store/object_store.h"
#include "scanner/git/store/repository.h"
#include "scanner/scan/history/history.h"
#include "scanner/scan/objects/named_places.h"
#include "scanner/scan/objects/object_scan.h"
#include "scanner/scan/objects/tag_refs.h"
#include "scanner/scan/text/text_scan.h"

namespace rekey {

struct MarkedHit {
  uint32_t mark = 0;
  const Hit* hit = nullptr;
};

class HistoryPlaces {
 public:
  // All but the context outlive it. `part`: whose places are wanted; null = the whole history's.
  HistoryPlaces(const Repository& repository, std::shared_ptr<const ScanContext> context,
                StoreReader& reader, const CommitGraph& graph, const RefNames& names,
                const TagRefs& tags, const HistoryPart* part)
      : repository_(repository),
        context_(std::move(context)),
        reader_(reader),
        graph_(graph),
        names_(names),
        tags_(tags),
        part_(part),
        store_(context_->rules()) {}

  // Where refs name blobs with secrets; before all others.
  void set_named(NamedPlaces named) { named_ = std::move(named); }

  // `hits` of the introduction's blob, by mark. `by_path`: also what reports the path itself.
  void add_introduced(const Introduction& introduction, std::span<const MarkedHit> hits,
                      bool by_path);
  // Of a blob that refs name and that no commit of the report introduced; other blobs have none.
  void add_named(const ObjectId& blob, std::span<const MarkedHit> hits);
  // Of a blob on no commit's tree: a staged one has a path, others only their name.
  void add_orphan(const ObjectId& id, std::span<const MarkedHit> hits);
  void add_messages(const std::vector<MessageHits>& messages);

  FindingStore& store() { return store_; }
  [[nodiscard]] uint64_t dropped_by_path() const { return dropped_by_path_; }
  // "what: why" of what could not be read for places.
  [[nodiscard]] const std::vector<Error>& errors() const { return errors_; }

 private:
  void add(const Hit& found, const Occurrence& origin);
  const Authorship& author_of(const ObjectId& commit);
  [[nodiscard]] bool is_part() const {
    return part_ != nullptr || context_->options().only_reached;
  }
  [[nodiscard]] bool is_wanted(const ObjectId& commit) const;
  // A tag that no ref leads to is not part of any chosen history.
  [[nodiscard]] bool is_wanted(const MessageHits& message) const;
  // The commit that the message is of or its tag leads to, and refs that reach it.
  void set_commit(const MessageHits& message, Occurrence& origin) const;

  const Repository& repository_;
  std::shared_ptr<const ScanContext> context_;
  StoreReader& reader_;
  const CommitGraph& graph_;
  const RefNames& names_;
  const TagRefs& tags_;
  const HistoryPart* part_;
  NamedPlaces named_;
  std::unordered_map<ObjectId, Authorship, ObjectIdHash> authors_;
  std::optional<std::multimap<ObjectId, std::string>> staged_;  // read when first asked for
  std::vector<Error> errors_;
  FindingStore store_;
  uint64_t dropped_by_path_ = 0;
};

}  // namespace rekey
