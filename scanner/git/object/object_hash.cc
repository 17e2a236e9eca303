#include "scanner/git/object/object_hash.h"

#include <string>

#include "scanner/base/digest.h"

namespace rekey {

std::string_view type_name(ObjectType type) {
  switch (type) {
    case ObjectType::kBlob:
      return "blob";
    case ObjectType::kCommit:
      return "commit";
    case ObjectType::kTag:
      return "tag";
    case ObjectType::kTree:
      return "tree";
    default:
      return "object";
  }
}

ObjectId object_hash(ObjectType type, std::string_view bytes, size_t id_size) {
  std::string header(type_name(type));
  header += ' ' + std::to_string(bytes.size());
  header += '\0';
  const auto as_id = [id_size](const auto& digest) {
    return ObjectId::from_raw({reinterpret_cast<const char*>(digest.data()), digest.size()},
                              id_size);
  };
  return id_size == ObjectId::kSha1 ? as_id(sha1_of_both(header, bytes))
                                    : as_id(sha256_of_both(header, bytes));
}

bool is_named_by(const ObjectId& id, ObjectType type, std::string_view bytes) {
  return type != ObjectType::kOther && object_hash(type, bytes, id.size()) == id;
}

}  // namespace rekey
