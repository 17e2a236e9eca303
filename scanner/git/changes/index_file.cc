#include "scanner/git/changes/index_file.h"

#include <algorithm>
#include <optional>

#include "scanner/base/digest.h"
#include "scanner/base/file.h"
#include "scanner/base/threads.h"
#include "scanner/git/changes/index_link.h"
#include "scanner/git/object/big_endian.h"

namespace rekey {
namespace {

constexpr uint64_t kLargest = uint64_t{1} << 30;  // bytes; some ten million entries
constexpr size_t kHeader = 12;
constexpr size_t kExtensionHeader = 8;
// Bytes to sum: to start a thread takes as long as some hundred thousand of them.
constexpr size_t kWorthAThread = size_t{1} << 22;

Error malformed(const std::string& why) {
  return {ErrorCode::kMalformed, why};
}

std::string sum_of(std::string_view bytes, size_t id_size) {
  const auto text = [](const auto& sum) {
    return std::string(reinterpret_cast<const char*>(sum.data()), sum.size());
  };
  return id_size == ObjectId::kSha1 ? text(sha1(bytes)) : text(sha256(bytes));
}

bool is_zero(std::string_view bytes) {
  return bytes.find_first_not_of('\0') == std::string_view::npos;
}

struct Extensions {
  std::optional<std::string_view> trees, link, end, starts;  // TREE, link, EOIE, IEOT
};

// Those in `rest`, as far as they mean something here. Less than a header at the end means nothing
// to git either.
Result<Extensions> extensions_in(std::string_view rest) {
  Extensions out;
  while (rest.size() >= kExtensionHeader) {
    const std::string_view name = rest.substr(0, 4);
    const size_t size = big_endian_32(rest.substr(4));
    if (size > rest.size() - kExtensionHeader) return malformed("an extension that is cut short");
    const std::string_view bytes = rest.substr(kExtensionHeader, size);
    rest.remove_prefix(kExtensionHeader + size);
    std::optional<std::string_view>* place = name == "TREE"   ? &out.trees
                                             : name == "link" ? &out.link
                                             : name == "EOIE" ? &out.end
                                             : name == "IEOT" ? &out.starts
                                                              : nullptr;
    if (place != nullptr && place->has_value()) return malformed("an extension twice");
    if (place != nullptr) *place = bytes;
    const bool may_be_left_out = name.front() >= 'A' && name.front() <= 'Z';
    if (place == nullptr && name != "sdir" && !may_be_left_out) {
      return Error{ErrorCode::kUnsupported, "an extension that changes its meaning is not known"};
    }
  }
  if (!rest.empty()) return malformed("bytes behind its extensions");
  return out;
}

// EOIE, whose place git finds from the end of the file: wherever it is spelled there, it must be
// the extension, and tell where the entries end.
bool is_sound_end(std::string_view body, std::optional<std::string_view> end, size_t entries_end,
                  size_t id_size) {
  const size_t size = 4 + id_size;
  const size_t whole = kExtensionHeader + size;
  const bool spelled = body.size() >= whole && body.substr(body.size() - whole).starts_with("EOIE");
  if (!end) return !spelled;
  const bool is_last = end->size() == size && end->data() + size == body.data() + body.size();
  return is_last && big_endian_32(*end) == entries_end;
}

// IEOT: a version, 1, then where each thread's entries begin and how many they are. There an entry
// of version 4 may keep nothing of the path before it: that thread does not know it.
bool is_sound_table(std::string_view table, const IndexEntries& rows, uint32_t version) {
  constexpr size_t kRow = 8;
  if (table.size() % kRow != 4 || big_endian_32(table) != 1) return false;
  size_t entry = 0;
  for (table.remove_prefix(4); !table.empty(); table.remove_prefix(kRow)) {
    const uint32_t offset = big_endian_32(table), count = big_endian_32(table.substr(4));
    if (count == 0 || count > rows.offsets.size() - entry) return false;
    if (offset != rows.offsets[entry]) return false;
    const bool is_whole = std::binary_search(rows.whole.begin(), rows.whole.end(), offset);
    if (version == 4 && !is_whole) return false;
    entry += count;
  }
  return entry == rows.offsets.size();
}

}  // namespace

struct IndexFile::Part {
  std::string bytes;
  IndexEntries rows;
  std::optional<IndexLink> link;
  CacheTree trees;

