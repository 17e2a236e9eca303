#include "scanner/git/libgit2.h"

namespace rekey::libgit2 {
namespace {

git_oid oid_of(const ObjectId& id) {
  git_oid oid;
  git_oid_fromraw(&oid, id.bytes.data());
  return oid;
}

ObjectType type_of(git_object_t type) {
  switch (type) {
    case GIT_OBJECT_COMMIT:
      return ObjectType::kCommit;
    case GIT_OBJECT_TREE:
      return ObjectType::kTree;
    case GIT_OBJECT_BLOB:
      return ObjectType::kBlob;
    case GIT_OBJECT_TAG:
      return ObjectType::kTag;
    default:
      return ObjectType::kOther;
  }
}

Error read_error(const ObjectId& id, int code) {
  if (code == GIT_ENOTFOUND) return {ErrorCode::kNotFound, id.hex() + ": missing"};
  return {ErrorCode::kMalformed, id.hex() + ": " + last_message()};
}

}  // namespace

// One initialization a process; libgit2 counts them and its threads share it.
void start() {
  static const bool started = [] {
    git_libgit2_init();
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
    return true;
  }();
  (void)started;
}

std::string last_message() {
  const git_error* error = git_error_last();
  return error != nullptr && error->message != nullptr ? error->message : "unknown error";
}

ObjectId id_of(const git_oid& oid) {
  return ObjectId::from_raw({reinterpret_cast<const char*>(oid.id), ObjectId::kSha1},
                            ObjectId::kSha1);
}

Result<ObjectHeader> read_header(git_odb* odb, const ObjectId& id) {
  if (id.size() != ObjectId::kSha1) return read_error(id, GIT_ENOTFOUND);
  const git_oid oid = oid_of(id);
  size_t size = 0;
  git_object_t type = GIT_OBJECT_INVALID;
  const int code = git_odb_read_header(&size, &type, odb, &oid);
  if (code != 0) return read_error(id, code);
  return ObjectHeader{type_of(type), size};
}

Result<Object> read_object(git_odb* odb, const ObjectId& id, uint64_t max_bytes) {
  if (max_bytes != UINT64_MAX) {
    Result<ObjectHeader> header = read_header(odb, id);
    if (!header) return header.error();
    if (header->size > max_bytes) {
      return Error{ErrorCode::kTooLarge,
                   id.hex() + ": larger than the limit of " + std::to_string(max_bytes) + " bytes"};
    }
  }
  if (id.size() != ObjectId::kSha1) return read_error(id, GIT_ENOTFOUND);
  const git_oid oid = oid_of(id);
  git_odb_object* raw = nullptr;
  const int code = git_odb_read(&raw, odb, &oid);
  if (code != 0) return read_error(id, code);
  Object object;
  object.type = type_of(git_odb_object_type(raw));
  object.bytes.assign(static_cast<const char*>(git_odb_object_data(raw)), git_odb_object_size(raw));
  git_odb_object_free(raw);
  return object;
}

}  // namespace rekey::libgit2
