#include "scanner/scan/memory/learned.h"

#include <algorithm>
#include <cstring>

#include "scanner/base/crc32.h"
#include "scanner/scan/memory/memory_format.h"

namespace rekey {
namespace {

using namespace memory_format;

// Of a table; in bytes they fit 32 bits.
constexpr uint64_t kMostNumbers = UINT32_MAX / ObjectId::kSha256;

PackedCandidate packed(const Candidate& one) {
  const Match& match = one.match;
  return {match.rule,
          static_cast<uint32_t>(match.span.begin),
          static_cast<uint32_t>(match.span.end),
          static_cast<uint32_t>(match.secret.begin),
          static_cast<uint32_t>(match.secret.end),
          static_cast<uint8_t>(match.confidence),
          static_cast<uint8_t>(one.dropped)};
}

// An object of a file in the making.
struct Row {
  const ObjectId* id = nullptr;
  uint32_t entry = 0;
};

// `number(i)`: that of all[i] among its kind.
template <typename T, typename IdOf, typename Number>
void add_rows(const std::vector<T>& all, MemoryKind kind, const IdOf& id_of, const Number& number,
              std::vector<Row>& rows) {
  const auto middle = static_cast<std::ptrdiff_t>(rows.size());
  for (uint32_t i = 0; i < all.size(); ++i) {
    rows.push_back({&id_of(all[i]), static_cast<uint32_t>(kind) << kKindShift | number(i)});
  }
  std::inplace_merge(rows.begin(), rows.begin() + middle, rows.end(),
                     [](const Row& a, const Row& b) { return *a.id < *b.id; });
}

// Each object once, by id: as what says most. `commits`: the numbers of the commits, by time.
std::vector<Row> rows_of(const LearnedObjects& learned, const std::vector<uint32_t>& commits) {
  const auto id_of = [](const auto& one) -> const ObjectId& { return one.id; };
  const auto place = [](uint32_t number) { return number; };
  std::vector<uint32_t> ranks(commits.size());
  for (uint32_t i = 0; i < commits.size(); ++i) ranks[commits[i]] = i;
  std::vector<Row> rows;
  rows.reserve(learned.with_hits.size() + learned.equals.size() + learned.commits.size() +
               learned.without_hits.size());
  add_rows(learned.with_hits, MemoryKind::kHits, id_of, place, rows);
  add_rows(learned.equals, MemoryKind::kTree, id_of, place, rows);
  add_rows(
      learned.commits, MemoryKind::kCommit, id_of, [&](uint32_t i) { return ranks[i]; }, rows);
  add_rows(
      learned.without_hits, MemoryKind::kNoHits,
      [](const ObjectId& id) -> const ObjectId& { return id; },
      [](uint32_t /*number*/) { return 0U; }, rows);
  const auto same = [](const Row& a, const Row& b) { return *a.id == *b.id; };
  rows.erase(std::unique(rows.begin(), rows.end(), same), rows.end());
  return rows;
}

// Appends ids to a file's bytes.
class IdWriter {
 public:
  IdWriter(std::string& out, size_t id_size) : out_(out), id_size_(id_size) {}

  void put(const ObjectId& id) {
    const size_t size = id.size();
    fits_ = fits_ && (size == id_size_ || id == ObjectId());
    out_.append(reinterpret_cast<const char*>(id.bytes.data()), id_size_);
  }
  // Whether all were of the file's kind, or zeros.
  [[nodiscard]] bool fits() const { return fits_; }

