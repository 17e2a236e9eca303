// Literals in texts: by vectors and a table, against a search for one after the other.
#include "scanner/match/simd/literal_set.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <tuple>

#include "scanner/base/ascii.h"
#include "scanner/match/simd/literal_parts.h"

namespace rekey::test {
namespace {

using Random = std::mt19937_64;

// Of few kinds of bytes, so that literals are in texts and in each other.
std::string drawn(Random& random, size_t size) {
  static constexpr std::string_view kBytes = "abkey_-:/ =\n\0\x7f\xe9";
  std::string out(size, ' ');
  for (char& c : out) c = kBytes[random() % kBytes.size()];
  return out;
}

std::vector<std::string> drawn_literals(Random& random, size_t count) {
  std::vector<std::string> out;
  while (out.size() < count) {
    out.push_back(drawn(random, kShortestLiteral + random() % (random() % 4 == 0 ? 30 : 4)));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::string with_literals(Random& random, const std::vector<std::string>& literals, size_t pieces) {
  std::string out;
  for (; pieces > 0; --pieces) {
    out += drawn(random, random() % 80);
    std::string literal = literals[random() % literals.size()];
    for (char& c : literal) {
      if (is_lower(c) && random() % 3 == 0) c = static_cast<char>(c - 'a' + 'A');
    }
    out += literal.substr(0, random() % 5 == 0 ? random() % literal.size() : literal.size());
  }
  return out;
}

std::vector<LiteralHit> by_place(std::vector<LiteralHit> hits) {
  std::sort(hits.begin(), hits.end(), [](const LiteralHit& a, const LiteralHit& b) {
    return std::tie(a.begin, a.literal) < std::tie(b.begin, b.literal);
  });
  return hits;
}

std::vector<LiteralHit> slow_hits(const std::vector<std::string>& literals, std::string_view text) {
  std::vector<LiteralHit> out;
  for (size_t begin = 0; begin < text.size(); ++begin) {
    for (uint32_t i = 0; i < literals.size(); ++i) {
      if (starts_with_ignoring_case(text.substr(begin), literals[i])) out.push_back({i, begin});
    }
  }
  return out;
}

LiteralSet set_of(const std::vector<std::string>& literals) {
  Result<LiteralSet> set = LiteralSet::create(compile_literals(literals));
  REQUIRE(set.ok());
  return *std::move(set);
}

std::vector<LiteralHit> fast_hits(const LiteralSet& set, std::string_view text) {
  std::vector<LiteralHit> out;
  set.find(text, out);
  return by_place(std::move(out));
}

TEST_CASE("literal set: what a search for one after the other finds") {
  Random random(3);
  size_t found = 0;
  for (int round = 0; round < 300; ++round) {
    const auto literals = drawn_literals(random, 1 + random() % (round % 10 == 0 ? 400 : 30));
    const LiteralSet set = set_of(literals);
    for (int text = 0; text < 8; ++text) {
      const std::string drawn_text = with_literals(random, literals, random() % 30);
      const auto slow = slow_hits(literals, drawn_text);
      found += slow.size();
      CHECK(fast_hits(set, drawn_text) == slow);
    }
  }
  CHECK(found > 10'000);
}

TEST_CASE("literal set: in a text of many blocks, and at its ends") {
  const std::vector<std::string> literals = {"://", "key", "secret", "private key-----"};
  const LiteralSet set = set_of(literals);
  for (size_t size = 0; size < 300; ++size) {
    std::string text(size + 8000 * (size % 3), '.');
    text += "Key";
    CHECK(fast_hits(set, text) == std::vector<LiteralHit>{{1, text.size() - 3}});
    text = "PRIVATE KEY-----" + text;
    CHECK(fast_hits(set, text) == slow_hits(literals, text));
    CHECK(fast_hits(set, std::string_view(text).substr(1)).size() == 2);
    CHECK(fast_hits(set, std::string_view(text).substr(0, text.size() - 1)).size() == 2);
  }
  CHECK(fast_hits(set, "").empty());
  CHECK(fast_hits(set_of({}), "key").empty());
}

TEST_CASE("literal set: bytes that are cut short or mixed up are refused or read in bounds") {
  Random random(5);
  const std::string bytes = compile_literals({"key", "token", "database_url"});
  for (size_t size = 0; size < bytes.size(); ++size) {
    CHECK_FALSE(LiteralSet::create(std::string_view(bytes).substr(0, size)).ok());
  }
  for (int round = 0; round < 2000; ++round) {
    std::string mixed = bytes;
    mixed[random() % 40] = static_cast<char>(random());
    const Result<LiteralSet> set = LiteralSet::create(mixed);
    if (set) (void)fast_hits(*set, "a key, a token and a database_url");
  }
}

TEST_CASE("literal places: no way leaves out a place that the tables let through") {
  Random random(9);
  const size_t blocks = 40;
  for (int round = 0; round < 50; ++round) {
    std::vector<std::string> parts;
    for (const std::string& literal : drawn_literals(random, 1 + random() % 60)) {
      parts.push_back(literal.substr(rarest_part(literal), LiteralTables::kBytes));
    }
    const LiteralTables tables = grouped(parts);
    std::string text = with_literals(random, parts, 60);
    text.resize(64 * blocks + LiteralTables::kBytes - 1, 'k');
    for (size_t i = 0; i < 256; ++i) text[i] = static_cast<char>(i);
    std::vector<uint16_t> slow(64 * blocks + kLiteralPlacesMore), fast(slow.size());
    slow.resize(literal_places_simple(tables, text.data(), blocks, slow.data()));
    for (const LiteralPlacesFunction way : literal_places_ways()) {
      if (way == nullptr) break;
      const size_t count = way(tables, text.data(), blocks, fast.data());
      const auto end = fast.begin() + static_cast<std::ptrdiff_t>(count);
      CHECK(std::includes(fast.begin(), end, slow.begin(), slow.end()));
    }
  }
}

TEST_CASE("literal parts: every part passes its tables, in any case") {
  Random random(13);
  for (const size_t count : {1, 5, 100, 900}) {
    const auto literals = drawn_literals(random, count);
    std::vector<std::string> parts;
    for (const std::string& literal : literals) {
      parts.push_back(literal.substr(rarest_part(literal), LiteralTables::kBytes));
    }
    const LiteralTables tables = grouped(parts);
    for (std::string part : parts) {
      for (char& c : part) c = is_lower(c) && random() % 2 == 0 ? static_cast<char>(c - 32) : c;
      part.resize(LiteralTables::kBytes, '?');
      CHECK(tables.groups_at(reinterpret_cast<const uint8_t*>(part.data())) != 0);
    }
  }
}

}  // namespace
}  // namespace rekey::test
