#include "scanner/findings/fingerprint.h"

#include <doctest/doctest.h>

#include <random>
#include <set>
#include <string>
#include <vector>

#include "scanner/base/digest.h"

namespace rekey {
namespace {

constexpr std::string_view kWeak = "Harbor1987!x";
constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kLetters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

std::string random_text(std::string_view letters, size_t size, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::string out;
  while (out.size() < size) out += letters[random() % letters.size()];
  return out;
}

// Baselines and ignore files hold these: when this fails, all of them are lost.
TEST_CASE("Fingerprints are what they were in every release") {
  CHECK(fingerprint("lock", Secret(std::string(kWeak))) ==
        "608cfb6a94870fad6e2a0df797b293215a4be03f9c58c956bfe6e1d28540c3e0");
  CHECK(fingerprint("lock", Secret(random_text(kLetters, 40, 1))) ==
        "4d11ad288f74f8d86d0cc8f646b73e2d9ae2adc0c4d659d887b9d80bc94a20fa");
  CHECK(secret_digest(Secret(std::string(kWeak))) == "b46e16854d641d37ab28f7f5d5872fe8");
  CHECK(leak_key("lock", Secret(std::string(kWeak))) ==
        sha256_hex(std::string("rekey leak 1\0lock\0", 18) + std::string(kWeak)));
}

TEST_CASE("A fingerprint names a family and a value") {
  const Secret one{std::string(kWeak)}, other{"Harbor1987!y"};
  CHECK(fingerprint("a", one) != fingerprint("b", one));
  CHECK(fingerprint("a", one) != fingerprint("a", other));
  CHECK(secret_digest(one) != secret_digest(other));
  CHECK(line_digest(one, "x:1") != line_digest(other, "x:1"));
  CHECK(line_digest(one, "x:1") != line_digest(one, "x:2"));
}

TEST_CASE("What people think up is guessable, what machines draw is not") {
  for (const std::string_view weak :
       {"", "Harbor1987!x", "correct-horse-battery-staple", "P4ssw0rd-Harbor1987!",
        "a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6", "0123456789abcdef0123456789abcdef",
        "12345678901234567890123456789012", "MySuperSecretDatabasePasswordForProduction1"}) {
    CAPTURE(weak);
    CHECK(!is_unguessable(weak));
  }
  size_t sure = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    sure += is_unguessable(random_text(kLetters, 36, seed)) ? 1 : 0;
    sure += is_unguessable(random_text(kHex, 40, seed)) ? 1 : 0;
  }
  CHECK(sure > 150);
}

TEST_CASE("Findings are named once for each secret, whatever the number of threads") {
  std::vector<Rule> rules(1);
  rules[0].family = "lock";
  std::vector<Finding> one, many;
  for (int i = 0; i < 20; ++i) {
    Finding finding;
    finding.secret = Secret("Winter20" + std::to_string(i % 7));
    Part part;
    part.secret = Secret("Summer20" + std::to_string(i % 3));
    finding.occurrences.emplace_back().parts.push_back(part);
    one.push_back(finding);
  }
  many = one;
  set_fingerprints(one, rules, 1);
  set_fingerprints(many, rules, 5);
  for (size_t i = 0; i < one.size(); ++i) {
    CHECK(one[i].fingerprint == fingerprint("lock", Secret(one[i].secret.reveal())));
    CHECK(one[i].fingerprint == many[i].fingerprint);
    CHECK(one[i].occurrences[0].parts[0].secret.stretched() ==
          stretch_of(one[i].occurrences[0].parts[0].secret.reveal()));
  }
}

TEST_CASE("Of very many weak secrets the later are named by their places, each by another name") {
  std::vector<Rule> rules(1);
  std::vector<Finding> findings;
  for (int i = 0; i < 50; ++i) {
    Finding finding;
    finding.secret = Secret("Winter20" + std::to_string(i));
    finding.occurrences.emplace_back().start_byte = static_cast<uint64_t>(i);
    findings.push_back(finding);
  }
  set_fingerprints(findings, rules, 2, 10);
  std::set<std::string> names;
  for (const Finding& finding : findings) names.insert(finding.fingerprint);
  CHECK(names.size() == 50);
  CHECK(findings[9].fingerprint == fingerprint("", Secret("Winter209")));
  CHECK(findings[10].fingerprint != fingerprint("", Secret("Winter2010")));
}

}  // namespace
}  // namespace rekey
