// Tokens that are base64 of something, and sums of other encodings, against values drawn here.
#include "scanner/match/validators/wrapped.h"

#include <doctest/doctest.h>

#include "scanner/base/base64.h"
#include "scanner/match/validators/checksum.h"
#include "scanner/match/validators/structure.h"
#include "scanner/rules/template/token_sum.h"
#include "tests/support/drawn.h"

namespace rekey::test {
namespace {

TEST_CASE("base64 of a JWT is certain, of the sample of the world none, of noise weak") {
  CHECK(check_jwt_base64(base64_encode(drawn(R"(<<jwt({"sub":"a"})>>)"))) == Verdict::kCertain);
  CHECK(check_jwt_base64(base64_encode(drawn(R"(<<jwt({"sub":"1234567890"})>>)"))) ==
        Verdict::kReject);
  CHECK(check_jwt_base64("ZXlK" + drawn("<<base64*80>>")) == Verdict::kWeak);
}

TEST_CASE("base64 of a private key is certain, of a certificate none") {
  CHECK(check_pem_base64(base64_encode(drawn("<<pem(RSA PRIVATE KEY)>>"))) == Verdict::kCertain);
  for (const char* type : {"CERTIFICATE", "PUBLIC KEY", "ENCRYPTED PRIVATE KEY"}) {
    CHECK(check_pem_base64(base64_encode(drawn("<<pem(" + std::string(type) + ")>>"))) ==
          Verdict::kReject);
  }
  CHECK(check_pem_base64(drawn("<<base64*80>>")) == Verdict::kWeak);
}

TEST_CASE("base64 of the first line of a private key alone is none") {
  const std::string begin = std::string(5, '-') + "BEGIN PRIVATE KEY" + std::string(5, '-');
  CHECK(check_pem_base64(base64_encode(begin + begin)) == Verdict::kReject);
  CHECK(check_pem_base64(base64_encode(begin)) == Verdict::kReject);
  CHECK(check_pem_base64(base64_encode(begin + "\\nMIIE")) == Verdict::kCertain);
}

TEST_CASE("An NTLM message of type 3 is certain") {
  const std::string head("NTLMSSP\0\3\0\0\0", 12);
  CHECK(check_ntlm_type3(base64_encode(head + std::string(60, 'x'))) == Verdict::kCertain);
  CHECK(check_ntlm_type3(base64_encode(head)) == Verdict::kWeak);
}

TEST_CASE("base64 of JSON is certain by its members") {
  CHECK(check_onepassword_json("ops_" + base64_encode(R"({"userAuth":{},"srpX":"1"})")) ==
        Verdict::kCertain);
  CHECK(check_onepassword_json("ops_" + base64_encode(R"({"a":1})")) == Verdict::kPlausible);
  CHECK(check_grafana_json("glc_" + base64_encode(R"({"o":"1","k":"v"})")) == Verdict::kCertain);
  CHECK(check_grafana_json(base64_encode(R"({"k":"v","id":1})")) == Verdict::kCertain);
  CHECK(check_mapbox_payload("sk." + base64url_encode(R"({"u":"me","a":"x"})") + ".s") ==
        Verdict::kCertain);
  CHECK(check_mapbox_payload("sk.noise.s") == Verdict::kPlausible);
  CHECK(check_snyk_json("snyk_uat.0." + base64url_encode(R"({"e":1,"h":"snyk.io"})") + ".s") ==
        Verdict::kCertain);
  CHECK(check_uuid_base64("sec-c-" + base64_encode(drawn("<<uuid>>"))) == Verdict::kCertain);
  CHECK(check_uuid_base64("sec-c-" + drawn("<<base64*48>>")) == Verdict::kPlausible);
}

TEST_CASE("Bech32 fits the vectors of BIP 173, and one letter off does not") {
  // Assembled, so that none stands here: the valid strings of BIP 173 of which age's are a kind.
  const std::string one = "1";
  CHECK(check_age_bech32("A" + one + "2UEL5L") == Verdict::kCertain);
  CHECK(check_age_bech32("a" + one + "2uel5l") == Verdict::kCertain);
  CHECK(check_age_bech32("abcdef" + one + "qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw") ==
        Verdict::kCertain);
  CHECK(check_age_bech32("abcdef" + one + "qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxq") ==
        Verdict::kReject);
  CHECK(check_age_bech32("a" + one + "2uel5b") == Verdict::kReject);
}

TEST_CASE("An NKey's CRC-16 fits its bytes") {
  CHECK(crc16("123456789") == 0x31C3);  // the check value of CRC-16/XMODEM
  for (uint64_t seed = 1; seed < 10; ++seed) {
    std::string key = drawn("SUA<<class:A-P*1>><<base32*50>><<nats-sum>>", seed);
    CHECK(check_nats_nkey(key) == Verdict::kCertain);
    key[20] = key[20] == 'A' ? 'B' : 'A';
    CHECK(check_nats_nkey(key) == Verdict::kReject);
    CHECK(check_age_bech32(drawn("AGE-SECRET-KEY-1<<class:AC-HJ-NP-Z*52>><<age-sum>>", seed)) ==
          Verdict::kCertain);
  }
}

TEST_CASE("A sum that is not promised makes certain, and its lack proves nothing") {
  const std::string body = drawn("<<base62*50>>");
  CHECK(check_crc32_hint("vck_" + body + crc62(body)) == Verdict::kCertain);
  CHECK(check_crc32_hint("vck_" + drawn("<<base62*56>>")) == Verdict::kPlausible);
}

TEST_CASE("Groq's marker makes certain") {
  CHECK(check_groq_marker("gsk_" + drawn("<<base62*20>>") + "WGdyb3FY") == Verdict::kCertain);
  CHECK(check_groq_marker("gsk_" + drawn("<<base62*52>>")) == Verdict::kPlausible);
}

}  // namespace
}  // namespace rekey::test
