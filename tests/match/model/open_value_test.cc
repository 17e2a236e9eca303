// Values that anybody may see, and such that look nearly like them.
#include "scanner/match/model/open_value.h"

#include <doctest/doctest.h>

#include <string>

#include "scanner/base/base64.h"

namespace rekey::test {
namespace {

TEST_CASE("Encrypted values are known by their marks") {
  CHECK(is_encrypted("ENC(abc)"));
  CHECK(is_encrypted("{cipher}0123"));
  CHECK(is_encrypted("AgBy" + std::string(400, 'x')));
  CHECK_FALSE(is_encrypted("AgBy" + std::string(40, 'x')));
  const std::string head = base64url_encode("{\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\"}");
  CHECK(is_encrypted(head + ".a.b.c.d"));
  CHECK_FALSE(is_encrypted(head + ".a.b"));
  CHECK_FALSE(is_encrypted("encoder"));
}

TEST_CASE("Public keys, published keys, data and expressions") {
  CHECK(is_public_key("MCowBQYDK2VwAyEA"));
  CHECK(is_public_key("3059301306072A8648CE3D020106"));
  CHECK_FALSE(is_public_key("MCowBQYDKZZZ"));
  CHECK(is_published_key("2B7E151628AED2A6ABF7158809CF4F3C"));
  CHECK(is_published_key("0x000102030405060708090a0b0c0d0e0f1011"));
  CHECK_FALSE(is_published_key("2b7e151628aed2a6"));
  CHECK(is_expression_or_data("data:image/png;base64,AAAA"));
  CHECK(is_expression_or_data("token=([A-Za-z0-9]{20,})"));
  CHECK_FALSE(is_expression_or_data("a[b]c(d)e"));
}

}  // namespace
}  // namespace rekey::test
