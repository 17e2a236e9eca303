#include "scanner/findings/lines.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "scanner/base/utf8.h"

namespace rekey::test {
namespace {

TEST_CASE("Positions count lines by LF, columns in bytes and in UTF-16 units") {
  const std::string text = "ab\ncd\xC3\xA9\xF0\x9F\x98\x80x\n\ny";
  LineCursor cursor(text);
  CHECK(cursor.at(0).line == 1);
  CHECK(cursor.at(0).column == 1);
  CHECK(cursor.at(2).column == 3);
  CHECK(cursor.at(3).line == 2);
  const TextPosition x = cursor.at(text.find('x'));
  CHECK(x.column == 9);
  CHECK(x.utf16_column == 6);  // c d é and a surrogate pair stand before it
  CHECK(cursor.at(text.size()).line == 4);
  CHECK(cursor.at(text.size()).column == 2);
  CHECK(cursor.at(1).line == 1);  // going back is allowed
}

TEST_CASE("Positions agree with counting from the start") {
  std::mt19937_64 random(3);
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "ab\n\xC3\xA9\xF0"[random() % 6];
  LineCursor cursor(text);
  for (size_t offset = 0; offset <= text.size(); offset += 1 + random() % 9) {
    const TextPosition at = cursor.at(offset);
    const std::string before = text.substr(0, offset);
    CHECK(at.line == 1 + std::count(before.begin(), before.end(), '\n'));
    CHECK(at.column == offset - (before.rfind('\n') + 1) + 1);
  }
}

TEST_CASE("Invalid UTF-8 is one unit a byte, overlong forms and surrogates are invalid") {
  CHECK(next_code_point("\xC0\x80").valid == false);
  CHECK(next_code_point("\xED\xA0\x80").valid == false);
  CHECK(next_code_point("\xF5\x80\x80\x80").valid == false);
  CHECK(next_code_point("\xE2\x82").valid == false);
  CHECK(next_code_point("\xE2\x82\xAC").value == 0x20AC);
  CHECK(next_code_point("\xE2\x82\xAC").size == 3);
}

TEST_CASE("The line of a secret shows masks, never a secret") {
  const std::string text = "first\nuser=one pass=two!\nlast";
  const size_t one = text.find("one"), two = text.find("two!");
  const std::vector<MaskedSpan> masked = {{{one, one + 3}, "<1>"}, {{two, two + 4}, "<2>"}};
  CHECK(masked_context(text, {one, one + 3}, masked) == "user=<1> pass=<2>");
  CHECK(masked_context(text, {two, two + 4}, masked) == "user=<1> pass=<2>");
}

TEST_CASE("A block's line ends with its mask; a long line is cut around the secret") {
  const std::string block = "key: BEGIN\nsecret\nEND tail";
  CHECK(masked_context(block, {5, 21}, {{{5, 21}, "<key>"}}) == "key: <key>");
  const std::string line = std::string(5000, 'a') + "S" + std::string(5000, 'b');
  const std::string cut = masked_context(line, {5000, 5001}, {{{5000, 5001}, "<s>"}});
  CHECK(cut.size() <= 260);
  CHECK(cut.find("a<s>b") != std::string::npos);
  CHECK(cut.starts_with("\xE2\x80\xA6"));
  CHECK(cut.ends_with("\xE2\x80\xA6"));
}

// Vectors: github/codeql-action, src/fingerprints.test.ts.
TEST_CASE("Line hashes are those that GitHub computes") {
  CHECK(line_hashes_at("", {0}).front() == "c129715d7a2bc9a3:1");
  const std::string small = " a\nb\n  \t\tc\n d";
  CHECK(line_hashes_at(small, {0, 3, 5, 11}) ==
        std::vector<std::string>{"271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1",
                                 "a23a3dc5e078b07b:1"});
  std::string lorem;
  for (int i = 0; i < 10; ++i) lorem += "Lorem ipsum dolor sit amet.\n";
  const auto hashes = line_hashes_at(lorem, {0, 28, 56, 84, 112, 140, 168, 196});
  CHECK(hashes[0] == "a7f2ff13bc495cf2:1");
  CHECK(hashes[5] == "a7f2ff13bc495cf2:6");
  CHECK(hashes[6] == "a7f2ff1481e87703:1");
  CHECK(hashes[7] == "a9cf91f7bbf1862b:1");
  CHECK(line_hashes_at(" hello; \t\r\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n", {0}).front() ==
        "e9496ae3ebfced30:1");
}

}  // namespace
}  // namespace rekey::test