 private:
  std::string& out_;
  size_t id_size_;
  bool fits_ = true;
};

size_t id_size_of(const LearnedObjects& learned) {
  if (!learned.without_hits.empty()) return learned.without_hits.front().size();
  if (!learned.with_hits.empty()) return learned.with_hits.front().id.size();
  if (!learned.commits.empty()) return learned.commits.front().id.size();
  return learned.equals.empty() ? ObjectId::kSha1 : learned.equals.front().id.size();
}

// False when they are of two kinds.
bool put_ids(const LearnedObjects& learned, const std::vector<uint32_t>& commits,
             const std::vector<Row>& rows, size_t id_size, std::string& file) {
  IdWriter ids(file, id_size);
  for (const Row& row : rows) ids.put(*row.id);
  for (const uint32_t number : commits) ids.put(learned.commits[number].id);
  for (const uint32_t number : commits) ids.put(learned.commits[number].tree);
  for (const uint32_t number : commits) {
    for (const ObjectId& parent : learned.commits[number].parents) ids.put(parent);
  }
  for (const BriefTree& tree : learned.trees) ids.put(tree.id);
  for (const EqualTree& tree : learned.equals) ids.put(tree.brief);
  return ids.fits();
}

template <typename Number>
void put_number(std::string& out, Number number) {
  out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

// Appends the running totals of `sizes`.
template <typename T, typename Size>
void put_ends(std::string& out, const std::vector<T>& all, const Size& size_of) {
  uint32_t end = 0;
  for (const T& one : all) put_number(out, end += static_cast<uint32_t>(size_of(one)));
}

void put_numbers(const LearnedObjects& learned, const std::vector<uint32_t>& commits,
                 const std::vector<Row>& rows, std::string& file) {
  for (const Row& row : rows) put_number(file, row.entry);
  for (const uint32_t number : commits) put_number(file, learned.commits[number].time);
  put_ends(file, commits, [&](uint32_t number) { return learned.commits[number].parents.size(); });
  put_ends(file, learned.trees, [](const BriefTree& one) { return one.bytes.size(); });
  put_ends(file, learned.with_hits, [](const ObjectWithHits& one) { return one.classes.size(); });
  put_ends(file, learned.with_hits,
           [](const ObjectWithHits& one) { return one.candidates.size(); });
  for (const ObjectWithHits& object : learned.with_hits) {
    for (const uint32_t number : object.classes) put_number(file, number);
  }
  for (const ObjectWithHits& object : learned.with_hits) {
    for (const Candidate& one : object.candidates) put_number(file, packed(one));
  }
}

}  // namespace

std::string written(const LearnedObjects& learned, std::string_view key) {
  Header header;
  std::memcpy(header.key, key.data(), std::min(key.size(), kKey));
  uint64_t parents = 0, tree_bytes = 0, classes = 0, candidates = 0;
  for (const CommitNode& commit : learned.commits) parents += commit.parents.size();
  for (const BriefTree& tree : learned.trees) tree_bytes += tree.bytes.size();
  for (const ObjectWithHits& object : learned.with_hits) {
    classes += object.classes.size();
    candidates += object.candidates.size();
  }
  const std::vector<uint32_t> commits = order_by_time(learned.commits);
  const std::vector<Row> rows = rows_of(learned, commits);
  for (const uint64_t count :
       {uint64_t{rows.size()}, parents, classes, candidates, tree_bytes / 16}) {
    if (count > kMostNumbers) return {};
  }
  const size_t id_size = id_size_of(learned);
  header.ids = static_cast<uint32_t>(rows.size());
  header.with_hits = static_cast<uint32_t>(learned.with_hits.size());
  header.commits = static_cast<uint32_t>(learned.commits.size());
  header.equals = static_cast<uint32_t>(learned.equals.size());
  header.parents = static_cast<uint32_t>(parents);
  header.trees = static_cast<uint32_t>(learned.trees.size());
  header.tree_bytes = static_cast<uint32_t>(tree_bytes);
  header.classes = static_cast<uint32_t>(classes);
  header.candidates = static_cast<uint32_t>(candidates);
  header.id_size = static_cast<uint32_t>(id_size);
  std::string file(sizeof header, '\0');
  file.reserve(sizeof header + (rows.size() + parents + learned.equals.size()) * id_size +
               rows.size() * 4 + learned.commits.size() * 76 + tree_bytes);
  if (!put_ids(learned, commits, rows, id_size, file)) return {};
  put_numbers(learned, commits, rows, file);
  for (const BriefTree& tree : learned.trees) file += tree.bytes;
  header.crc = crc32(std::string_view(file).substr(sizeof header));
  std::memcpy(file.data(), &header, sizeof header);
  return file;
}

}  // namespace rekey
