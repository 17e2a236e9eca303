#include "scanner/scan/changes/range.h"

#include <algorithm>
#include <chrono>
#include <unordered_map>

#include "scanner/base/append.h"
#include "scanner/git/changes/tree_changes.h"
#include "scanner/git/history/commit_range.h"
#include "scanner/scan/changes/change_scan.h"
#include "scanner/scan/changes/range_ends.h"
#include "scanner/scan/finish/finish.h"
#include "scanner/scan/history/history.h"
#include "scanner/scan/objects/named_places.h"
#include "scanner/scan/objects/object_scan.h"
#include "scanner/scan/text/header_text.h"

namespace rekey {
namespace {

// Above these the walk over all objects is faster than one commit after another.
constexpr size_t kManyCommits = 4000;

Occurrence origin_of(const RangeCommit& commit, const std::string& ref) {
  const Authorship by = authorship(commit.commit);
  Occurrence origin;
  origin.commit = commit.id.hex();
  origin.author = by.author;
  origin.email = by.email;
  origin.date = by.date;
  if (!ref.empty()) origin.refs.push_back(ref);
  return origin;
}

class RangeScan {
 public:
  RangeScan(const Repository& repository, const RangeRequest& request, const RangeEnds& ends,
            ObjectReader reader, std::shared_ptr<const ScanContext> context)
      : repository_(repository),
        request_(request),
        ends_(ends),
        reader_(std::move(reader)),
        context_(std::move(context)),
        trees_(reader_, nullptr, context_->options().deadline),
        store_(context_->rules()) {}

  Status run_tree(const RangeCommit& head, Report& report) {
    const HeadBlob head_blob = [&](const std::string& path) {
      return trees_.find(head.commit.tree, path);
    };
    groups_.push_back({trees_.run(head.commit.tree, {}), Occurrence()});
    add_named();
    Status scanned = scan_changes(repository_, context_, groups_, head_blob, store_, report);
    add_messages({}, report);
    for (const Error& error : trees_.errors()) report.skipped.push_back(skipped_of(error));
    append(report.skipped, std::move(unread_));
    return scanned;
  }

  Status run(const std::vector<RangeCommit>& commits, Report& report) {
    for (const RangeCommit& commit : commits) tree_of_[commit.id] = commit.commit.tree;
    for (const RangeCommit& commit : commits) {
      if (is_late("commit " + commit.id.hex() + " and those after it", report)) break;
      add_group(commit, report);
    }
    add_named();
    HeadBlob head_blob;
    if (ends_.include.size() == 1 && tree_of_.contains(ends_.include.front())) {
      head_blob = [this, head = *tree_of_[ends_.include.front()]](const std::string& path) {
        return trees_.find(head, path);
      };
    }
    Status scanned = scan_changes(repository_, context_, groups_, head_blob, store_, report);
    if (!scanned) return scanned;
    add_messages(commits, report);
    for (const Error& error : trees_.errors()) report.skipped.push_back(skipped_of(error));
    append(report.skipped, std::move(unread_));
    report.stats.commits = commits.size();
    return {};
  }

  FindingStore take_store() { return std::move(store_); }

 private:
  void add_group(const RangeCommit& commit, Report& report) {
    std::vector<ObjectId> parents;
    for (const ObjectId& parent : commit.commit.parents) {
      if (const auto tree = parent_tree(parent)) parents.push_back(*tree);
    }
    if (commit.is_cut) {
      report.skipped.push_back({"history before commit " + commit.id.hex().substr(0, 12),
                                "not in this clone: its whole tree was scanned instead"});
    }
    groups_.push_back({trees_.run(commit.commit.tree, parents), origin_of(commit, request_.ref)});
    if (!request_.changed) return;
    for (const Change& change : groups_.back().changes) request_.changed(change, commit.id);
  }

  // Trees and blobs that refs name: as if nothing had been there before.
  void add_named() {
    std::vector<Error> errors;
    for (const auto& [blob, place] : named_places(reader_, ends_.others, errors)) {
      groups_.push_back({{Change{place.path, blob, {}}}, origin_of(blob, place)});
    }
    for (const Error& error : errors) unread_.push_back(skipped_of(error));
  }

  std::optional<ObjectId> parent_tree(const ObjectId& id) {
    const auto [at, is_new] = tree_of_.try_emplace(id);
    if (!is_new) return at->second;
    if (Result<Object> object = reader_.read(id)) {
      if (Result<Commit> commit = parse_commit(object->bytes)) return at->second = commit->tree;
    }
    return at->second;
  }

  // Whether the scan is to end; what it does not come to is told.
  [[nodiscard]] bool is_late(const std::string& what, Report& report) const {
    if (!context_->options().deadline.over()) return false;
    report.skipped.push_back({what, std::string(kOutOfTime)});
    return true;
  }

  void add_messages(const std::vector<RangeCommit>& commits, Report& report) {
    TextScan scan(context_);
    for (const RangeCommit& commit : commits) {
      Occurrence origin = origin_of(commit, request_.ref);
      origin.place = Place::kCommitMessage;
      if (is_late("message of commit " + commit.id.hex(), report)) break;
      const std::string_view bytes = commit.bytes;
      scan.add(bytes.substr(commit.commit.message_begin), origin);
      add_header(scan, {bytes, commit.commit.ids_end, commit.commit.message_begin}, origin);
    }
    for (const RefEnd& end : ends_.others) {
      for (const ObjectId& tag : end.tags) {
        if (!is_late("tag " + tag.hex(), report)) add_tag(tag, end, scan, report);
      }
    }
    store_.merge(std::move(scan.store()));
    add_stats(report.stats, scan.stats());
  }

