// ObjectVisitor: what is done with the objects of a walk; one thread's.
//
// Objects come along the trees that their deltas make, depth first: when one is derived, the object
// given last at the depth above it is its base.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "scanner/base/copied_bytes.h"
#include "scanner/base/result.h"
#include "scanner/git/object/object.h"
#include "scanner/git/object/object_id.h"

namespace rekey {

struct VisitedObject {
  IdView id;  // of bytes that live as long as what is walked
  ObjectType type = ObjectType::kOther;
  std::string_view bytes;               // they live during the call
  uint32_t depth = 0;                   // deltas between it and its root
  bool derived = false;                 // its base was given, and `copies` say what it has of it
  std::span<const CopiedBytes> copies;  // by `to`; what lies between was inserted
  bool is_base = false;                 // objects derived from it may follow
};

class ObjectVisitor {
 public:
  ObjectVisitor() = default;
  virtual ~ObjectVisitor() = default;
  ObjectVisitor(const ObjectVisitor&) = delete;
  ObjectVisitor& operator=(const ObjectVisitor&) = delete;

  // Delta trees of other types are not resolved.
  [[nodiscard]] virtual bool wants(ObjectType type) const = 0;
  // Whether anybody looks at VisitedObject::copies; if not, nothing is ever derived.
  [[nodiscard]] virtual bool wants_copies() const { return false; }
  virtual void object(const VisitedObject& object) = 0;
  // kTooLarge, kMalformed, kNotFound; the message says why, without the id. `type` may be unknown.
  virtual void failed(const ObjectId& id, ObjectType type, const Error& error) = 0;
  // Of an object that was given: what is wrong around it. kMalformed, as failed().
  virtual void doubtful(const ObjectId& id, ObjectType type, const Error& error) {
    (void)id, (void)type, (void)error;
  }
  // Other bytes under the id of an object that was given, after all objects; as object().
  virtual void twin(const VisitedObject& object) { (void)object; }
};

}  // namespace rekey
