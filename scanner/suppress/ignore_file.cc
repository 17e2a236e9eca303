#include "scanner/suppress/ignore_file.h"

#include <algorithm>
#include <charconv>
#include <functional>

#include "scanner/base/ascii.h"
#include "scanner/findings/fingerprint.h"

namespace rekey {
namespace {

constexpr size_t kObjectId = 40, kLongObjectId = 64;

// Every line that says something, without its blanks at the ends, with its "file:line".
void each_line(std::string_view text, const std::string& name,
               const std::function<void(std::string_view, const std::string&)>& use) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (size_t number = 1; !text.empty(); ++number) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
    while (!line.empty() && is_blank(line.back()) && !line.ends_with("\\ ")) line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    use(line, name + ":" + std::to_string(number));
  }
}

// Where the first byte of `bytes` stands that no '\' is before; the size if nowhere.
size_t find_bare(std::string_view line, std::string_view bytes) {
  size_t at = 0;
  for (; at < line.size() && bytes.find(line[at]) == std::string_view::npos; ++at) {
    if (line[at] == '\\' && at + 1 < line.size()) ++at;
  }
  return at;
}

// Takes the reason off: what stands behind a '#' that follows a blank.
std::string take_reason(std::string_view& line) {
  size_t from = 0;
  while (from < line.size()) {
    const size_t at = from + find_bare(line.substr(from), "#");
    if (at == line.size()) break;
    if (is_blank(line[at - 1])) {
      const size_t begin = line.find_first_not_of(" \t", at + 1);
      std::string reason(begin == std::string_view::npos ? std::string_view() : line.substr(begin));
      line = line.substr(0, at);
      return reason;
    }
    from = at + 1;
  }
  return {};
}

Result<IgnoreEntry> parse_entry(std::string_view line, const std::string& place) {
  const auto wrong = [&](const std::string& what) {
    return Error{ErrorCode::kUsage, place + ": " + what};
  };
  IgnoreEntry entry;
  entry.place = place;
  const std::string reason = take_reason(line);
  const size_t end = find_bare(line, " \t");
  const std::string_view what = line.substr(0, end);
  entry.terms = allow_terms(line.substr(end));
  if (!entry.terms.fault.empty()) return wrong(entry.terms.fault);
  if (!entry.terms.reason.empty()) {
    return wrong("after the fingerprint or the pattern: rule ids, 'until YYYY-MM-DD', '# reason'");
  }
  entry.terms.reason = reason;
  if (is_fingerprint(what)) {
    entry.fingerprint = what;
    return entry;
  }
  if (what.front() == '!') return wrong("patterns cannot be taken back by '!'");
  if (what.find_first_of("/.*?[") == std::string_view::npos) {
    return wrong(
        "neither a fingerprint (64 hex digits) nor a pattern; a file at the root is /NAME");
  }
  Result<PathGlob> paths = PathGlob::parse(what);
  if (!paths) return wrong(paths.error().message);
  entry.paths = *std::move(paths);
  return entry;
}

// Takes what is behind the last ':' off `line`; nothing if there is none.
std::optional<std::string_view> take_last(std::string_view& line) {
  const size_t colon = line.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view last = line.substr(colon + 1);
  line = line.substr(0, colon);
  return last;
}

std::optional<GitleaksEntry> parse_gitleaks_entry(std::string_view line) {
  GitleaksEntry entry;
  const auto number = take_last(line);
  const auto rule = number ? take_last(line) : std::nullopt;
  if (!rule || rule->empty() || line.empty()) return std::nullopt;
  const auto [end, error] =
      std::from_chars(number->data(), number->data() + number->size(), entry.line);
  if (error != std::errc() || end != number->data() + number->size()) return std::nullopt;
  entry.rule = *rule;
  const size_t colon = line.find(':');
  if ((colon == kObjectId || colon == kLongObjectId) && is_lower_hex(line.substr(0, colon))) {
    entry.commit = line.substr(0, colon);
    line.remove_prefix(colon + 1);
  }
  if (line.empty()) return std::nullopt;
  entry.path = line;
  return entry;
}

}  // namespace

Result<std::vector<IgnoreEntry>> parse_ignore_file(std::string_view text, const std::string& name) {
  std::vector<IgnoreEntry> entries;
  size_t patterns = 0;
  Status fault;
  each_line(text, name, [&](std::string_view line, const std::string& place) {
    if (!fault) return;
    Result<IgnoreEntry> entry = parse_entry(line, place);
    if (entry && entry->paths && ++patterns > kMostPatterns) {
      fault = Error{ErrorCode::kUsage, place + ": more than " + std::to_string(kMostPatterns) +
                                           " patterns in one file"};
    } else if (entry) {
      entries.push_back(*std::move(entry));
    } else {
      fault = entry.error();
    }
  });
  if (!fault) return fault.error();
  return entries;
}

std::string renewed_ignore_file(std::string_view text,
                                const std::map<std::string, std::string, std::less<>>& names) {
  std::string out(text);
  const char* begin = text.data();
  each_line(text, "", [&](std::string_view line, const std::string&) {
    const std::string_view what = line.substr(0, find_bare(line, " \t"));
    const auto found = names.find(what);
    // Both have 64 digits, so every other entry keeps its place.
    if (found == names.end() || found->second.size() != what.size()) return;
    out.replace(static_cast<size_t>(line.data() - begin), what.size(), found->second);
  });
  return out;
}

std::vector<GitleaksEntry> parse_gitleaks_ignore(std::string_view text, const std::string& name,
                                                 std::vector<std::string>& unknown) {
  std::vector<GitleaksEntry> entries;
  each_line(text, name, [&](std::string_view line, const std::string& place) {
    std::optional<GitleaksEntry> entry = parse_gitleaks_entry(line);
    if (!entry) {
      unknown.push_back(place + ": neither commit:path:rule:line nor path:rule:line");
      return;
    }
    entry->place = place;
    entries.push_back(*std::move(entry));
  });
  return entries;
}

}  // namespace rekey
