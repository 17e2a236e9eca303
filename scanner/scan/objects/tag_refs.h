// TagRefs: by which refs the tags of a history are reached, and what they lead to.
//
// One thread.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "scanner/findings/finding.h"
#include "scanner/git/store/ref_end.h"

namespace rekey {

class TagRefs {
 public:
  // `all`: of all refs; `chosen`: of those that a part of the history is made from. Both outlive
  // it.
  TagRefs(const std::vector<RefEnd>& all, const std::vector<RefEnd>& chosen);

  // Whether a chosen ref leads to the tag, or any ref through it to a commit that is wanted.
  [[nodiscard]] bool is_wanted(const ObjectId& tag,
                               const std::function<bool(const ObjectId&)>& wanted) const;

  // Adds the refs, and sets the commit where there is one.
  void set_origin(const ObjectId& tag, Occurrence& origin) const;

 private:
  std::multimap<ObjectId, const RefEnd*> ends_;
  std::set<ObjectId> chosen_;
};

}  // namespace rekey
