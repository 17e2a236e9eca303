// Validators against values made by independent means: published vectors and templates.
#include "scanner/match/validators/validators.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "scanner/base/base64.h"
#include "scanner/match/model/wordlike.h"
#include "scanner/rules/template/token_sum.h"
#include "tests/support/drawn.h"

namespace rekey::test {
namespace {

Verdict verdict(std::string_view validator, const std::string& secret) {
  const Validator* found = find_validator(validator);
  REQUIRE(found != nullptr);
  return found->check(secret);
}

TEST_CASE("Token sums equal the published vectors") {
  CHECK(crc62("hello") == "0zNvy2");
  CHECK(crc_hex("hello") == "3610a686");
  CHECK(github_sum("hello") == "FTZE3OS7");
  CHECK(grafana_sum("hello") == "86a61036");
}

TEST_CASE("A checksum that fits makes certain, one that does not rejects") {
  for (uint64_t seed = 1; seed < 20; ++seed) {
    std::string token = drawn("ghp_<<base62*30>><<crc62>>", seed);
    CHECK(verdict("crc32-base62", token) == Verdict::kCertain);
    token[10] = token[10] == 'a' ? 'b' : 'a';
    CHECK(verdict("crc32-base62", token) == Verdict::kReject);
    CHECK(verdict("github-pat-sum",
                  drawn("github_pat_<<base62*22>>_<<base62*43>><<github-sum>><<base62*8>>",
                        seed)) == Verdict::kCertain);
  }
}

// Marvin32 as .NET has it (System.Marvin), byte after byte: the two halves of its state at the end.
struct MarvinSum {
  uint32_t low, high;

  static uint32_t turned(uint32_t value, int by) { return value << by | value >> (32 - by); }

  void mix(uint32_t block) {
    low += block;
    high ^= low;
    low = turned(low, 20) + high;
    high = turned(high, 9) ^ low;
    low = turned(low, 27) + high;
    high = turned(high, 19);
  }

