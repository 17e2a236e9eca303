#include "scanner/scan/changes/range_ends.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace rekey {
namespace {

class EndSearch {
 public:
  EndSearch(const ObjectReader& reader, const RangeRequest& request)
      : reader_(reader), after_(request.after) {
    out_.include = request.include;
    out_.exclude = request.exclude;
  }

  void add_known(const std::vector<Ref>& refs) {
    for (const Ref& ref : refs) {
      const RefEnd end = found(ref);
      met_.insert(end.tags.begin(), end.tags.end());
      if (end.type == ObjectType::kCommit) {
        out_.exclude.push_back(end.object);
      } else {
        met_.insert(end.object);
      }
    }
  }

  void add_new(const std::vector<Ref>& refs) {
    for (const Ref& ref : refs) {
      RefEnd end = found(ref);
      const bool is_early =
          !end.tags.empty() && std::all_of(end.tags.begin(), end.tags.end(),
                                           [&](const ObjectId& tag) { return is_too_early(tag); });
      if (is_early && end.type != ObjectType::kCommit) continue;
      std::erase_if(end.tags, [&](const ObjectId& tag) {
        return is_too_early(tag) || !met_.insert(tag).second;
      });
      const bool is_commit = end.type == ObjectType::kCommit;
      if (is_commit) out_.include.push_back(end.object);
      if (!is_commit && !met_.insert(end.object).second) end.type = ObjectType::kOther;
      const bool is_object = !is_commit && end.type != ObjectType::kOther;
      if (is_object || !end.tags.empty()) out_.others.push_back(std::move(end));
    }
  }

  // Of the repository's own refs: that their objects are there.
  void check(RefList list) {
    append_errors(std::move(list.unread));
    for (const Ref& ref : list.refs) {
      if (!reader_.header(ref.target)) found(ref);
    }
  }

  RangeEnds take() { return std::move(out_); }

 private:
  RefEnd found(const Ref& ref) {
    RefEnd end = end_of(ref, reader_);
    if (end.fault) out_.unread.push_back(*end.fault);
    return end;
  }

  [[nodiscard]] bool is_too_early(const ObjectId& id) const {
    if (!after_) return false;
    const Result<Object> object = reader_.read(id);
    const Result<Tag> tag = object ? parse_tag(object->bytes) : object.error();
    return tag && tag->tagger.dated && tag->tagger.time <= *after_;
  }

  void append_errors(std::vector<Error> errors) {
    out_.unread.insert(out_.unread.end(), std::make_move_iterator(errors.begin()),
                       std::make_move_iterator(errors.end()));
  }

  const ObjectReader& reader_;
  std::optional<int64_t> after_;
  std::set<ObjectId> met_;  // tags, trees and blobs that were there or are looked at already
  RangeEnds out_;
};

}  // namespace

RangeEnds range_ends(const Repository& repository, const ObjectReader& reader,
                     const RangeRequest& request) {
  EndSearch search(reader, request);
  search.add_known(request.known_refs);
  search.add_new(request.refs);
  search.check(repository.refs());
  return search.take();
}

}  // namespace rekey
