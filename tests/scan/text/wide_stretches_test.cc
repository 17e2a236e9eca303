// Texts in UTF-16 and UTF-32, and parts of texts: what is plain stays, what is wide is read.
#include "scanner/scan/text/wide_stretches.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "scanner/scan/text/searched_text.h"
#include "scanner/scan/text/wide_cores.h"

namespace rekey::test {
namespace {

constexpr WideEncoding kAll[] = {WideEncoding::kUtf16Le, WideEncoding::kUtf16Be,
                                 WideEncoding::kUtf32Le, WideEncoding::kUtf32Be};

std::string in(WideEncoding encoding, const std::u32string& text) {
  std::string out;
  const bool is_little = encoding == WideEncoding::kUtf16Le || encoding == WideEncoding::kUtf32Le;
  const auto put = [&](char32_t unit) {
    const size_t size = unit_size(encoding);
    for (size_t i = 0; i < size; ++i) {
      const size_t shift = 8 * (is_little ? i : size - 1 - i);
      out += static_cast<char>(unit >> shift & 0xFFU);
    }
  };
  for (const char32_t c : text) {
    if (c > 0xFFFF && unit_size(encoding) == 2) {
      put(0xD800 + ((c - 0x10000) >> 10U));
      put(0xDC00 + (c & 0x3FFU));
    } else {
      put(c);
    }
  }
  return out;
}

std::string utf8_of(const std::u32string& text) {
  std::string out;
  for (const char32_t c : text) put_utf8(out, c);
  return out;
}

std::string searched(const std::string& text) {
  return std::string(SearchedText(text).bytes());
}

const std::u32string kSecret = U"token = 'abcdefgh12345678'\n";

class Drawing {
 public:
  explicit Drawing(uint64_t seed) : draw_(seed) {}

  size_t below(size_t limit) { return draw_() % limit; }

  std::u32string word(size_t most) {
    std::u32string out;
    for (size_t i = below(most + 1); i > 0; --i) out += static_cast<char32_t>('a' + below(26));
    return out;
  }

  // Letters of some script; of CJK those whose halves read as ASCII too.
  std::u32string imported(size_t most) {
    std::u32string out;
    const size_t script = below(4);
    for (size_t i = below(most + 1); i > 0; --i) {
      constexpr char32_t kFirst[] = {0x430, 0x4E00, 0xE0, 0x10400};
      out += static_cast<char32_t>(kFirst[script] + below(script == 1 ? 0x3000 : 24));
    }
    return out;
  }

  // What reads as text in no encoding.
  std::string junk(size_t most) {
    std::string out;
    for (size_t i = below(most + 1); i > 0; --i) out += draw_() % 2 == 0 ? '\xFF' : '\1';
    return out;
  }

