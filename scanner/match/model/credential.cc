#include "scanner/match/model/credential.h"

#include "scanner/match/model/open_value.h"
#include "scanner/match/model/plain_name.h"

namespace rekey {
namespace {

// There F1 is best on repositories held out. Four in five: precision is .97 there.
constexpr int32_t kLeast = 200;
constexpr int32_t kSure = 1500;

}  // namespace

int32_t credential_score(const LineContext& line_context) {
  const Features features = features_of(line_context);
  int32_t score = 0;
  for (const CredentialTree& tree : credential_trees()) {
    size_t place = 0;
    for (const CredentialTree::Question& question : tree.questions) {
      const int32_t value = features[static_cast<size_t>(question.feature)];
      place = place * 2 + (value > question.threshold ? 1 : 0);
    }
    score += tree.weights[place];
  }
  return score;
}

Verdict check_credential(const LineContext& line_context) {
  if (is_plainly_named(line_context) || is_open_value(line_context.secret)) return Verdict::kReject;
  const int32_t score = credential_score(line_context);
  if (score < kLeast) return Verdict::kReject;
  return score < kSure ? Verdict::kWeak : Verdict::kPlausible;
}

}  // namespace rekey
