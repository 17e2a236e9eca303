#include "scanner/findings/known_secrets.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace rekey {
namespace {

using Where = KnownSecrets::Where;

KnownSecrets known(const std::vector<std::string>& secrets, const std::string& prefix = "") {
  KnownSecrets out;
  for (const std::string& secret : secrets) out.add(Secret(secret), prefix);
  out.seal();
  return out;
}

TEST_CASE("A known secret is masked wherever it stands, the longest that fits") {
  const KnownSecrets secrets =
      known({"lock-bQ8rw31NcYd5", "lock-bQ8rw31NcYd5Vb", "Summer7!", "other-hT7kq29"}, "lock-");
  CHECK(secrets.masked("add lock-bQ8rw31NcYd5Vb and lock-bQ8rw31NcYd5V", Where::kText) ==
        "add lock-\xE2\x80\xA6(19) and lock-\xE2\x80\xA6(17)V");
  CHECK(secrets.masked("xlock-bQ8rw31NcYd5Vbx", Where::kName) == "xlock-\xE2\x80\xA6(19)x");
  CHECK(secrets.masked("say Summer7!", Where::kText) == "say \xE2\x80\xA6(8)");
  CHECK(secrets.masked("nothing lock-hT7kq29Lm here", Where::kText) ==
        "nothing lock-hT7kq29Lm here");
  CHECK(known({}).masked("nothing", Where::kText) == "nothing");
}

TEST_CASE("Words are no secrets, short ones are masked as whole words, and in names none") {
  const KnownSecrets secrets = known({"password", "abc123", "Harbor1987", "a-long-word-of-words"});
  CHECK(secrets.masked("password xabc123 abc123", Where::kText) ==
        "password xabc123 \xE2\x80\xA6(6)");
  CHECK(secrets.masked("abc123/Harbor1987x", Where::kName) == "abc123/\xE2\x80\xA6(10)x");
  CHECK(secrets.masked("a-long-word-of-words", Where::kName) == "a-long-word-of-words");
  CHECK(secrets.masked("a-long-word-of-words", Where::kText) == "\xE2\x80\xA6(20)");
}

TEST_CASE("Lines of a secret of several lines are masked, those of a frame are not") {
  const std::string frame = "-----BEGIN A THING-----";
  const KnownSecrets secrets = known({frame + "\nMIIabcdefgh0123456789\nZZyyXX0123456789aa\n"});
  CHECK(secrets.masked("# MIIabcdefgh0123456789", Where::kText) ==
        "# \xE2\x80\xA6(" + std::to_string(frame.size() + 42) + ")");
  CHECK(secrets.masked(frame, Where::kText) == frame);
}

TEST_CASE("What an excerpt's ends have of a secret is masked") {
  const KnownSecrets secrets = known({"bQ8rw31NcYd5VbQ8"});
  const std::string mask = "\xE2\x80\xA6(16)", dots = "\xE2\x80\xA6";
  CHECK(secrets.masked_excerpt(dots + "NcYd5VbQ8 and bQ8rw31NcY" + dots, true, true) ==
        dots + mask + " and " + mask + dots);
  CHECK(secrets.masked_excerpt("NcYd5VbQ8 and bQ8rw31NcY", false, false) ==
        "NcYd5VbQ8 and bQ8rw31NcY");
  CHECK(secrets.masked_excerpt(dots + "d5VbQ8 and bQ8rw" + dots, true, true) ==
        dots + "d5VbQ8 and bQ8rw" + dots);
  CHECK(secrets.masked_excerpt("", true, true) == "");
}

TEST_CASE("A hundred thousand secrets that begin alike take no longer than their text") {
  std::vector<std::string> all;
  for (int i = 0; i < 100'000; ++i) all.push_back("same-start-" + std::to_string(100'000 + i));
  const KnownSecrets secrets = known(all);
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "same-start- same-start-1" + std::to_string(i) + "\n";
  const std::string masked = secrets.masked(text, Where::kText);
  CHECK(masked.find("same-start-110000") == std::string::npos);
}

}  // namespace
}  // namespace rekey