  [[nodiscard]] std::string_view sum(size_t id_size) const {
    return std::string_view(bytes).substr(bytes.size() - id_size);
  }
  Status parse(size_t id_size);  // all but the sum
};

Status IndexFile::Part::parse(size_t id_size) {
  const std::string_view all = bytes;
  if (!all.starts_with("DIRC")) return malformed("not an index");
  const uint32_t version = big_endian_32(all.substr(4));
  if (version < 2 || version > 4) {
    return Error{ErrorCode::kUnsupported, "version " + std::to_string(version)};
  }
  const std::string_view body = all.substr(0, all.size() - id_size);
  Result<IndexEntries> read =
      parse_index_entries(body, kHeader, big_endian_32(all.substr(8)), version, id_size);
  if (!read) return read.error();
  rows = *std::move(read);
  const Result<Extensions> extensions = extensions_in(body.substr(rows.end));
  if (!extensions) return extensions.error();
  const auto& [cached, linked, end, starts] = extensions.value();
  if (!is_sound_end(body, end, rows.end, id_size)) return malformed("its end is told twice");
  if (starts && !is_sound_table(*starts, rows, version)) {
    return malformed("its table of starts does not fit its entries");
  }
  if (cached) {
    Result<CacheTree> known = parse_cache_tree(*cached, id_size);
    if (!known) return known.error();
    trees = *std::move(known);
  }
  if (!linked) return check_index_entries(rows.entries);
  const Result<IndexLink> parsed = parse_index_link(*linked, id_size);
  if (!parsed) return parsed.error();
  link = parsed.value();
  return {};
}

Result<std::shared_ptr<const IndexFile::Part>> IndexFile::part_of(std::string bytes,
                                                                  size_t id_size) {
  auto part = std::make_shared<Part>();
  part->bytes = std::move(bytes);
  if (part->bytes.size() < kHeader + id_size) return malformed("too short");
  const std::string_view all = part->bytes;
  const std::string_view told = part->sum(id_size);
  std::string sum(told);
  const auto take_sum = [&] {
    if (!is_zero(told)) sum = sum_of(all.substr(0, all.size() - id_size), id_size);
  };
  Status parsed;
  const auto work = [&](size_t number) {
    number == 0 ? void(parsed = part->parse(id_size)) : take_sum();
  };
  if (all.size() >= kWorthAThread) {
    on_threads(2, work);
  } else {
    work(0);
    if (parsed) take_sum();
  }
  if (!parsed) return parsed.error();
  if (sum != told) return malformed("its sum is not that of its bytes");
  return std::shared_ptr<const Part>(std::move(part));
}

Result<IndexFile> IndexFile::parse(std::string bytes, size_t id_size) {
  Result<IndexFile> out = joined(std::move(bytes), id_size, [](const std::string& /*name*/) {
    return Result<std::string>(Error{ErrorCode::kUnsupported, "a split index"});
  });
  return out;
}

Result<IndexFile> IndexFile::read(const std::string& path, const std::string& git_dir,
                                  size_t id_size) {
  Result<std::string> bytes = read_file(path, kLargest);
  if (!bytes && bytes.error().code == ErrorCode::kNotFound) return IndexFile(id_size);
  if (!bytes) return bytes.error();
  const auto shared = [&](const std::string& name) { return read_file(git_dir + name, kLargest); };
  Result<IndexFile> out = joined(*std::move(bytes), id_size, shared);
  if (!out) return Error{out.error().code, path + ": " + out.error().message};
  return out;
}

// `shared` gives the bytes of the file of that name in the git folder.
Result<IndexFile> IndexFile::joined(
    std::string bytes, size_t id_size,
    const std::function<Result<std::string>(const std::string& name)>& shared) {
  Result<std::shared_ptr<const Part>> own = part_of(std::move(bytes), id_size);
  if (!own) return own.error();
  IndexFile out(id_size);
  out.own_ = *std::move(own);
  const std::optional<IndexLink>& link = out.own_->link;
  if (!link) return out;
  if (link->shared.empty()) {
    const Status sound = check_index_entries(out.own_->rows.entries);
    if (!sound) return sound.error();
    return out;
  }
  Result<std::string> other =
      shared("sharedindex." + ObjectId::from_raw(link->shared, id_size).hex());
  if (!other) return other.error();
  Result<std::shared_ptr<const Part>> part = part_of(*std::move(other), id_size);
  if (!part) return Error{part.error().code, "shared index: " + part.error().message};
  out.shared_ = *std::move(part);
  if (out.shared_->link) return malformed("shared index: split itself");
  if (out.shared_->sum(id_size) != link->shared) return malformed("shared index: another one");
  Result<std::vector<IndexEntry>> entries =
      joined_entries(out.shared_->rows.entries, out.own_->rows.entries, *link);
  if (!entries) return entries.error();
  out.entries_ = *std::move(entries);
  return out;
}

const std::vector<IndexEntry>& IndexFile::entries() const {
  static const std::vector<IndexEntry> kNone;
  return shared_ != nullptr ? entries_ : own_ != nullptr ? own_->rows.entries : kNone;
}

const CacheTree& IndexFile::trees() const {
  static const CacheTree kNone;
  return own_ != nullptr ? own_->trees : kNone;
}

}  // namespace rekey
