#include "scanner/git/object/object.h"

#include <charconv>
#include <cstdio>
#include <optional>

namespace rekey {
namespace {

constexpr size_t kMaxParents = 1 << 16;

// Takes the line "KEY VALUE\n" off the front; nothing if the next line has another key.
std::optional<std::string_view> take_line(std::string_view& rest, std::string_view key) {
  if (rest.size() <= key.size() || !rest.starts_with(key) || rest[key.size()] != ' ') {
    return std::nullopt;
  }
  const size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view value = rest.substr(key.size() + 1, end - key.size() - 1);
  rest.remove_prefix(end + 1);
  return value;
}

// Days from 1970-01-01 to a civil date, backwards:
// http://howardhinnant.github.io/date_algorithms.html
void civil_from_days(int64_t days, int64_t& year, unsigned& month, unsigned& day) {
  days += 719468;
  const int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const auto of_era = static_cast<unsigned>(days - era * 146097);
  const unsigned year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const unsigned day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted = (5 * day_of_year + 2) / 153;
  day = day_of_year - (153 * shifted + 2) / 5 + 1;
  month = shifted < 10 ? shifted + 3 : shifted - 9;
  year = static_cast<int64_t>(year_of_era) + era * 400 + (month <= 2 ? 1 : 0);
}

std::string iso_date(int64_t time, int offset_minutes) {
  constexpr int64_t kDay = 86400;
  const int64_t local = time + int64_t{offset_minutes} * 60;
  int64_t days = local / kDay;
  int64_t seconds = local % kDay;
  if (seconds < 0) {
    seconds += kDay;
    --days;
  }
  int64_t year = 0;
  unsigned month = 0;
  unsigned day = 0;
  civil_from_days(days, year, month, day);
  const int minutes = offset_minutes < 0 ? -offset_minutes : offset_minutes;
  char out[80];
  std::snprintf(out, sizeof out, "%04lld-%02u-%02uT%02lld:%02lld:%02lld%c%02d:%02d",
                static_cast<long long>(year), month, day, static_cast<long long>(seconds / 3600),
                static_cast<long long>(seconds / 60 % 60), static_cast<long long>(seconds % 60),
                offset_minutes < 0 ? '-' : '+', minutes / 60, minutes % 60);
  return out;
}

struct SignatureParts {
  std::string_view name, email;
  int64_t time = 0;
  int offset = 0;
  bool dated = false;
};

// "Name <email> 1700000000 +0100"; parts that are not there stay empty.
SignatureParts parse_signature(std::string_view line) {
  // Far enough for any date a person means, near enough for arithmetic.
  constexpr int64_t kLatest = int64_t{1} << 40;
  SignatureParts out;
  const size_t open = line.find('<');
  const size_t close = line.rfind('>');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
    out.name = line;
    return out;
  }
  out.name = line.substr(0, open);
  while (out.name.ends_with(' ')) out.name.remove_suffix(1);
  out.email = line.substr(open + 1, close - open - 1);
  std::string_view rest = line.substr(close + 1);
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), out.time);
  if (error != std::errc() || out.time > kLatest || out.time < -kLatest) {
    out.time = 0;
    return out;
  }
  rest.remove_prefix(static_cast<size_t>(end - rest.data()));
  out.dated = true;
  if (rest.size() >= 6 && rest[0] == ' ' && (rest[1] == '+' || rest[1] == '-')) {
    int digits = 0;
    std::from_chars(rest.data() + 2, rest.data() + 6, digits);
    out.offset = (digits / 100 * 60 + digits % 100) * (rest[1] == '-' ? -1 : 1);
  }
  return out;
}

Signature signature_of(std::string_view line) {
  const SignatureParts parts = parse_signature(line);
  return {std::string(parts.name), std::string(parts.email), parts.time, parts.offset, parts.dated};
}

// The offset behind the header's closing empty line; the text's size when there is none.
size_t message_begin(std::string_view bytes) {
  const size_t blank = bytes.find("\n\n");
  return blank == std::string_view::npos ? bytes.size() : blank + 2;
}

Error malformed(const char* what) {
  return {ErrorCode::kMalformed, what};
}

}  // namespace

std::string Signature::date() const {
  return dated ? iso_date(time, offset) : std::string();
}

int64_t time_of(std::string_view line) {
  return parse_signature(line).time;
}

Result<CommitLines> commit_lines(std::string_view bytes) {
  CommitLines commit;
  commit.message_begin = message_begin(bytes);
  std::string_view rest = bytes.substr(0, commit.message_begin);
  const auto tree = take_line(rest, "tree");
  const auto tree_id = tree ? ObjectId::from_hex(*tree) : std::nullopt;
  if (!tree_id) return malformed("commit without a tree");
  commit.tree = *tree_id;
  while (const auto parent = take_line(rest, "parent")) {
    const auto id = ObjectId::from_hex(*parent);
    if (!id) return malformed("commit with a malformed parent");
    if (commit.parents.size() >= kMaxParents) return malformed("commit with too many parents");
    commit.parents.push_back(*id);
  }
  commit.ids_end = commit.message_begin - rest.size();
  commit.author = take_line(rest, "author").value_or("");
  commit.committer = take_line(rest, "committer").value_or("");
  return commit;
}

Result<Commit> parse_commit(std::string_view bytes) {
  Result<CommitLines> lines = commit_lines(bytes);
  if (!lines) return lines.error();
  return Commit{lines->tree,
                std::move(lines->parents),
                signature_of(lines->author),
                signature_of(lines->committer),
                lines->ids_end,
                lines->message_begin};
}

Result<Tag> parse_tag(std::string_view bytes) {
  Tag tag;
  tag.message_begin = message_begin(bytes);
  std::string_view rest = bytes.substr(0, tag.message_begin);
  const auto object = take_line(rest, "object");
  const auto id = object ? ObjectId::from_hex(*object) : std::nullopt;
  if (!id) return malformed("tag without an object");
  tag.target = *id;
  tag.ids_end = tag.message_begin - rest.size();
  take_line(rest, "type");
  take_line(rest, "tag");
  if (const auto line = take_line(rest, "tagger")) tag.tagger = signature_of(*line);
  return tag;
}

// Modes and names are short: byte by byte they are read faster than they are searched.
bool take_entry(std::string_view& tree, size_t id_size, TreeEntry& entry) {
  constexpr size_t kMostDigits = 7;
  uint32_t mode = 0;
  size_t space = 0;
  for (; space < tree.size() && tree[space] != ' '; ++space) {
    const char c = tree[space];
    if (space == kMostDigits || c < '0' || c > '7') return false;
    mode = mode * 8 + static_cast<uint32_t>(c - '0');
  }
  if (space == 0 || space == tree.size()) return false;
  size_t nul = space + 1;
  while (nul < tree.size() && tree[nul] != '\0' && tree[nul] != '/') ++nul;
  if (nul == space + 1 || nul == tree.size() || tree[nul] == '/') return false;
  if (tree.size() - nul - 1 < id_size) return false;
  entry.name = tree.substr(space + 1, nul - space - 1);
  entry.id = ObjectId::from_raw(tree.substr(nul + 1), id_size);
  const uint32_t type = mode & 0170000;
  entry.is_tree = type == 0040000;
  entry.is_blob = type != 0040000 && type != 0160000;  // whatever else, to git it is a file
  tree.remove_prefix(nul + 1 + id_size);
  return true;
}

}  // namespace rekey
