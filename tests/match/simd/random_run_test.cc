#include "scanner/match/simd/random_run.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

using namespace rekey;

namespace {

// Texts of a few kinds of bytes, so that runs of all lengths are in them.
std::string drawn_text(std::mt19937_64& random, size_t size) {
  static const std::vector<std::string> kinds = {
      "aB", "aaaaaaaa.", "AAAAAAAB_", "aB3 ", "Ab_/\n", "aaaaaaaaaaaaaaaB", "ABC-", "\x80\xff~+a1"};
  std::string out;
  while (out.size() < size) {
    const std::string& kind = kinds[random() % kinds.size()];
    for (size_t left = random() % 90; left > 0 && out.size() < size; --left) {
      out += kind[random() % kind.size()];
    }
    if (random() % 3 == 0) out += ' ';
  }
  out.resize(size);
  return out;
}

bool is_token_byte(char c) {
  return std::string_view("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+-./_~")
             .find(c) != std::string_view::npos;
}

// By the slow way: the runs that has_random_run() takes.
std::vector<Span> slow_runs(std::string_view text, size_t from) {
  std::vector<Span> out;
  while (from < text.size()) {
    size_t end = from;
    while (end < text.size() && is_token_byte(text[end])) ++end;
    if (has_random_run(text.substr(from, end - from))) out.push_back({from, end});
    from = end + 1;
  }
  return out;
}

std::vector<Span> fast_runs(std::string_view text, size_t from) {
  std::vector<Span> out;
  RandomRuns runs(text);
  for (Span run; runs.next(from, run); from = run.end) out.push_back(run);
  return out;
}

}  // namespace

TEST_CASE("random run: what is one") {
  const auto word = [](const char* text) { return has_random_run(text); };
  CHECK(word("abcdefghijk1"));
  CHECK_FALSE(word("abcdefghij1"));
  CHECK_FALSE(word("AbstractAuthenticationFilter"));
  CHECK_FALSE(word("MAX_LINE_LENGTH_OF_ALL"));
  CHECK(word("ABCDEFGHIJKLMN"));
  CHECK_FALSE(word("ABCDEFGHIJKLM"));
  CHECK(word("aBcdefGHiklmno"));
  CHECK_FALSE(word("aBcdefGhiklmno"));
  CHECK_FALSE(word("one two 345 six"));
  CHECK(word("the key is abcdef+ghij/7, or not"));
}

TEST_CASE("random run: all ways of telling bytes apart agree") {
  std::mt19937_64 random(7);
  std::string text(64 * 40, '\0');
  for (char& c : text) c = static_cast<char>(random());
  for (size_t i = 0; i < 256; ++i) text[i] = static_cast<char>(i);
  ByteKinds slow{};
  byte_kinds_simple(text.data(), 40, 3, slow);
  for (const ByteKindsFunction way : byte_kinds_ways()) {
    if (way == nullptr) break;
    ByteKinds fast{};
    way(text.data(), 40, 3, fast);
    CHECK(fast == slow);
  }
}

TEST_CASE("random run: many blocks are marked as one after the other") {
  std::mt19937_64 random(17);
  for (size_t round = 0; round < 400; ++round) {
    const size_t blocks = 1 + round % kMostMarked;
    const std::string text = drawn_text(random, 64 * (blocks + 2));
    ByteKinds kinds{};
    byte_kinds(text.data(), blocks + 2, 0, kinds);
    RandomMarks slow{};
    random_marks_simple(kinds, blocks, slow);
    const auto same = [&](const ByteKinds::Row& a, const ByteKinds::Row& b) {
      return std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(blocks) + 1, b.begin());
    };
    for (const RandomMarksFunction way : random_marks_ways()) {
      if (way == nullptr) break;
      RandomMarks fast{};
      way(kinds, blocks, fast);
      CHECK(same(fast.begins, slow.begins));
      CHECK(same(fast.marks, slow.marks));
    }
  }
}

TEST_CASE("random run: blocks and bytes find the same runs") {
  std::mt19937_64 random(11);
  for (int round = 0; round < 3000; ++round) {
    const std::string text = drawn_text(random, random() % (round % 50 == 0 ? 20000 : 400));
    CHECK(fast_runs(text, 0) == slow_runs(text, 0));
    const size_t from = random() % (text.size() + 1);
    CHECK(fast_runs(text, from) == slow_runs(text, from));
  }
}

TEST_CASE("random run: one endless run costs no more than its bytes") {
  std::string text;
  while (text.size() < 4'000'000) text += "AA/";
  CHECK(fast_runs(text, 0).empty());
  text += "aB1";
  CHECK(fast_runs(text, 0) == std::vector<Span>{{0, text.size()}});
}