  static MarvinSum of(const std::string& bytes, uint64_t seed) {
    MarvinSum sum{static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32)};
    uint32_t block = 0;
    int shift = 0;
    for (const char c : bytes) {
      block |= static_cast<uint32_t>(static_cast<uint8_t>(c)) << shift;
      if ((shift += 8) < 32) continue;
      sum.mix(block);
      block = 0;
      shift = 0;
    }
    sum.mix(block | 0x80U << shift);
    sum.mix(0);
    return sum;
  }
};

TEST_CASE("An identifiable Azure key is certain by its Marvin32") {
  // Vectors of .NET's tests of its Marvin: the sum here is theirs.
  const uint64_t seed = 0x004fb61a001bdbcc;
  const auto whole = [&](const std::string& bytes) {
    const MarvinSum sum = MarvinSum::of(bytes, seed);
    return uint64_t{sum.high} << 32 | sum.low;
  };
  CHECK(whole("") == 0x30ED35C100CD3C7D);
  CHECK(whole("\xAF") == 0x48E73FC77D75DDC1);
  CHECK(whole("\x86\x42\xDC\x59") == 0x7008F2E87E9CF556);
  CHECK(whole("\xAB\x42\x7E\xA8\xD1\x0F\xC7") == 0xE11847E4F0678C41);

  for (uint64_t draw = 1; draw < 20; ++draw) {
    // A key of a storage account: its signature at its place, the sum in the last four bytes.
    std::string bytes = *base64_decode(drawn("<<base62*76>>", draw) + "+AStAAAAAA==");
    REQUIRE(bytes.size() == 64);
    bytes.resize(bytes.size() - 4);
    const MarvinSum sum = MarvinSum::of(bytes, 0x44656661756c7430);  // "Default0"
    for (int i = 0; i < 4; ++i) bytes += static_cast<char>((sum.low ^ sum.high) >> (8 * i) & 0xff);
    CHECK(verdict("azure-marvin", base64_encode(bytes)) == Verdict::kCertain);
    bytes[5] = static_cast<char>(bytes[5] ^ 1);
    CHECK(verdict("azure-marvin", base64_encode(bytes)) == Verdict::kPlausible);
  }
  CHECK(verdict("azure-marvin", "no base64") == Verdict::kWeak);
}

TEST_CASE("What base64 hides is a user and a password when it is text, and no JSON") {
  // Of values of 64 hex digits as many decode to bytes with a colon as chance has it: none is one.
  for (uint64_t draw = 1; draw < 2000; ++draw) {
    CAPTURE(draw);
    CHECK(verdict("not-basic-auth", drawn("<<hex*64>>", draw)) == Verdict::kPlausible);
  }
  for (const char* user : {"robot:x8Kd02LmQpz", "j\xC3\xB6rg:x8Kd02LmQpz", "a:"}) {
    CHECK(verdict("not-basic-auth", base64_encode(user)) == Verdict::kReject);
  }
  for (const char* none :
       {"{\"user\":\"a\"}", "robot\xFF:x8Kd02LmQpz", "robot:x8Kd\n02", "robot"}) {
    CHECK(verdict("not-basic-auth", base64_encode(none)) == Verdict::kPlausible);
  }
}

TEST_CASE("A JWT is one when its header is JSON with an algorithm") {
  CHECK(verdict("jwt", drawn(R"(<<jwt({"sub":"a"})>>)")) == Verdict::kPlausible);
  CHECK(verdict("jwt", base64url_encode("not json") + ".e30.x") == Verdict::kReject);
  CHECK(verdict("jwt", base64url_encode(R"({"typ":"JWT"})") + ".e30.x") == Verdict::kReject);
  CHECK(verdict("jwt", base64url_encode(R"({"alg":"none"})") + ".e30.") == Verdict::kWeak);
  CHECK(verdict("jwt", drawn(R"(<<jwt({"sub":"1234567890"})>>)")) == Verdict::kReject);
  CHECK(verdict("jwt-supabase-service", drawn(R"(<<jwt({"role":"service_role"})>>)")) ==
        Verdict::kCertain);
  CHECK(verdict("jwt-supabase-service", drawn(R"(<<jwt({"role":"anon"})>>)")) == Verdict::kReject);
}

TEST_CASE("Private keys are certain when DER or OpenSSH's format says so") {
  for (const char* type : {"RSA PRIVATE KEY", "OPENSSH PRIVATE KEY"}) {
    const std::string key = drawn("<<pem(" + std::string(type) + ")>>");
    CHECK(verdict("pem-private-key", key) == Verdict::kCertain);
    std::string escaped;
    for (const char c : key) escaped += c == '\n' ? std::string("\\n") : std::string(1, c);
    CHECK(verdict("pem-private-key", escaped) == Verdict::kCertain);
    std::string joined;
    for (const char c : key) joined += c == '\n' ? std::string("\\n\" +\n  \"") : std::string(1, c);
    CHECK(verdict("pem-private-key", joined) == Verdict::kCertain);
  }
  CHECK(verdict("pgp-private-key", drawn("<<pem(PGP PRIVATE KEY BLOCK)>>")) == Verdict::kCertain);
  const std::string dashes = "-----";
  CHECK(verdict("pem-private-key", dashes + "BEGIN PRIVATE KEY" + dashes + "\n...\n" + dashes +
                                       "END PRIVATE KEY" + dashes) == Verdict::kReject);
}

TEST_CASE("Placeholders, variables, samples and code are told from values") {
  for (const char* text : {"${DB_PASSWORD}", "$PASSWORD", "<password>", "{{ secret }}", "changeme",
                           "your_api_key", "xxxxxxxxxxxx", "12345678", "aaaaaaaa", "%s", "null",
                           "Password", "%(password)s", "my-secret-value"}) {
    CAPTURE(text);
    CHECK(verdict("not-placeholder", text) == Verdict::kReject);
    CHECK(verdict("password-like", text) == Verdict::kReject);
  }
  for (const char* text : {"config.get('password')", "user.password.hash", "first_name_label",
                           "getUserPassword()", "a long sentence of words"}) {
    CAPTURE(text);
    CHECK(verdict("not-identifier", text) == Verdict::kReject);
  }
  CHECK(verdict("password-like", "kq8x!vTz") == Verdict::kPlausible);
  CHECK(verdict("password-like", "wonderland") == Verdict::kWeak);
}

TEST_CASE("Filled bodies behind a prefix are placeholders, four letters by chance are not") {
  for (const char* text :
       {"zzp_000000000000000000000", "zzp_1234567890123456789012", "zzp-aaaa-aaaa-aaaa",
        "zz.0000-0000-0000-0000", "zzp_XXXXXXXXXXXXXXXX"}) {
    CAPTURE(text);
    CHECK(verdict("not-placeholder", text) == Verdict::kReject);
  }
  const std::string body = drawn("<<base62*60>>");
  CHECK(verdict("not-placeholder", body + "todo" + body) == Verdict::kPlausible);
  CHECK(verdict("not-placeholder", body + "-example-" + body) == Verdict::kReject);
}

TEST_CASE("Letters of both cases without a digit are random when no words") {
  CHECK(verdict("mixed-classes", "pwTovJizKqBxWn") == Verdict::kPlausible);
  CHECK(verdict("mixed-classes", "getUserPassword") == Verdict::kReject);
  CHECK(verdict("mixed-classes", "pwtovjizkqbxwn1") == Verdict::kReject);
}

TEST_CASE("Words read like words and random letters do not") {
  for (const char* word : {"password", "configuration", "letmein", "username", "foobar"}) {
    CAPTURE(word);
    CHECK(is_wordlike(word));
  }
  for (const char* noise : {"pwtovjizkq", "dfeyfvljxz", "wlbhngdqkp", "XKQZVBNM"}) {
    CAPTURE(noise);
    CHECK_FALSE(is_wordlike(noise));
  }
}

TEST_CASE("Credentials in URLs and Basic headers are judged by the password") {
  const std::string user = "svc";
  CHECK(verdict("url-credentials", "https://" + user + ":" + drawn("<<base62*12>>") + "@host/x") ==
        Verdict::kPlausible);
  CHECK(verdict("url-credentials", "https://" + user + ":${TOKEN}@host/x") == Verdict::kReject);
  CHECK(verdict("basic-auth-b64", base64_encode(user + ":" + drawn("<<base62*12>>"))) ==
        Verdict::kPlausible);
  CHECK(verdict("basic-auth-b64", base64_encode(std::string("\x01\x02:\x03", 4))) ==
        Verdict::kReject);
}

TEST_CASE("No validator fails on short, empty or wild input") {
  for (const Validator& validator : validators()) {
    CAPTURE(std::string(validator.name));
    for (const std::string& text :
         {std::string("a"), std::string("_"), std::string("."), std::string("-----BEGIN "),
          std::string("\0\0\0", 3), std::string(300, '='), std::string(5000, 'A'),
          std::string("e30.e30"), std::string("pypi-AgE"), std::string("%")}) {
      (void)validator.check(text);
    }
  }
  CHECK(std::is_sorted(validators().begin(), validators().end(),
                       [](const Validator& a, const Validator& b) { return a.name < b.name; }));
}

}  // namespace
}  // namespace rekey::test
