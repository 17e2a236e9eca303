#include "scanner/git/loose_files.h"

#include <charconv>

#include "scanner/base/file.h"

namespace rekey {
namespace {

constexpr uint64_t kLargest = uint64_t{1} << 30;  // bytes, when nobody says
constexpr size_t kLongestHeader = 32;

ObjectType type_of(std::string_view name) {
  if (name == "commit") return ObjectType::kCommit;
  if (name == "tree") return ObjectType::kTree;
  if (name == "blob") return ObjectType::kBlob;
  return name == "tag" ? ObjectType::kTag : ObjectType::kOther;
}

}  // namespace

Result<Object> parse_loose(std::string_view bytes) {
  const Error malformed{ErrorCode::kMalformed, "not a loose object"};
  const size_t nul = bytes.substr(0, kLongestHeader).find('\0');
  const size_t space = bytes.substr(0, kLongestHeader).find(' ');
  if (nul == std::string_view::npos || space == std::string_view::npos || space > nul) {
    return malformed;
  }
  Object object;
  object.type = type_of(bytes.substr(0, space));
  uint64_t size = 0;
  const auto [end, error] = std::from_chars(bytes.data() + space + 1, bytes.data() + nul, size);
  if (object.type == ObjectType::kOther || error != std::errc() || end != bytes.data() + nul ||
      size != bytes.size() - nul - 1) {
    return malformed;
  }
  object.bytes = bytes.substr(nul + 1);
  return object;
}

Result<Object> LooseFiles::read_file_of(const ObjectId& id, uint64_t max_bytes) {
  const std::string hex = id.hex();
  const uint64_t most = std::min(max_bytes, kLargest) + kLongestHeader;
  const std::string tail = "/" + hex.substr(0, 2) + "/" + hex.substr(2);
  for (const std::string& folder : folders_) {
    // Deflate never makes anything much larger.
    const Result<std::string> file = read_file(folder + tail, most + most / 64 + 64);
    if (!file && file.error().code == ErrorCode::kNotFound) continue;
    const Status status =
        file ? inflater_.run_up_to(file.value(), most, inflated_) : Status(file.error());
    if (!status) {
      return Error{status.error().code,
                   hex + ": " + (file ? status.error().message : std::string("cannot be read"))};
    }
    Result<Object> object = parse_loose(inflated_.bytes());
    if (!object) return Error{object.error().code, hex + ": " + object.error().message};
    if (object->bytes.size() > max_bytes) {
      return Error{ErrorCode::kTooLarge, hex + ": larger than the limit"};
    }
    return object;
  }
  return Error{ErrorCode::kNotFound, hex + ": missing"};
}

Result<ObjectHeader> LooseFiles::header(const ObjectId& id) {
  Result<Object> object = read_file_of(id, kLargest);
  if (!object) return object.error();
  last_ = id;
  last_object_ = *std::move(object);
  return ObjectHeader{last_object_.type, last_object_.bytes.size()};
}

Result<Object> LooseFiles::read(const ObjectId& id, uint64_t max_bytes) {
  if (id != last_ || last_object_.bytes.size() > max_bytes) return read_file_of(id, max_bytes);
  last_ = {};
  return std::move(last_object_);
}

}  // namespace rekey
