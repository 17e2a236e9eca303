#include "scanner/match/required_literal.h"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

namespace rekey {

bool has_required_literal(const Rule& rule) {
  constexpr int kShortestLiteral = 3;
  re2::FilteredRE2 filter(kShortestLiteral);
  RE2::Options options(RE2::Latin1);
  options.set_log_errors(false);
  options.set_never_nl(rule.extent == 0);
  int id = 0;
  if (filter.Add(re2::StringPiece(rule.regex), options, &id) != RE2::NoError) return false;
  std::vector<std::string> atoms;
  filter.Compile(&atoms);
  std::vector<int> passed;
  filter.AllPotentials({}, &passed);
  return passed.empty();
}

}  // namespace rekey
