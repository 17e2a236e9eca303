#include "scanner/git/store/loose_files.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "scanner/base/file.h"
#include "scanner/git/object/object_hash.h"

namespace rekey {
namespace {

// As git: no header is longer.
constexpr size_t kLongestHeader = 32;
// Files up to here are read, larger ones mapped (bytes).
constexpr uint64_t kLargestRead = uint64_t{256} << 10;

ObjectType type_of(std::string_view name) {
  for (const ObjectType type :
       {ObjectType::kBlob, ObjectType::kTree, ObjectType::kCommit, ObjectType::kTag}) {
    if (name == type_name(type)) return type;
  }
  return ObjectType::kOther;
}

Error malformed(const char* why) {
  return {ErrorCode::kMalformed, std::string("not a loose object: ") + why};
}

}  // namespace

Result<LooseHeader> parse_loose_header(std::string_view bytes) {
  bytes = bytes.substr(0, kLongestHeader);
  const size_t nul = bytes.find('\0');
  const size_t space = bytes.find(' ');
  if (nul == std::string_view::npos || space == std::string_view::npos || space > nul) {
    return malformed("it has no header");
  }
  LooseHeader header;
  header.length = nul + 1;
  header.object.type = type_of(bytes.substr(0, space));
  if (header.object.type == ObjectType::kOther) return malformed("of no known type");
  const std::string_view digits = bytes.substr(space + 1, nul - space - 1);
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), header.object.size);
  const bool is_number = error == std::errc() && end == digits.data() + digits.size();
  if (!is_number || (digits.front() == '0' && digits.size() > 1)) {
    return malformed("its size is no number");
  }
  return header;
}

Result<LooseHeader> LooseReader::header(std::string_view file) {
  return parse_loose_header(start_.run(file));
}

Result<Object> LooseReader::read(std::string_view file, uint64_t max_bytes) {
  const Result<LooseHeader> header = this->header(file);
  if (!header) return header.error();
  const auto& [told, length] = header.value();
  if (told.size > max_bytes) {
    return Error{ErrorCode::kTooLarge,
                 "larger than the limit of " + std::to_string(max_bytes) + " bytes"};
  }
  if (told.size > UINT64_MAX - length) return malformed("its size is no number");
  size_t used = 0;
  const Status status = inflater_.run(file, told.size + length, inflated_, &used);
  if (!status && status.error().code == ErrorCode::kTooLarge) return status.error();
  if (!status) return malformed("its stream does not give the size that its header tells");
  if (used != file.size()) return malformed("there are bytes behind its end");
  return Object{told.type, std::string(inflated_.bytes().substr(length))};
}

// They live until the next call.
Result<std::string_view> LooseFiles::bytes_of(const std::string& path) {
  if (path == kept_path_) return mapped_ ? mapped_->bytes() : std::string_view(kept_);
  kept_path_.clear();
  mapped_.reset();
  Result<std::string> file = read_file(path, kLargestRead);
  if (file) {
    kept_ = *std::move(file);
  } else if (file.error().code == ErrorCode::kTooLarge) {
    Result<MappedFile> mapped = MappedFile::open(path);
    if (!mapped) return mapped.error();
    mapped_.emplace(*std::move(mapped));
  } else {
    return file.error();
  }
  kept_path_ = path;
  return mapped_ ? mapped_->bytes() : std::string_view(kept_);
}

// `use` gets the file's bytes, from one folder after the other, until it is content; else the first
// folder's fault is told.
template <typename Value, typename Use>
Result<Value> LooseFiles::first_good(const ObjectId& id, const Use& use) {
  const std::string hex = id.hex();
  std::optional<Error> fault;
  for (const std::string& folder : folders_) {
    std::string path = folder;
    path.append("/").append(hex, 0, 2).append("/").append(hex, 2);
    const Result<std::string_view> file = bytes_of(path);
    if (!file && file.error().code == ErrorCode::kNotFound) continue;
    Result<Value> value =
        file ? use(file.value()) : Error{file.error().code, "its file cannot be read"};
    if (value) return value;
    if (!fault) fault = Error{value.error().code, hex + ": " + value.error().message};
  }
  return fault ? *fault : Error{ErrorCode::kNotFound, hex + ": missing"};
}

Result<ObjectHeader> LooseFiles::header(const ObjectId& id) {
  return first_good<ObjectHeader>(id, [&](std::string_view file) -> Result<ObjectHeader> {
    const Result<LooseHeader> header = reader_.header(file);
    if (!header) return header.error();
    return header.value().object;
  });
}

Result<Object> LooseFiles::read(const ObjectId& id, uint64_t max_bytes) {
  return first_good<Object>(id, [&](std::string_view file) -> Result<Object> {
    Result<Object> object = reader_.read(file, max_bytes);
    if (object && !is_named_by(id, object->type, object->bytes)) {
      return Error{ErrorCode::kMalformed, "damaged: its bytes are not those that its id names"};
    }
    return object;
  });
}

}  // namespace rekey
