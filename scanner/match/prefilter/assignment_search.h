// AssignmentSearch: where assigned rules (rules/assignments.h) may match: around the ends of the
// shared leads, and nowhere else.
//
// The rules are a Hyperscan database of their own, which searches the line of such an end, or as
// much of it as the widest of the rules needs. Errs on one side, as the prefilter does. Immutable;
// an AssignmentScratch is one thread's.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/bytes.h"
#include "scanner/base/deadline.h"
#include "scanner/base/memo.h"
#include "scanner/base/result.h"
#include "scanner/match/prefilter/hyperscan.h"
#include "scanner/rules/rule.h"

namespace rekey {

// The assigned rules' expressions (their prefilter, else their regex) compiled; empty when there is
// none. kUsage when a rule is not bound to one line, or its expression may be of any width.
Result<std::string> compile_assignments(const std::vector<Rule>& rules);

// Where the rule's expression ended.
struct AssignmentEnd {
  uint32_t rule = 0;
  size_t end = 0;
};

struct AssignmentScratch {
  Scratch hyperscan;
  std::vector<Span> windows;
  Memo<AssignmentEnd> known;  // by a window's bytes, ends from its begin on
  std::vector<AssignmentEnd> found;
};

class AssignmentSearch {
 public:
  // `bytes` is what compile_assignments() made.
  static Result<std::unique_ptr<AssignmentSearch>> create(std::string_view bytes);

  [[nodiscard]] std::unique_ptr<AssignmentScratch> make_scratch() const;

  // `ends`: where a lead ended in `text`, in no order. Appends in no order; some of them once
  // `deadline` is over.
  void find(std::string_view text, const std::vector<Span>& ends, const Deadline& deadline,
            AssignmentScratch& scratch, std::vector<AssignmentEnd>& out) const;

 private:
  AssignmentSearch(Database database, size_t width);
  Database database_;  // null when there is no such rule
  size_t width_ = 0;
};

}  // namespace rekey