  void add_tag(const ObjectId& id, const RefEnd& end, TextScan& scan, Report& report) {
    Result<Object> object = reader_.read(id, context_->options().max_file_size);
    if (!object) {
      report.skipped.push_back(skipped_of(object.error()));
      return;
    }
    const Result<Tag> tag = parse_tag(object->bytes);
    if (!tag) {
      report.skipped.push_back({"tag " + id.hex(), tag.error().message});
      return;
    }
    Occurrence origin;
    origin.place = Place::kTagMessage;
    origin.blob = id.hex();
    if (end.type == ObjectType::kCommit) origin.commit = end.object.hex();
    origin.refs.push_back(end.ref);
    origin.author = tag->tagger.name;
    origin.email = tag->tagger.email;
    origin.date = tag->tagger.date();
    scan.add(std::string_view(object->bytes).substr(tag->message_begin), origin);
    add_header(scan, {object->bytes, tag->ids_end, tag->message_begin}, origin);
  }

  const Repository& repository_;
  const RangeRequest& request_;
  const RangeEnds& ends_;
  ObjectReader reader_;
  std::shared_ptr<const ScanContext> context_;
  TreeChanges trees_;
  FindingStore store_;
  std::unordered_map<ObjectId, std::optional<ObjectId>, ObjectIdHash> tree_of_;
  std::vector<ChangeGroup> groups_;
  std::vector<Skipped> unread_;
};

CommitSet ids_of(const std::vector<RangeCommit>& commits) {
  CommitSet ids;
  for (const RangeCommit& commit : commits) ids.insert(commit.id);
  return ids;
}

Result<std::vector<RangeCommit>> commits_of(const ObjectReader& reader, const RangeRequest& request,
                                            const RangeEnds& ends) {
  Result<std::vector<RangeCommit>> commits = commits_between(reader, ends.include, ends.exclude);
  if (!commits || !request.after) return commits;
  const auto is_early = [&](const RangeCommit& commit) {
    return commit.commit.committer.time <= *request.after;
  };
  commits->erase(std::remove_if(commits->begin(), commits->end(), is_early), commits->end());
  return commits;
}

Result<Report> scan_commits(const Repository& repository, const RangeRequest& request,
                            const RangeEnds& ends,
                            const std::shared_ptr<const ScanContext>& context, ObjectReader reader,
                            const std::vector<RangeCommit>& commits) {
  Report report;
  report.source = request.source;
  report.root = repository.work_tree();
  report.repository = repository.origin_url();
  if (ends.include.size() == 1) report.revision = ends.include.front().hex();
  for (const Error& error : ends.unread) report.skipped.push_back(skipped_of(error));
  if (!request.in_place) {  // a hook has no time to look at every id of a large repository
    std::vector<Error> errors;
    reader.check(errors);
    for (const Error& error : errors) report.skipped.push_back(skipped_of(error));
  }
  RangeScan scan(repository, request, ends, std::move(reader), context);
  const Status scanned = request.tree_only && !commits.empty()
                             ? scan.run_tree(commits.back(), report)
                             : scan.run(commits, report);
  if (!scanned) return scanned.error();
  if (commits.empty() && ends.others.empty() && ends.unread.empty())
    report.note = "No commits to scan.";
  finish(report, scan.take_store(), *context);
  return report;
}

// To a finished report: what it does not have yet.
void add_unread(const std::vector<Error>& errors, Report& report) {
  for (const Error& error : errors) {
    Skipped one = skipped_of(error);
    const bool is_told = std::any_of(
        report.skipped.begin(), report.skipped.end(),
        [&](const Skipped& told) { return told.what == one.what && told.why == one.why; });
    if (!is_told) report.skipped.push_back(std::move(one));
  }
  report.complete = report.complete && report.skipped.empty();
}

}  // namespace

Result<Report> scan_range(const Repository& repository, const RangeRequest& request,
                          const ScanOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const Result<std::shared_ptr<const ScanContext>> context = ScanContext::create(options);
  if (!context) return context.error();
  Result<ObjectReader> reader = ObjectReader::open(repository);
  if (!reader) return reader.error();
  RangeEnds ends = range_ends(repository, *reader, request);
  Result<std::vector<RangeCommit>> commits = commits_of(*reader, request, ends);
  if (!commits) {
    ends.unread.push_back(commits.error());
    commits = std::vector<RangeCommit>();
  }
  const bool is_limited = !ends.exclude.empty() || request.after || request.tree_only;
  // Who wants to know of every change gets them one commit after another, however many there are.
  const bool is_many = !is_limited || (commits->size() > kManyCommits && !request.changed);
  if (is_many && !request.in_place && !request.tree_only) {
    const HistoryPart part{ids_of(*commits), ends.others};
    Result<Report> report = scan_history(repository, "", options, &part);
    if (!report) return report;
    report->source = request.source;
    add_unread(ends.unread, *report);
    return report;
  }
  Result<Report> report =
      scan_commits(repository, request, ends, *context, *std::move(reader), *commits);
  if (report) {
    report->stats.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  return report;
}

}  // namespace rekey