 private:
  std::mt19937_64 draw_;
};

}  // namespace

TEST_CASE("cores are found where a search byte by byte finds them") {
  std::mt19937_64 draw(3);
  constexpr char kBytes[] = {'a', 0, '\n', 1, '\x80', ' '};
  size_t found = 0;
  for (int i = 0; i < 20000; ++i) {
    // Patterns with mistakes, as long as some vectors.
    std::string text;
    const size_t unit = draw() % 2 == 0 ? 2 : 4;
    for (size_t parts = draw() % 4; parts > 0; --parts) {
      for (size_t j = draw() % 40; j > 0; --j) {
        text += 'a';
        text.append(unit - 1, '\0');
      }
      for (size_t j = draw() % 70; j > 0; --j) text += kBytes[draw() % sizeof kBytes];
    }
    if (!text.empty() && draw() % 2 == 0) text[draw() % text.size()] = 'x';
    for (size_t from = 0; from <= text.size(); from += 1 + draw() % 9) {
      const size_t expected = next_wide_core_simple(text, from);
      REQUIRE(next_wide_core(text, from) == expected);
      found += expected != std::string::npos ? 1 : 0;
    }
  }
  CHECK(found > 1000);
}

TEST_CASE("a whole text is read, whatever its first characters are") {
  for (const WideEncoding encoding : kAll) {
    for (const std::u32string before :
         {U"", U"# Настройки\n", U"# 設定\n", U"/* © 2024 */ ", U"x = “y”\n", U"é", U"😀 "}) {
      CAPTURE(name_of(encoding));
      CHECK(searched(in(encoding, before + kSecret)) == utf8_of(before + kSecret));
      CHECK(searched(in(encoding, U"\uFEFF" + before + kSecret)) == utf8_of(before + kSecret));
    }
  }
}

TEST_CASE("encodings that change within a text") {
  const std::string plain = "# settings of the service\n";
  const std::u32string wide = U"# settings\n";
  for (const WideEncoding encoding : kAll) {
    CAPTURE(name_of(encoding));
    const std::string secret = in(encoding, kSecret);
    CHECK(searched(plain + secret) == plain + utf8_of(kSecret));
    CHECK(searched("\n" + secret) == "\n" + utf8_of(kSecret));
    CHECK(searched(secret + plain) == utf8_of(kSecret) + plain);
    for (const WideEncoding other : kAll) {
      for (const std::string between : {"", "\n", "a", "\xFF"}) {
        const std::string text = searched(in(other, U"\uFEFF" + wide) + between + secret);
        CAPTURE(name_of(other));
        CHECK(text.find(utf8_of(kSecret).substr(0, 25)) != std::string::npos);
      }
    }
  }
  const std::string nuls(510, '\0');
  const std::string text = searched("MZ" + nuls + in(WideEncoding::kUtf16Le, kSecret) + nuls);
  CHECK(text.find(utf8_of(kSecret)) != std::string::npos);
}

TEST_CASE("what has no wide part is left as it is") {
  for (const std::string& text :
       {std::string(), std::string("plain\n"), std::string(100, '\0'), std::string("a\0b\0", 4),
        std::string("\xFF\xFE"
                    "a\0\0\xD8k",
                    7)}) {
    CHECK(wide_stretches(text).empty());
    CHECK(SearchedText(text).bytes().data() == text.data());
  }
}

TEST_CASE("a large text with few wide parts is searched as it is, and around these parts") {
  std::string text;
  for (int i = 0; i < 9000; ++i) text += "line " + std::to_string(i) + "\n";
  const std::string secret = in(WideEncoding::kUtf16Be, kSecret);
  const size_t first = text.size();
  text += secret;
  for (int i = 0; i < 300; ++i) text += "more " + std::to_string(i) + "\n";
  const size_t second = text.size();
  text += secret + "end";
  const SearchedText searched(text);
  CHECK_FALSE(searched.is_made());
  REQUIRE(searched.parts() != nullptr);
  const SearchedText& parts = *searched.parts();
  CHECK(parts.bytes().size() < 2000);
  const size_t at = parts.bytes().find(utf8_of(kSecret));
  const size_t next = parts.bytes().find(utf8_of(kSecret), at + 1);
  REQUIRE(next != std::string_view::npos);
  CHECK(parts.stored_offsets({at, next}) == std::vector<size_t>{first, second});
  const auto lines = [](std::string_view some) {
    return static_cast<uint32_t>(std::count(some.begin(), some.end(), '\n'));
  };
  const std::vector<uint32_t> left_out = parts.lines_left_out({at, next});
  CHECK(left_out[0] + lines(parts.bytes().substr(0, at)) == 9000);
  CHECK(left_out[1] + lines(parts.bytes().substr(0, next)) == 9301);
}

TEST_CASE("nothing plain and nothing wide is lost in texts of parts drawn at random") {
  Drawing draw(11);
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    std::vector<std::string> wanted;
    for (size_t parts = 1 + draw.below(6); parts > 0; --parts) {
      const std::string number = std::to_string(10000000 + wanted.size());
      std::u32string secret = U"key=";
      for (const char c : number) secret += static_cast<char32_t>(c);
      const std::u32string inner = draw.imported(6) + U" " + secret + U" " + draw.imported(6);
      switch (draw.below(4)) {
        case 0:
          text += "," + utf8_of(secret) + ";";
          wanted.push_back(utf8_of(secret));
          break;
        case 1:
          text += draw.junk(12);
          break;
        default:
          text += in(kAll[draw.below(4)], U"\n" + draw.word(9) + inner + draw.word(9) + U"\n");
          wanted.push_back(utf8_of(secret));
      }
    }
    const SearchedText made(text);
    std::vector<size_t> offsets;
    for (const std::string& secret : wanted) {
      const size_t at = made.bytes().find(secret);
      REQUIRE(at != std::string_view::npos);
      offsets.insert(offsets.end(), {at, at + secret.size()});
    }
    if (!std::is_sorted(offsets.begin(), offsets.end())) continue;
    const std::vector<size_t> stored = made.stored_offsets(offsets);
    for (size_t j = 0; j < wanted.size(); ++j) {
      const auto encoding = made.encoding_at(offsets[2 * j]);
      const std::string bytes = text.substr(stored[2 * j], stored[2 * j + 1] - stored[2 * j]);
      std::u32string secret;
      for (const char c : wanted[j]) secret += static_cast<char32_t>(c);
      if (encoding == made.encoding_at(offsets[2 * j + 1] - 1)) {
        CHECK(bytes == (encoding ? in(*encoding, secret) : wanted[j]));
      }
    }
  }
}

}  // namespace rekey::test
