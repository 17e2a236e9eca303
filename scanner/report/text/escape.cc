#include "scanner/report/text/escape.h"

#include <algorithm>

#include "scanner/base/utf8.h"

namespace rekey {
namespace {

constexpr std::string_view kHexLower = "0123456789abcdef";
constexpr std::string_view kHexUpper = "0123456789ABCDEF";

void append_hex(std::string& out, std::string_view prefix, char c, std::string_view digits) {
  const auto byte = static_cast<unsigned char>(c);
  out += prefix;
  out += digits[byte >> 4];
  out += digits[byte & 15];
}

// Characters that move the cursor, turn text around or cannot be seen.
bool is_treacherous(uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
         (c >= 0xFFF9 && c <= 0xFFFB) || (c & 0xFFFE) == 0xFFFE || (c >= 0xE0000 && c <= 0xE0FFF) ||
         c == 0x061C;
}

}  // namespace

std::string terminal_text(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const CodePoint point = next_code_point(text);
    const std::string_view bytes = text.substr(0, point.size);
    text.remove_prefix(point.size);
    if (point.value == '\t') {
      out += ' ';
    } else if (point.valid && !is_treacherous(point.value)) {
      out += bytes;
    } else {
      for (const char c : bytes) append_hex(out, "\\x", c, kHexLower);
    }
  }
  return out;
}

std::string valid_utf8(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const CodePoint point = next_code_point(text);
    out += point.valid ? text.substr(0, point.size) : std::string_view("\xEF\xBF\xBD");
    text.remove_prefix(point.size);
  }
  return out;
}

std::string markdown_text(std::string_view text) {
  constexpr std::string_view kMarkup = "\\`*_{}[]<>#|!~";
  std::string out;
  for (const char c : terminal_text(text)) {
    if (kMarkup.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string markup_text(std::string_view text) {
  std::string out;
  for (const char c : terminal_text(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&apos;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

bool is_web_address(std::string_view url) {
  const bool address = url.starts_with("https://") || url.starts_with("http://");
  return address && std::all_of(url.begin(), url.end(), [](char c) {
           return c > ' ' && c < 0x7F && std::string_view("<>|\"`\\").find(c) == std::string::npos;
         });
}

std::string uri_path(std::string_view path) {
  std::string out;
  for (const char c : path) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      append_hex(out, "%", c, kHexUpper);
    }
  }
  return out;
}

// A single quote ends the quotes, stands escaped, and opens them again.
std::string shell_word(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

std::string csv_field(std::string_view raw) {
  std::string text = terminal_text(raw);
  const size_t first = text.find_first_not_of(' ');
  if (first != std::string::npos &&
      std::string_view("=+-@").find(text[first]) != std::string::npos) {
    text.insert(0, 1, '\'');
  }
  if (text.find_first_of(",\"' ") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

}  // namespace rekey
