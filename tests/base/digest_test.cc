// Digests by whichever instructions the processor has.
#include "scanner/base/digest.h"

#include <doctest/doctest.h>

#include <string>

namespace rekey::test {
namespace {

std::string hex(const std::array<uint8_t, 20>& digest) {
  std::string out;
  for (const uint8_t byte : digest) {
    for (const int half : {byte >> 4, byte & 15}) out += "0123456789abcdef"[half];
  }
  return out;
}

}  // namespace

TEST_CASE("SHA-1 of the standard's examples") {  // FIPS 180-4, NIST's examples of SHA1
  CHECK(hex(sha1("")) == "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  CHECK(hex(sha1("abc")) == "a9993e364706816aba3e25717850c26c9cd0d89d");
  CHECK(hex(sha1(std::string(1000000, 'a'))) == "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
}

TEST_CASE("SHA-1 of texts that end anywhere in a block") {
  std::string all;
  for (int size = 0; size < 200; ++size) {
    std::string text;
    for (int i = 0; i < size; ++i) text += static_cast<char>(i * 7 + size);
    const auto digest = sha1(text);
    all.append(reinterpret_cast<const char*>(digest.data()), digest.size());
  }
  CHECK(hex(sha1(all)) == "c2add6cb3908952ddaf192d7f14c30588649e3b5");  // by Python's hashlib
}

}  // namespace rekey::test
