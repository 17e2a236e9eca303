#include "scanner/scan/history/history_places.h"

#include <algorithm>

#include "scanner/git/changes/staged_changes.h"
#include "scanner/git/object/object_hash.h"

namespace rekey {

void HistoryPlaces::add(const Hit& found, const Occurrence& origin) {
  if (!reported_at(*context_, found, origin.path, origin.commit)) {
    ++dropped_by_path_;
    return;
  }
  Hit hit = found;
  set_origin(hit.occurrence, origin);
  store_.add(std::move(hit));
}

const Authorship& HistoryPlaces::author_of(const ObjectId& commit) {
  const auto known = authors_.find(commit);
  if (known != authors_.end()) return known->second;
  Authorship by;
  if (Result<Object> object = reader_.read(commit)) {
    if (Result<Commit> parsed = parse_commit(object->bytes)) by = authorship(*parsed);
    if (!is_named_by(commit, object->type, object->bytes)) {
      errors_.push_back(
          {ErrorCode::kMalformed,
           "commit " + commit.hex() + ": damaged: its bytes are not those that its id names"});
    }
  }
  return authors_.emplace(commit, std::move(by)).first->second;
}

bool HistoryPlaces::is_wanted(const ObjectId& commit) const {
  if (context_->options().only_reached && !graph_.find(commit)) return false;
  return part_ == nullptr || part_->commits.contains(commit);
}

bool HistoryPlaces::is_wanted(const MessageHits& message) const {
  if (!is_part() || !message.is_tag()) return is_wanted(message.commit);
  return tags_.is_wanted(message.object, [&](const ObjectId& id) { return is_wanted(id); });
}

void HistoryPlaces::add_introduced(const Introduction& introduction,
                                   std::span<const MarkedHit> hits, bool by_path) {
  if (!is_wanted(introduction.commit)) return;
  named_.erase(introduction.blob);
  const Authorship& by = author_of(introduction.commit);
  Occurrence origin;
  origin.path = introduction.path;
  origin.blob = introduction.blob.hex();
  origin.commit = introduction.commit.hex();
  origin.author = by.author;
  origin.email = by.email;
  origin.date = by.date;
  origin.in_head = introduction.in_head;
  origin.refs = introduction.refs;
  if (introduction.removed_in) origin.removed_in = introduction.removed_in->hex();
  std::vector<Hit> of_path;
  if (by_path) add_path_hits(*context_, origin.path, of_path);
  for (const Hit& hit : of_path) add(hit, origin);
  auto at = std::partition_point(
      hits.begin(), hits.end(), [&](const MarkedHit& one) { return one.mark < introduction.mark; });
  for (; at != hits.end() && at->mark == introduction.mark; ++at) add(*at->hit, origin);
}

void HistoryPlaces::add_named(const ObjectId& blob, std::span<const MarkedHit> hits) {
  const auto [first, last] = named_.equal_range(blob);
  for (auto at = first; at != last; ++at) {
    const Occurrence origin = origin_of(blob, at->second);
    for (const MarkedHit& marked : hits) add(*marked.hit, origin);
  }
}

void HistoryPlaces::add_orphan(const ObjectId& id, std::span<const MarkedHit> hits) {
  if (is_part() || named_.contains(id)) return;
  if (!staged_) {
    staged_.emplace();
    for (const IndexedBlob& blob : indexed_blobs(repository_, errors_)) {
      staged_->emplace(blob.blob, blob.path);
    }
  }
  Occurrence origin;
  origin.blob = id.hex();
  const auto [first, last] = staged_->equal_range(id);
  for (const MarkedHit& marked : hits) {
    if (first == last) {
      origin.place = Place::kOrphan;
      add(*marked.hit, origin);
    }
    for (auto at = first; at != last; ++at) {
      origin.path = at->second;
      add(*marked.hit, origin);
    }
  }
}

void HistoryPlaces::add_messages(const std::vector<MessageHits>& messages) {
  for (const MessageHits& message : messages) {
    if (!is_wanted(message)) continue;
    Occurrence origin;
    origin.place = message.place;
    if (message.is_tag()) origin.blob = message.object.hex();
    set_commit(message, origin);
    origin.author = message.by.author;
    origin.email = message.by.email;
    origin.date = message.by.date;
    for (const Hit& hit : message.hits) add(hit, origin);
  }
}

void HistoryPlaces::set_commit(const MessageHits& message, Occurrence& origin) const {
  const auto number = graph_.find(message.commit);
  if (!message.is_tag() || number) origin.commit = message.commit.hex();
  if (!message.is_tag() && number && !names_.of(*number).empty()) {
    origin.refs.push_back(names_.of(*number));
  }
  if (message.is_tag()) tags_.set_origin(message.object, origin);
}

}  // namespace rekey
