// NearTokens: what has the first half of a provider's format and is no token keeps generic rules
// away.
#include "scanner/match/judge/near_tokens.h"

#include <doctest/doctest.h>

#include "scanner/rules/load/near_shape.h"
#include "scanner/rules/template/template.h"

namespace rekey::test {
namespace {

Rule rule_of(const std::string& id, const std::string& format) {
  Rule rule;
  rule.id = id;
  if (auto near = near_shape(*parse_template(format))) rule.near.push_back(*std::move(near));
  return rule;
}

// 24 digits and letters.
constexpr std::string_view kBody = "k3Jd8sWq0Zm5Tb7Yx2Nf4Lp9";

std::string body(size_t size) {
  return std::string(kBody.substr(0, size));
}

TEST_CASE("A token that was cut, lengthened or glued is near its format") {
  const std::vector<Rule> rules{rule_of("acme-key", "zzp_<<base62*24>>")};
  const NearTokens near(rules);
  CHECK(near.near("zzp_" + body(24), ""));
  CHECK(near.near("zzp_" + body(14), ""));
  CHECK(near.near("zzp_" + body(24) + "tail", ""));
  CHECK(near.near("x1zzp_" + body(24), ""));
  CHECK(near.near("ZZP_" + body(20) + "-?", ""));
}

TEST_CASE("What shares less than half, or stands elsewhere, is not") {
  const std::vector<Rule> rules{rule_of("acme-key", "zzp_<<base62*24>>")};
  const NearTokens near(rules);
  CHECK_FALSE(near.near("zzp_" + body(5), ""));
  CHECK_FALSE(near.near("zzq_" + body(24), ""));
  CHECK_FALSE(near.near("zz_" + body(24), ""));
  CHECK_FALSE(near.near(body(6) + "zzp_" + body(24), ""));
  CHECK_FALSE(near.near("zzp_" + body(24) + std::string(40, 'x'), ""));
  CHECK_FALSE(near.near("zzp_ " + body(24), ""));
}

TEST_CASE("A format that tells little is near beside its provider's name alone") {
  const std::vector<Rule> rules{rule_of("acme-key", "<<hex*12>>-<<hex*12>>")};
  const NearTokens near(rules);
  const std::string value = "0123456789ab-0123456789";
  CHECK(near.near(value, "ACME_TOKEN="));
  CHECK_FALSE(near.near(value, "TOKEN="));
}

TEST_CASE("Short formats, formats without a literal and imported rules have no shape") {
  CHECK_FALSE(near_shape(*parse_template("zzp_<<base62*12>>")));
  CHECK_FALSE(near_shape(*parse_template("<<base62*40>>")));
  std::vector<Rule> rules{rule_of("acme-key", "zzp_<<base62*24>>")};
  rules[0].imported = true;
  CHECK_FALSE(NearTokens(rules).near("zzp_" + body(24), ""));
}

}  // namespace
}  // namespace rekey::test
