#include "scanner/git/store/ref_end.h"

namespace rekey {
namespace {

// Tags on tags: people make one, a crafted repository as many as it likes.
constexpr size_t kMostTags = 10000;

Error fault_of(const ObjectId& id, const Error& error, const std::string& named_by) {
  const std::string what = "object " + id.hex() + ": ";
  if (error.code == ErrorCode::kNotFound) {
    return {error.code, what + "missing, though " + named_by + " names it"};
  }
  const size_t colon = error.message.find(": ");
  return {error.code,
          what + (colon == std::string::npos ? error.message : error.message.substr(colon + 2))};
}

}  // namespace

RefEnd end_of(const Ref& ref, const TypedReader& read) {
  RefEnd end;
  end.ref = ref.name;
  end.object = ref.target;
  for (;;) {
    const Result<Object> object = read(end.object);
    if (!object) {
      end.fault = fault_of(end.object, object.error(), ref.name);
      return end;
    }
    if (object->type != ObjectType::kTag) {
      end.type = object->type;
      return end;
    }
    if (end.tags.size() == kMostTags) {
      end.fault = Error{ErrorCode::kTooLarge, "tag " + ref.target.hex() + ": on " +
                                                  std::to_string(kMostTags) +
                                                  " other tags and more, not followed"};
      return end;
    }
    end.tags.push_back(end.object);
    const Result<Tag> tag = parse_tag(object->bytes);
    if (!tag) {
      end.fault =
          Error{ErrorCode::kMalformed, "tag " + end.object.hex() + ": " + tag.error().message};
      return end;
    }
    end.object = tag->target;
  }
}

RefEnd end_of(const Ref& ref, const ObjectReader& reader) {
  return end_of(ref, [&](const ObjectId& id) -> Result<Object> {
    const Result<ObjectHeader> header = reader.header(id);
    if (!header) return header.error();
    if (header->type == ObjectType::kTag) return reader.read(id);
    return Object{header->type, {}};
  });
}

}  // namespace rekey
