// ObjectHash: the id that git gives an object: the SHA-1 or SHA-256 of "TYPE SIZE", NUL and its
// bytes. Whoever has hashed an object need believe nothing else that a repository says of it.
//
// Pure functions; any thread.
#pragma once

#include <string_view>

#include "scanner/git/object/object.h"
#include "scanner/git/object/object_id.h"

namespace rekey {

// `id_size`: kSha1 or kSha256. `type` is not kOther.
ObjectId object_hash(ObjectType type, std::string_view bytes, size_t id_size);

// Whether the object's bytes are those that `id` names.
bool is_named_by(const ObjectId& id, ObjectType type, std::string_view bytes);

// "blob", "commit", "tag", "tree", as git writes them; "object" for kOther.
std::string_view type_name(ObjectType type);

}  // namespace rekey
