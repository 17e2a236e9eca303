#include "scanner/suppress/path_glob.h"

#include <re2/re2.h>

#include <string>

namespace rekey {
namespace {

constexpr size_t kLongest = 4096;  // bytes; what a path can have

Error bad(const char* why) {
  return {ErrorCode::kUsage, why};
}

std::string quoted(char c) {
  return RE2::QuoteMeta(re2::StringPiece(&c, 1));
}

// Appends the class that starts at pattern[at] ('['); leaves `at` on its ']'.
Status add_class(std::string_view pattern, size_t& at, std::string& out) {
  std::string members;
  const bool negated =
      at + 1 < pattern.size() && (pattern[at + 1] == '!' || pattern[at + 1] == '^');
  size_t i = at + (negated ? 2 : 1);
  const size_t first = i;
  for (; i < pattern.size() && (pattern[i] != ']' || i == first); ++i) {
    if (pattern[i] == '\\') ++i;
    if (i == pattern.size() || pattern[i] == '/') break;
    const bool range =
        pattern[i] == '-' && i > first && i + 1 < pattern.size() && pattern[i + 1] != ']';
    members += range ? "-" : quoted(pattern[i]);
  }
  if (i >= pattern.size() || pattern[i] != ']') return bad("a '[' without its ']'");
  at = i;
  out += negated ? "[^/" : "[";
  out += members + "]";
  return {};
}

// The expression of one byte or wildcard at pattern[at]; leaves `at` on its last byte.
Status add_one(std::string_view pattern, size_t& at, std::string& out) {
  const char c = pattern[at];
  if (c == '[') return add_class(pattern, at, out);
  if (c == '\\') {
    if (++at == pattern.size()) return bad("a '\\' at its end");
    out += quoted(pattern[at]);
  } else if (c == '?') {
    out += "[^/]";
  } else if (c != '*') {
    out += quoted(c);
  } else if (!pattern.substr(at).starts_with("**")) {
    out += "[^/]*";
  } else if (pattern.substr(at).starts_with("**/") && (at == 0 || pattern[at - 1] == '/')) {
    out += "(?:.*/)?";
    at += 2;
  } else {
    out += ".*";
    ++at;
  }
  return {};
}

}  // namespace

PathGlob::PathGlob(std::unique_ptr<re2::RE2> expression) : expression_(std::move(expression)) {}
PathGlob::PathGlob(PathGlob&&) noexcept = default;
PathGlob& PathGlob::operator=(PathGlob&&) noexcept = default;
PathGlob::~PathGlob() = default;

Result<PathGlob> PathGlob::parse(std::string_view pattern) {
  if (pattern.size() > kLongest) return bad("a pattern of more than 4096 bytes");
  const bool only_folders = pattern.ends_with('/');
  if (only_folders) pattern.remove_suffix(1);
  const bool rooted = pattern.find('/') != std::string_view::npos;
  if (pattern.starts_with("./")) pattern.remove_prefix(1);
  if (pattern.starts_with('/')) pattern.remove_prefix(1);
  if (pattern.empty() || pattern == "." || pattern == "..") {
    return bad("a pattern without a name");
  }
  std::string text = rooted ? "(?s)" : "(?s)(?:.*/)?";
  for (size_t at = 0; at < pattern.size(); ++at) {
    const Status status = add_one(pattern, at, text);
    if (!status) return status.error();
  }
  text += only_folders ? "/.*" : "(?:/.*)?";
  RE2::Options options(RE2::Latin1);
  options.set_log_errors(false);
  auto expression = std::make_unique<re2::RE2>(text, options);
  if (!expression->ok()) return bad("a pattern with a class that is none");
  return PathGlob(std::move(expression));
}

bool PathGlob::matches(std::string_view path) const {
  return RE2::FullMatch(re2::StringPiece(path.data(), path.size()), *expression_);
}

}  // namespace rekey
