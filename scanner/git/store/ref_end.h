// RefEnd: what a ref leads to: through tags, and tags on tags, to a commit, a tree or a blob.
//
// Plain values, and functions of a reader; a crafted chain of tags is followed to a bound.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/object/object.h"
#include "scanner/git/object/object_id.h"
#include "scanner/git/refs/ref.h"
#include "scanner/git/store/repository.h"

namespace rekey {

struct RefEnd {
  std::string ref;                       // its name
  std::vector<ObjectId> tags;            // tag objects on the way, the outermost first
  ObjectId object;                       // what the last of them is on, or the ref itself
  ObjectType type = ObjectType::kOther;  // of `object`; kOther: see `fault`
  std::optional<Error> fault;            // "object ID: why it could not be read"
};

// Gives an object with its type; its bytes are asked of tags alone.
using TypedReader = std::function<Result<Object>(const ObjectId&)>;

RefEnd end_of(const Ref& ref, const TypedReader& read);
RefEnd end_of(const Ref& ref, const ObjectReader& reader);

}  // namespace rekey
