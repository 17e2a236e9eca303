#include "scanner/scan/memory/scan_memory.h"

#include <algorithm>
#include <filesystem>

#include "scanner/base/digest.h"
#include "scanner/base/file.h"

namespace rekey {
namespace {

namespace fs = std::filesystem;

using Kind = MemoryKind;

constexpr std::string_view kEnding = ".verdicts";
constexpr size_t kMostFiles = 8;
constexpr size_t kNamed =
    4096;  // bytes that a file is named by: its counts and its checksum among them

constexpr size_t kShareWorthSearching = 30;  // fewer are looked up one by one
constexpr unsigned kSegmentShift = 32;       // of a class: which file's it is

// To be raised when the same rules find something else: verdicts of before are not asked then.
constexpr int kMatching = 7;

// Everything besides an object's bytes that decides whether something is found in it.
std::string key_text(const ScanContext& context, size_t id_size) {
  const ScanOptions& options = context.options();
  std::string text = std::string(REKEY_VERSION) + "\n" + std::to_string(kMatching) + "\n" +
                     options.matcher->rules().hash() + "\n" +
                     std::to_string(options.max_file_size) + "\n" +
                     std::to_string(static_cast<int>(options.min_severity)) + "\n" +
                     std::to_string(static_cast<int>(options.min_confidence)) + "\n" +
                     std::to_string(id_size) + "\n";
  for (const auto* ids : {&options.only_rules, &options.skip_rules}) {
    for (const std::string& id : *ids) text += id + ",";
    text += "\n";
  }
  return text;
}

// How many ids from ids[i] and known[j] on are the same, counted in blocks; 0 may be too few.
size_t count_same(const RawIds& ids, size_t i, const RawIds& known, size_t j) {
  constexpr size_t kBlock = 64;
  size_t count = 0;
  while (i + count + kBlock <= ids.size() && j + count + kBlock <= known.size() &&
         ids.bytes(i + count, i + count + kBlock) == known.bytes(j + count, j + count + kBlock)) {
    count += kBlock;
  }
  return count;
}

// The first place from `i` on whose id is not below known[j].
size_t skip_lower(const RawIds& ids, size_t i, const RawIds& known, size_t j) {
  const uint64_t wanted = known.head(j);
  while (i < ids.size() && ids.head(i) < wanted) ++i;
  while (i < ids.size() && ids.head(i) == wanted && ids.compare(i, known, j) < 0) ++i;
  return i;
}

// Calls `use(i, j)` for every ids[i] equal to known[j].
template <typename Use>
void each_common(const RawIds& ids, const RawIds& known, const Use& use) {
  if (ids.id_size() != known.id_size()) return;
  const size_t count = ids.size(), known_count = known.size();
  if (count < known_count / kShareWorthSearching) {
    for (size_t i = 0; i < count; ++i) {
      if (const auto j = known.find(ids[i])) use(i, *j);
    }
    return;
  }
  const bool few = known_count < count / kShareWorthSearching;
  for (size_t i = 0, j = 0; i < count && j < known_count;) {
    size_t same = count_same(ids, i, known, j);
    if (same == 0) {
      if (few) i = ids.lower_bound(known[j]);
      i = skip_lower(ids, i, known, j);
      same = i < count && ids.equal(i, known, j) ? 1 : 0;
      if (same == 0) ++j;
    }
    for (; same > 0; --same) use(i++, j++);
  }
}

template <typename T>
void make_unique_by_id(std::vector<T>& all) {
  const auto before = [](const T& a, const T& b) { return a.id < b.id; };
  if (!std::is_sorted(all.begin(), all.end(), before)) {
    std::stable_sort(all.begin(), all.end(), before);
  }
  const auto same = [](const T& a, const T& b) { return a.id == b.id; };
  all.erase(std::unique(all.begin(), all.end(), same), all.end());
}

void make_unique(std::vector<ObjectId>& ids) {
  if (!std::is_sorted(ids.begin(), ids.end())) std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

uint32_t count_classes(const std::vector<ObjectWithHits>& all) {
  uint32_t count = 0;
  for (const ObjectWithHits& object : all) {
    for (const uint32_t one : object.classes) count = std::max(count, one + 1);
  }
  return count;
}

// What look_up() notes of an object; what says more is higher.
constexpr uint8_t kUnknown = 0;
constexpr uint8_t known_as(Kind kind) {
  return static_cast<uint8_t>(static_cast<uint8_t>(kind) + 1);
}

KnownHits known_hits(ObjectWithHits object, size_t segment) {
  KnownHits out{object.id, {}, std::move(object.candidates)};
  out.classes.reserve(object.classes.size());
  for (const uint32_t one : object.classes) {
    out.classes.push_back(uint64_t{segment} << kSegmentShift | one);
  }
  return out;
}

// Of what several files have of one object that stays which knows most.
void make_unique_by_knowledge(std::vector<KnownHits>& all) {
  const auto lacks = [](const KnownHits& one) {
    return std::pair(one.classes.empty(), one.candidates.empty());
  };
  std::stable_sort(all.begin(), all.end(), [&](const KnownHits& a, const KnownHits& b) {
    return a.id != b.id ? a.id < b.id : lacks(a) < lacks(b);
  });
  make_unique_by_id(all);
}

// Those of which `kinds` has nothing, in order.
void add_unknown(const std::vector<RawIds>& ids, const std::vector<uint8_t>& kinds,
                 std::vector<ObjectId>& out) {
  auto kind = kinds.begin();
  for (const RawIds& part : ids) {
    const auto middle = static_cast<std::ptrdiff_t>(out.size());
    const auto end = kind + static_cast<std::ptrdiff_t>(part.size());
    for (auto at = std::find(kind, end, kUnknown); at != end;
         at = std::find(at + 1, end, kUnknown)) {
      out.push_back(part[static_cast<size_t>(at - kind)]);
    }
    kind = end;
    std::inplace_merge(out.begin(), out.begin() + middle, out.end());
  }
}

// A file's commits by time, those that no file before had. `places`, by number: where they are
// in `kinds`, or kinds.size().
void add_commits(const MemorySegment& segment, const std::vector<uint32_t>& places,
                 std::vector<uint8_t>& kinds, std::vector<CommitNode>& out) {
  constexpr uint8_t kCommit = known_as(Kind::kCommit), kTaken = known_as(Kind::kNoHits);
  for (size_t number = 0; number < places.size(); ++number) {
    const uint32_t at = places[number];
    if (at == kinds.size() || kinds[at] != kCommit) continue;
    kinds[at] = kTaken;
    out.push_back(segment.commit(number));
  }
}

// Appends what a file says. Its classes become numbers from `classes` on; gives how many there are
// then.
uint32_t add_segment(const MemorySegment& segment, uint32_t classes, LearnedObjects& out) {
  uint32_t end = classes;
  const RawIds ids = segment.ids();
  for (size_t at = 0; at < ids.size(); ++at) {
    const auto [kind, number] = segment.entry(at);
    switch (kind) {
      case Kind::kNoHits:
        out.without_hits.push_back(ids[at]);
        break;
      case Kind::kCommit:
        out.commits.push_back(segment.commit(number));
        break;
      case Kind::kTree:
        out.equals.push_back({ids[at], segment.equal_brief(number)});
        break;
      case Kind::kHits:
        out.with_hits.push_back(segment.with_hits(number, ids[at]));
        for (uint32_t& one : out.with_hits.back().classes)
          end = std::max(end, (one += classes) + 1);
        break;
    }
  }
  for (size_t i = 0; i < segment.trees().size(); ++i) out.trees.push_back(segment.tree(i));
  return end;
}

}  // namespace

ScanMemory::ScanMemory(const std::string& folder, const ScanContext& context, size_t id_size,
                       const std::string& owner) {
  const std::string text = key_text(context, id_size) + owner;
  const auto key = sha256(text);
  key_.assign(key.begin(), key.end());
  folder_ = folder + "/" + sha256_hex(text).substr(0, 32);
  std::error_code error;
  for (fs::directory_iterator at(folder_, error), end; !error && at != end; at.increment(error)) {
    const std::string file = at->path().string();
    if (!file.ends_with(kEnding)) continue;
    Result<MemorySegment> segment = MemorySegment::open(file, key_);
    if (!segment) continue;
    files_.push_back(file);
    segments_.push_back(*std::move(segment));
  }
}

Known ScanMemory::look_up(const std::vector<RawIds>& ids) const {
  Known known;
  size_t count = 0;
  for (const RawIds& part : ids) count += part.size();
  std::vector<uint8_t> kinds(count, kUnknown);  // of one part's ids after the other's
  std::vector<std::vector<uint32_t>> commits;   // by segment and number: where in `kinds`
  for (size_t number = 0; number < segments_.size(); ++number) {
    const MemorySegment& segment = segments_[number];
    std::vector<uint32_t>& places =
        commits.emplace_back(segment.count(Kind::kCommit), static_cast<uint32_t>(count));
    size_t begin = 0;
    for (const RawIds& part : ids) {
      each_common(part, segment.ids(), [&](size_t i, size_t j) {
        const auto entry = segment.entry(j);
        uint8_t& kind = kinds[begin + i];
        kind = std::max(kind, known_as(entry.kind));
        if (entry.kind == Kind::kCommit) places[entry.number] = static_cast<uint32_t>(begin + i);
        if (entry.kind == Kind::kHits) {
          known.with_hits.push_back(known_hits(segment.with_hits(entry.number, part[i]), number));
        }
      });
      begin += part.size();
    }
  }
  make_unique_by_knowledge(known.with_hits);
  add_unknown(ids, kinds, known.unknown);
  // With room for the new ones and those with hits, which come behind them.
  size_t commit_count = known.unknown.size() + known.with_hits.size();
  for (const MemorySegment& segment : segments_) commit_count += segment.count(Kind::kCommit);
  known.commits.reserve(std::min(commit_count, count));
  for (size_t number = 0; number < segments_.size(); ++number) {
    add_commits(segments_[number], commits[number], kinds, known.commits);
  }
  return known;
}

std::vector<BriefTree> ScanMemory::trees() const {
  std::vector<BriefTree> trees;
  for (const MemorySegment& segment : segments_) {
    for (size_t i = 0; i < segment.trees().size(); ++i) trees.push_back(segment.tree(i));
  }
  make_unique_by_id(trees);
  return trees;
}

// Of several files the newest would know most; where they differ a scan has started afresh, and
// its blobs are found by all.
std::optional<ObjectId> ScanMemory::brief_of(const ObjectId& tree) const {
  for (const MemorySegment& segment : segments_) {
    const auto at = segment.ids().find(tree);
    if (!at) continue;
    const auto [kind, number] = segment.entry(*at);
    if (kind == Kind::kTree) return segment.equal_brief(number);
  }
  return std::nullopt;
}

Status ScanMemory::write(const LearnedObjects& learned, std::string& file) const {
  const std::string bytes = written(learned, key_);
  if (bytes.empty()) return {};
  std::error_code error;
  fs::create_directories(folder_, error);
  file = folder_ + "/" + sha256_hex(bytes.substr(0, kNamed)).substr(0, 32) + std::string(kEnding);
  return write_file(file, bytes);
}

Status ScanMemory::add(const LearnedObjects& learned) {
  if (files_.size() < kMostFiles) {
    std::string added;
    return write(learned, added);
  }
  LearnedObjects all = learned;
  uint32_t classes = count_classes(all.with_hits);
  for (const MemorySegment& segment : segments_) classes = add_segment(segment, classes, all);
  make_unique(all.without_hits);
  make_unique_by_id(all.with_hits);
  make_unique_by_id(all.commits);
  make_unique_by_id(all.trees);
  make_unique_by_id(all.equals);
  return replace(all);
}

Status ScanMemory::replace(const LearnedObjects& learned) {
  std::string added;
  Status status = write(learned, added);
  if (!status || added.empty()) return status;
  std::error_code ignored;
  for (const std::string& file : files_) {
    if (file != added) fs::remove(file, ignored);
  }
  return {};
}

}  // namespace rekey
