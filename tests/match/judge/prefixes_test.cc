// Prefixes: a provider's prefix on what is none of its tokens keeps generic rules away.
#include "scanner/match/judge/prefixes.h"

#include <doctest/doctest.h>

namespace rekey::test {
namespace {

Rule rule_with(std::vector<std::string> prefixes) {
  Rule rule;
  rule.prefixes = std::move(prefixes);
  rule.rank = 50;
  return rule;
}

TEST_CASE("A prefix is seen at the start in any case, and further on") {
  const Prefixes prefixes({rule_with({"zzp_", "zzpat-"})});
  CHECK(prefixes.mark("zzp_1234"));
  CHECK(prefixes.mark("ZZP_1234"));
  CHECK(prefixes.mark("abczzpat-1234"));
  CHECK_FALSE(prefixes.mark("abcZZPAT-1234"));
  CHECK_FALSE(prefixes.mark("zzp1234"));
}

TEST_CASE("A prefix of letters alone is seen at the start, as it is written") {
  const Prefixes prefixes({rule_with({"QZTK"})});
  CHECK(prefixes.mark("QZTK12345678"));
  CHECK_FALSE(prefixes.mark("qztk12345678"));
  CHECK_FALSE(prefixes.mark("1QZTK2345678"));
}

TEST_CASE("What a format without a prefix has inside is seen anywhere") {
  Rule rule;
  rule.rank = 50;
  rule.infixes = {".zzv1.", "+ZZt", ".z."};
  const Prefixes prefixes({rule});
  CHECK(prefixes.mark("abc.zzv1.def"));
  CHECK(prefixes.mark("abc+ZZtdef"));
  CHECK_FALSE(prefixes.mark("abc.ZZV1.def"));
  CHECK_FALSE(prefixes.mark("abc.z.def"));
}

TEST_CASE("Beside its provider's name any prefix is seen, in any case, a few bytes on at most") {
  Rule rule = rule_with({"key_", "zzy"});
  rule.id = "acme-api-key";
  const Prefixes prefixes({rule});
  CHECK(prefixes.mark_named("key_1234", "ACME_API_KEY="));
  CHECK(prefixes.mark_named("KEY_1234", "acmeKey: "));
  CHECK(prefixes.mark_named("my_zzy1234", "acme "));
  CHECK_FALSE(prefixes.mark_named("12345key_", "acme "));
  CHECK_FALSE(prefixes.mark_named("key_1234", "API_KEY="));
}

TEST_CASE("Words of any program, short prefixes and those of imported rules count for nothing") {
  Rule imported = rule_with({"yyp_"});
  imported.imported = true;
  const Prefixes prefixes({rule_with({"api-", "secret_", "z_", "lower", ""}), imported});
  for (const char* value : {"api-1234", "secret_1234", "z_1234", "lower1234", "yyp_1234"}) {
    CHECK_FALSE(prefixes.mark(value));
  }
}

TEST_CASE("A rule that its shape tells lends its mask's prefix") {
  Rule rule;
  rule.mask_prefix = "zzk_";
  rule.rank = 60;
  CHECK(Prefixes({rule}).mark("zzk_1"));
  rule.rank = 30;
  CHECK_FALSE(Prefixes({rule}).mark("zzk_1"));
}

}  // namespace
}  // namespace rekey::test
