#include "scanner/git/store/config_text.h"

#include <algorithm>

#include "scanner/base/ascii.h"

namespace rekey {
namespace {

constexpr size_t kMostVariables = 100000;

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

class ConfigParser {
 public:
  ConfigParser(std::string_view text, const std::string& file) : text_(text), file_(file) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  Result<std::vector<ConfigVariable>> run() {
    if (text_.size() > kLargestConfigText)
      return Error{ErrorCode::kTooLarge, file_ + ": too large"};
    while (skip_to_something()) {
      const bool right = text_[at_] == '[' ? section() : variable();
      if (!right) {
        return Error{ErrorCode::kMalformed,
                     file_ + ":" + std::to_string(line()) + ": not a git configuration"};
      }
      if (out_.size() > kMostVariables) {
        return Error{ErrorCode::kTooLarge, file_ + ": too many variables"};
      }
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool ended() const { return at_ >= text_.size(); }
  [[nodiscard]] char here() const { return ended() ? '\n' : text_[at_]; }
  [[nodiscard]] size_t line() const {
    const std::string_view before = text_.substr(0, at_);
    return 1 + static_cast<size_t>(std::count(before.begin(), before.end(), '\n'));
  }
  void skip_blanks() {
    while (!ended() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r')) ++at_;
  }
  void skip_line() { at_ = std::min(text_.find('\n', at_), text_.size()); }

  // Past blank lines and comments; false at the end.
  bool skip_to_something() {
    for (; !ended(); ++at_) {
      if (here() == '#' || here() == ';') skip_line();
      if (!ended() && std::string_view(" \t\r\n").find(text_[at_]) == std::string_view::npos) {
        return true;
      }
    }
    return false;
  }

  std::string lower_name() {
    const size_t begin = at_;
    while (!ended() && is_name_byte(text_[at_])) ++at_;
    return lowered(text_.substr(begin, at_ - begin));
  }

  // [name], [name "sub"] or, of old, [name.sub].
  bool section() {
    ++at_;
    subsection_.clear();
    section_ = lower_name();
    if (section_.empty()) return false;
    if (here() == '.') {
      ++at_;
      while (!ended() && (is_name_byte(text_[at_]) || text_[at_] == '.')) {
        subsection_ += text_[at_++];
      }
      subsection_ = lowered(subsection_);
    }
    skip_blanks();
    if (here() == '"' && !quoted_subsection()) return false;
    if (here() != ']') return false;
    ++at_;
    return true;
  }

  bool quoted_subsection() {
    for (++at_; here() != '"'; ++at_) {
      if (here() == '\n') return false;
      if (here() == '\\') ++at_;
      if (ended()) return false;
      subsection_ += text_[at_];
    }
    ++at_;
    return true;
  }

  bool variable() {
    ConfigVariable out{section_, subsection_, lower_name(), "true"};
    if (out.section.empty() || out.name.empty()) return false;
    skip_blanks();
    if (here() == '=') {
      ++at_;
      out.value.clear();
      if (!value(out.value)) return false;
    } else if (here() != '\n' && here() != '#' && here() != ';') {
      return false;
    }
    out_.push_back(std::move(out));
    return true;
  }

  // What stands behind a '\'; false for what git does not know.
  bool escaped(std::string& out) {
    constexpr std::string_view kNames = "ntb\"\\", kMeant = "\n\t\b\"\\";
    ++at_;
    if (ended()) return true;
    const size_t known = kNames.find(text_[at_]);
    if (known != std::string_view::npos) out += kMeant[known];
    return known != std::string_view::npos || text_[at_] == '\n';  // the line goes on
  }

  // To the end of its line, without the blanks around it.
  bool value(std::string& out) {
    skip_blanks();
    bool in_quotes = false;
    size_t kept = 0;  // bytes that are no blanks at the end
    for (; !ended() && text_[at_] != '\n'; ++at_) {
      const char c = text_[at_];
      if (c == '\r' && (at_ + 1 == text_.size() || text_[at_ + 1] == '\n')) continue;
      if (!in_quotes && (c == '#' || c == ';')) {
        skip_line();
        break;
      }
      if (c == '"') {
        in_quotes = !in_quotes;
      } else if (c == '\\') {
        if (!escaped(out)) return false;
      } else {
        out += c;
      }
      if (in_quotes || (c != ' ' && c != '\t')) kept = out.size();
    }
    out.resize(kept);
    return !in_quotes;
  }

  std::string_view text_;
  const std::string& file_;
  size_t at_ = 0;
  std::string section_, subsection_;
  std::vector<ConfigVariable> out_;
};

}  // namespace

Result<std::vector<ConfigVariable>> parse_config_text(std::string_view text,
                                                      const std::string& file) {
  return ConfigParser(text, file).run();
}

std::string quoted_config_value(std::string_view value) {
  std::string out = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return out + "\"";
}

}  // namespace rekey
