#include "scanner/scan/verdict_segment.h"

#include <algorithm>
#include <cstring>

#include "scanner/base/bytes.h"
#include "scanner/base/crc32.h"

namespace rekey {
namespace {

// Numbers are as the machine has them; another one's read as another format.
constexpr uint32_t kFormat = 0x52564405;
constexpr size_t kKey = 32;

struct Header {
  uint32_t format = kFormat, crc = 0;
  char key[kKey] = {};
  uint32_t quiet = 0, loud = 0, commits = 0, parents = 0, trees = 0, tree_bytes = 0, equals = 0;
  uint32_t classes = 0, id_size = ObjectId::kSha1;
};
static_assert(sizeof(Header) == 76);

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

size_t id_size_of(const Learned& learned) {
  if (!learned.quiet.empty()) return learned.quiet.front().size();
  if (!learned.loud.empty()) return learned.loud.front().id.size();
  if (!learned.commits.empty()) return learned.commits.front().id.size();
  return learned.equals.empty() ? ObjectId::kSha1 : learned.equals.front().id.size();
}

// False when they are of two kinds.
bool put_ids(const Learned& learned, size_t id_size, std::string& body) {
  IdWriter ids(body, id_size);
  for (const ObjectId& id : learned.quiet) ids.put(id);
  for (const LoudObject& object : learned.loud) ids.put(object.id);
  for (const CommitNode& commit : learned.commits) ids.put(commit.id);
  for (const CommitNode& commit : learned.commits) ids.put(commit.tree);
  for (const CommitNode& commit : learned.commits) {
    for (const ObjectId& parent : commit.parents) ids.put(parent);
  }
  for (const BriefTree& tree : learned.trees) ids.put(tree.id);
  for (const EqualTree& tree : learned.equals) ids.put(tree.id);
  for (const EqualTree& tree : learned.equals) ids.put(tree.brief);
  return ids.fits();
}

template <typename Number>
void put_number(std::string& out, Number number) {
  out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

template <typename Number>
Number number_at(std::string_view table, size_t index) {
  Number number = 0;
  std::memcpy(&number, table.data() + index * sizeof number, sizeof number);
  return number;
}

// Appends the running totals of `sizes`.
template <typename T, typename Size>
void put_ends(std::string& out, const std::vector<T>& all, const Size& size_of) {
  uint32_t end = 0;
  for (const T& one : all) put_number(out, end += static_cast<uint32_t>(size_of(one)));
}

// Numbers begin..end of what ends_ has the ends of.
Span range_of(std::string_view ends, size_t number) {
  return {number == 0 ? 0 : number_at<uint32_t>(ends, number - 1),
          number_at<uint32_t>(ends, number)};
}

// Whether each number below `count` is there once.
bool is_order(std::string_view numbers, size_t count) {
  std::vector<bool> seen(count);
  for (size_t i = 0; i < count; ++i) {
    const auto number = number_at<uint32_t>(numbers, i);
    if (number >= count || seen[number]) return false;
    seen[number] = true;
  }
  return true;
}

bool ascend(std::string_view ends, size_t count, uint64_t last) {
  uint32_t before = 0;
  for (size_t i = 0; i < count; ++i) {
    const auto end = number_at<uint32_t>(ends, i);
    if (end < before) return false;
    before = end;
  }
  return before == last;
}

}  // namespace

std::string written(const Learned& learned, std::string_view key) {
  Header header;
  std::memcpy(header.key, key.data(), std::min(key.size(), kKey));
  uint64_t parents = 0, tree_bytes = 0, classes = 0;
  for (const CommitNode& commit : learned.commits) parents += commit.parents.size();
  for (const BriefTree& tree : learned.trees) tree_bytes += tree.bytes.size();
  for (const LoudObject& object : learned.loud) classes += object.classes.size();
  const size_t id_size = id_size_of(learned);
  const uint64_t most = UINT32_MAX / id_size;
  for (const uint64_t count : {uint64_t{learned.quiet.size()}, parents, classes, tree_bytes / 16}) {
    if (count > most) return {};
  }
  header.quiet = static_cast<uint32_t>(learned.quiet.size());
  header.loud = static_cast<uint32_t>(learned.loud.size());
  header.commits = static_cast<uint32_t>(learned.commits.size());
  header.parents = static_cast<uint32_t>(parents);
  header.trees = static_cast<uint32_t>(learned.trees.size());
  header.tree_bytes = static_cast<uint32_t>(tree_bytes);
  header.equals = static_cast<uint32_t>(learned.equals.size());
  header.classes = static_cast<uint32_t>(classes);
  header.id_size = static_cast<uint32_t>(id_size);
  std::string body;
  body.reserve((learned.quiet.size() + parents + learned.equals.size() * 2) * id_size +
               learned.commits.size() * 56 + tree_bytes);
  if (!put_ids(learned, id_size, body)) return {};
  for (const CommitNode& commit : learned.commits) put_number(body, commit.time);
  for (const uint32_t number : order_by_time(learned.commits)) put_number(body, number);
  put_ends(body, learned.commits, [](const CommitNode& one) { return one.parents.size(); });
  put_ends(body, learned.trees, [](const BriefTree& one) { return one.bytes.size(); });
  put_ends(body, learned.loud, [](const LoudObject& one) { return one.classes.size(); });
  for (const LoudObject& object : learned.loud) {
    for (const uint32_t number : object.classes) put_number(body, number);
  }
  for (const BriefTree& tree : learned.trees) body += tree.bytes;
  header.crc = crc32(body);
  return std::string(reinterpret_cast<const char*>(&header), sizeof header) + body;
}

Result<VerdictSegment> VerdictSegment::open(const std::string& path, std::string_view key) {
  Result<MappedFile> file = MappedFile::open(path);
  if (!file) return file.error();
  VerdictSegment segment(*std::move(file));
  if (!segment.parse(key)) return Error{ErrorCode::kMalformed, path + ": not a file of verdicts"};
  return segment;
}

bool VerdictSegment::parse(std::string_view key) {
  std::string_view rest = file_.bytes();
  Header header;
  if (rest.size() < sizeof header) return false;
  std::memcpy(&header, rest.data(), sizeof header);
  rest.remove_prefix(sizeof header);
  if (header.format != kFormat || key != std::string_view(header.key, kKey)) return false;
  const uint64_t ids = uint64_t{header.quiet} + header.loud + uint64_t{header.commits} * 2 +
                       header.parents + header.trees + uint64_t{header.equals} * 2;
  const size_t id_size = header.id_size;
  if (id_size != ObjectId::kSha1 && id_size != ObjectId::kSha256) return false;
  const uint64_t size = ids * id_size + uint64_t{header.commits} * 16 + uint64_t{header.trees} * 4 +
                        uint64_t{header.loud} * 4 + uint64_t{header.classes} * 4 +
                        header.tree_bytes;
  if (rest.size() != size || crc32(rest) != header.crc) return false;
  const auto take_ids = [&](size_t count) {
    const RawIds out(rest.substr(0, count * id_size), id_size);
    rest.remove_prefix(count * id_size);
    return out;
  };
  const auto take = [&](size_t bytes) {
    const std::string_view out = rest.substr(0, bytes);
    rest.remove_prefix(bytes);
    return out;
  };
  quiet_ = take_ids(header.quiet);
  loud_ = take_ids(header.loud);
  commits_ = take_ids(header.commits);
  commit_trees_ = take_ids(header.commits);
  parents_ = take_ids(header.parents);
  trees_ = take_ids(header.trees);
  equals_ = take_ids(header.equals);
  equal_briefs_ = take_ids(header.equals);
  times_ = take(size_t{header.commits} * sizeof(int64_t));
  order_ = take(size_t{header.commits} * sizeof(uint32_t));
  parent_ends_ = take(size_t{header.commits} * sizeof(uint32_t));
  tree_ends_ = take(size_t{header.trees} * sizeof(uint32_t));
  class_ends_ = take(size_t{header.loud} * sizeof(uint32_t));
  classes_ = take(size_t{header.classes} * sizeof(uint32_t));
  tree_bytes_ = rest;
  return quiet_.ascend() && loud_.ascend() && commits_.ascend() && trees_.ascend() &&
         equals_.ascend() && is_order(order_, header.commits) &&
         ascend(parent_ends_, header.commits, header.parents) &&
         ascend(tree_ends_, header.trees, header.tree_bytes) &&
         ascend(class_ends_, header.loud, header.classes);
}

LoudObject VerdictSegment::loud_object(size_t number) const {
  const auto [begin, end] = range_of(class_ends_, number);
  LoudObject out{loud_[number], {}};
  for (size_t i = begin; i < end; ++i) out.classes.push_back(number_at<uint32_t>(classes_, i));
  return out;
}

CommitNode VerdictSegment::commit(size_t number) const {
  const auto [begin, end] = range_of(parent_ends_, number);
  CommitNode node{commits_[number], commit_trees_[number], {}, number_at<int64_t>(times_, number)};
  for (size_t i = begin; i < end; ++i) node.parents.push_back(parents_[i]);
  return node;
}

uint32_t VerdictSegment::by_time(size_t place) const {
  return number_at<uint32_t>(order_, place);
}

BriefTree VerdictSegment::tree(size_t number) const {
  const auto [begin, end] = range_of(tree_ends_, number);
  return {trees_[number], tree_bytes_.substr(begin, end - begin)};
}

}  // namespace rekey
