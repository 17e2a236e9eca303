#include "scanner/scan/history/history_scan.h"

#include <algorithm>

#include "scanner/base/append.h"
#include "scanner/scan/objects/missing_objects.h"

namespace rekey {
namespace {

constexpr size_t kCommitsAThread = 4096;

void sort_by_mark(std::vector<MarkedHit>& hits) {
  std::sort(hits.begin(), hits.end(),
            [](const MarkedHit& a, const MarkedHit& b) { return a.mark < b.mark; });
}

void merge_equal(std::vector<MarkedBlob>& marked) {
  std::vector<MarkedBlob> out;
  for (MarkedBlob& blob : marked) {
    if (out.empty() || out.back().blob != blob.blob) {
      out.push_back(std::move(blob));
    } else {
      std::vector<uint32_t>& marks = out.back().marks;
      marks.insert(marks.end(), blob.marks.begin(), blob.marks.end());
    }
  }
  marked = std::move(out);
}

}  // namespace

HistoryScan::HistoryScan(const Repository& repository, RememberedScan& remembered,
                         std::shared_ptr<const ScanContext> context, StoreReader reader,
                         ObjectScan objects, std::vector<Ref> refs, const HistoryPart* part)
    : repository_(repository),
      remembered_(remembered),
      context_(std::move(context)),
      reader_(std::move(reader)),
      objects_(std::move(objects)),
      refs_(std::move(refs)),
      part_(part),
      graph_(std::move(objects_.commits)),
      marks_(context_->rules()) {
  if (context_->options().only_reached) {
    every_commit_ = graph_.commits();
    graph_ = CommitGraph(reached_commits(reader_, graph_, refs_));
  }
  names_.emplace(reader_, graph_, refs_);
  tags_.emplace(names_->ends(), chosen_ends());
  places_.emplace(repository_, context_, reader_, graph_, *names_, *tags_, part_);
}

Result<bool> HistoryScan::run() {
  const Result<std::vector<MarkedBlob>> marked = marked_blobs();
  if (!marked) return marked.error();
  for (const MarkedBlob& blob : marked.value()) marked_ids_.push_back(blob.blob);
  const Result<Attribution> found = attributed(marked.value());
  if (!found) return found.error();
  if (remembered_.start_afresh(found.value().orphans)) return false;
  const Result<NamedPlaces> named = find_named();
  if (!named) return named.error();
  places_->set_named(named.value());
  find_shown(found.value(), named.value());
  const Status read = read_places();
  if (!read) return read.error();
  for (const Introduction& one : found.value().introductions) {
    places_->add_introduced(one, hits_of(one.blob), one.mark == path_mark_);
  }
  for (auto at = named->begin(); at != named->end(); at = named->upper_bound(at->first)) {
    places_->add_named(at->first, hits_of(at->first));
  }
  for (const ObjectId& id : found.value().orphans) places_->add_orphan(id, hits_of(id));
  places_->add_messages(objects_.messages);
  const Status brief = add_brief(found.value());
  if (!brief) return brief.error();
  if (!repository_.is_shallow()) {
    append(objects_.skipped,
           missing_of_commits(
               graph_, reader_, !remembered_.has_known_commits(),
               thread_count(context_->options(), graph_.commits().size() / kCommitsAThread)));
  }
  append(objects_.skipped, missing_ends(names_->ends()));
  add_errors(found.value().errors);
  add_errors(places_->errors());
  return true;
}

Result<std::vector<MarkedBlob>> HistoryScan::marked_blobs() {
  std::vector<MarkedBlob> marked;
  if (!context_->origins().path_rules().empty()) {
    path_mark_ = marks_.of_path();
    const Status status = mark_paths(marked);
    if (!status) return status.error();
  }
  for (const ObjectHits& blob : objects_.blobs) marked.push_back(marked_by_hits(blob));
  for (const UnreadBlob& blob : objects_.unread) marked.push_back(marked_as_others(blob));
  for (auto& [id, hits] : hits_) sort_by_mark(hits);
  mark_brief(marked);
  std::sort(marked.begin(), marked.end(),
            [](const MarkedBlob& a, const MarkedBlob& b) { return a.blob < b.blob; });
  merge_equal(marked);
  return marked;
}

Status HistoryScan::learn() {
  const bool is_part = context_->options().only_reached;
  return remembered_.learn(
      {objects_, late_, is_part ? every_commit_ : graph_.commits(), *trees_, marked_ids_, shown_});
}

Status HistoryScan::mark_paths(std::vector<MarkedBlob>& marked) {
  std::vector<ObjectId> roots;
  for (const CommitNode& commit : graph_.commits()) roots.push_back(commit.tree);
  const OriginFilter& origins = context_->origins();
  const Result<PathBlobs> found = remembered_.at_paths(roots, [&](std::string_view path) {
    return std::any_of(origins.path_rules().begin(), origins.path_rules().end(),
                       [&](uint32_t rule) { return origins.is_for_path(rule, path); });
  });
  if (!found) return found.error();
  for (const ObjectId& blob : found->blobs) marked.push_back({blob, {*path_mark_}});
  add_errors(found->errors);
  return {};
}

std::span<const MarkedHit> HistoryScan::hits_of(const ObjectId& blob) const {
  const auto found = hits_.find(blob);
  return found == hits_.end() ? std::span<const MarkedHit>() : found->second;
}

MarkedBlob HistoryScan::marked_by_hits(const ObjectHits& blob) {
  MarkedBlob out{blob.id, {}};
  for (const Hit& hit : blob.hits) {
    out.marks.push_back(marks_.of(hit));
    hits_[blob.id].push_back({out.marks.back(), &hit});
  }
  return out;
}

void HistoryScan::mark_brief(std::vector<MarkedBlob>& marked) {
  std::vector<uint32_t> numbers;
  for (std::string& name : objects_.names) numbers.push_back(marks_.of_name(std::move(name)));
  for (BriefObject& blob : objects_.brief) {
    MarkedBlob& out = marked.emplace_back(MarkedBlob{blob.id, std::move(blob.marks)});
    for (uint32_t& mark : out.marks) mark = numbers[mark];
    blob.marks = {};
  }
}

MarkedBlob HistoryScan::marked_as_others(const UnreadBlob& blob) {
  MarkedBlob out{blob.id, {}};
  for (const HitNumber& at : blob.hits) {
    out.marks.push_back(hits_.at(objects_.blobs[at.blob].id)[at.hit].mark);
  }
  return out;
}

const std::vector<RefEnd>& HistoryScan::chosen_ends() const {
  return part_ != nullptr ? part_->ends : names_->ends();
}

Result<NamedPlaces> HistoryScan::find_named() {
  NamedPlaces named;
  const auto is_other = [](const RefEnd& end) { return end.type != ObjectType::kCommit; };
  if (std::none_of(chosen_ends().begin(), chosen_ends().end(), is_other)) return named;
  const Result<ObjectReader> reader = ObjectReader::open(repository_);
  if (!reader) return reader.error();
  std::vector<Error> errors;
  named = named_places(*reader, chosen_ends(), errors);
  std::erase_if(named, [&](const auto& place) {
    return !std::binary_search(marked_ids_.begin(), marked_ids_.end(), place.first);
  });
  add_errors(errors);
  return named;
}

void HistoryScan::find_shown(const Attribution& found, const NamedPlaces& named) {
  shown_ = found.orphans;
  for (const Introduction& one : found.introductions) shown_.push_back(one.blob);
  for (const auto& [blob, place] : named) shown_.push_back(blob);
  for (const MessageHits& message : objects_.messages) shown_.push_back(message.object);
  std::sort(shown_.begin(), shown_.end());
  shown_.erase(std::unique(shown_.begin(), shown_.end()), shown_.end());
}

Status HistoryScan::read_places() {
  std::vector<ObjectId> ids;
  for (const UnreadBlob& blob : objects_.unread) {
    if (std::binary_search(shown_.begin(), shown_.end(), blob.id)) ids.push_back(blob.id);
  }
  if (ids.empty()) return {};
  Result<ObjectScan> late = remembered_.read_again(ids);
  if (!late) return late.error();
  late_ = *std::move(late);
  for (const ObjectHits& blob : late_.blobs) {
    marked_by_hits(blob);
    sort_by_mark(hits_[blob.id]);
  }
  add_stats(objects_.stats, late_.stats);
  append(objects_.skipped, std::move(late_.skipped));
  return {};
}

void HistoryScan::add_errors(const std::vector<Error>& errors) {
  for (const Error& error : errors) {
    if (told_.insert(error.message).second) objects_.skipped.push_back(skipped_of(error));
  }
}

Result<Attribution> HistoryScan::attributed(const std::vector<MarkedBlob>& marked) {
  Result<MarkedTrees> trees = remembered_.trees(marked_ids_, part_ != nullptr);
  if (!trees) return trees.error();
  trees_ = *std::move(trees);
  const ScanOptions& options = context_->options();
  const unsigned threads = thread_count(options, graph_.commits().size() / kCommitsAThread);
  const auto tell = [&](uint64_t done, uint64_t total) {
    if (options.progress) options.progress({"attributing to commits", done, total});
  };
  return attribute(graph_, *trees_, marked, *names_, threads, tell, options.deadline);
}

Status HistoryScan::add_brief(const Attribution& found) {
  std::unordered_map<ObjectId, std::vector<const Introduction*>, ObjectIdHash> by_blob;
  for (const BriefObject& blob : objects_.brief) by_blob.try_emplace(blob.id);
  for (const Introduction& one : found.introductions) {
    const auto at = by_blob.find(one.blob);
    if (at != by_blob.end()) at->second.push_back(&one);
  }
  std::vector<BriefObject> shown = std::move(objects_.brief_messages);
  for (const BriefObject& blob : objects_.brief) {
    if (std::binary_search(shown_.begin(), shown_.end(), blob.id)) shown.push_back(blob);
  }
  constexpr size_t kHits = 20'000, kObjects = 1000;  // at a time, and those of one object more
  for (size_t first = 0, last = 0; first < shown.size(); first = last) {
    std::vector<ObjectId> ids;
    for (size_t hits = 0; last < shown.size() && hits < kHits && ids.size() < kObjects; ++last) {
      ids.push_back(shown[last].id);
      hits += shown[last].hits;
    }
    Result<ObjectScan> part = remembered_.read_again(ids);
    if (!part) return part.error();
    for (const ObjectHits& blob : part->blobs) add_blob(blob, by_blob[blob.id]);
    places_->add_messages(part->messages);
    append(objects_.skipped, std::move(part->skipped));
  }
  return {};
}

void HistoryScan::add_blob(const ObjectHits& blob,
                           const std::vector<const Introduction*>& introductions) {
  marked_by_hits(blob);
  sort_by_mark(hits_[blob.id]);
  for (const Introduction* one : introductions) {
    places_->add_introduced(*one, hits_of(blob.id), false);
  }
  places_->add_named(blob.id, hits_of(blob.id));
  if (introductions.empty()) places_->add_orphan(blob.id, hits_of(blob.id));
  hits_.erase(blob.id);
}

}  // namespace rekey
