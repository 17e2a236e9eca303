#include "scanner/org/inventory/owners.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "scanner/git/changes/tree_changes.h"
#include "scanner/git/store/revision.h"
#include "scanner/report/text/escape.h"

namespace rekey {
namespace {

constexpr uint64_t kLargest = uint64_t{3} << 20;  // what GitHub reads
constexpr size_t kMostLines = 20'000;
constexpr size_t kLongestOwners = 300;  // bytes
constexpr int kCommits = 100;
constexpr size_t kAuthors = 3;

constexpr std::array<std::string_view, 4> kPlaces = {".github/CODEOWNERS", "CODEOWNERS",
                                                     "docs/CODEOWNERS", ".gitlab/CODEOWNERS"};

std::optional<Commit> read_commit(const ObjectReader& reader, const ObjectId& id) {
  const Result<Object> object = reader.read(id, kLargest);
  if (!object || object->type != ObjectType::kCommit) return std::nullopt;
  Result<Commit> commit = parse_commit(object->bytes);
  if (!commit) return std::nullopt;
  return *std::move(commit);
}

// Up to the first blank that no backslash stands before.
size_t pattern_end(std::string_view line) {
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\')
      ++i;
    else if (line[i] == ' ' || line[i] == '\t')
      return i;
  }
  return line.size();
}

std::string shortened(std::string_view text) {
  return terminal_text(valid_utf8(text.substr(0, kLongestOwners)));
}

}  // namespace

Owners Owners::parse(std::string_view text) {
  Owners out;
  for (size_t number = 0; !text.empty() && number < kMostLines; ++number) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    line = line.substr(0, line.find(" #"));
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r' || line.back() == '\t')) {
      line.remove_suffix(1);
    }
    if (line.empty() || line.starts_with('#') || line.starts_with('[') || line.starts_with("^[")) {
      continue;
    }
    const size_t blank = pattern_end(line);
    Result<PathGlob> glob = PathGlob::parse(line.substr(0, blank));
    if (!glob) continue;
    const size_t owners = line.find_first_not_of(" \t", blank);
    out.lines_.emplace_back(*std::move(glob), owners == std::string_view::npos
                                                  ? std::string()
                                                  : shortened(line.substr(owners)));
  }
  return out;
}

Owners Owners::of_head(const Repository& repository) {
  const Result<ObjectId> head = commit_named(repository, "HEAD");
  Result<ObjectReader> reader = ObjectReader::open(repository);
  if (!head || !reader) return {};
  const std::optional<Commit> commit = read_commit(*reader, *head);
  if (!commit) return {};
  TreeChanges trees(*reader);
  for (const std::string_view place : kPlaces) {
    const std::optional<ObjectId> blob = trees.find(commit->tree, place);
    if (!blob) continue;
    const Result<Object> file = reader->read(*blob, kLargest);
    if (file) return parse(file->bytes);
  }
  return {};
}

std::string Owners::of(std::string_view path) const {
  for (auto line = lines_.rbegin(); line != lines_.rend(); ++line) {
    if (line->first.matches(path)) return line->second;
  }
  return {};
}

std::string last_authors(const Repository& repository) {
  Result<ObjectId> head = commit_named(repository, "HEAD");
  Result<ObjectReader> reader = ObjectReader::open(repository);
  if (!head || !reader) return {};
  std::map<std::string, int> counts;
  std::optional<ObjectId> next = *head;
  for (int i = 0; i < kCommits && next; ++i) {
    const std::optional<Commit> commit = read_commit(*reader, *next);
    if (!commit) break;
    ++counts[shortened(commit->author.name) + " <" + shortened(commit->author.email) + ">"];
    next = commit->parents.empty() ? std::nullopt : std::optional(commit->parents[0]);
  }
  std::vector<std::pair<int, std::string>> order;
  order.reserve(counts.size());
  for (const auto& [author, count] : counts) order.emplace_back(-count, author);
  std::sort(order.begin(), order.end());
  std::string out;
  for (size_t i = 0; i < order.size() && i < kAuthors; ++i) {
    out += (out.empty() ? "" : "; ") + order[i].second;
  }
  return out;
}

}  // namespace rekey
