#include "scanner/git/store/judge_objects.h"

#include <algorithm>

#include "scanner/git/store/libgit2.h"

namespace rekey {
namespace {

using OdbHandle = std::unique_ptr<git_odb, libgit2::Freed<git_odb, git_odb_free>>;

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
  return {ErrorCode::kMalformed, id.hex() + ": " + libgit2::last_message()};
}

int collect_id(const git_oid* oid, void* payload) {
  static_cast<std::vector<ObjectId>*>(payload)->push_back(libgit2::id_of(*oid));
  return 0;
}

}  // namespace

struct JudgeObjects::Impl {
  std::string folder;
  OdbHandle odb;
};

JudgeObjects::JudgeObjects(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
JudgeObjects::JudgeObjects(JudgeObjects&&) noexcept = default;
JudgeObjects& JudgeObjects::operator=(JudgeObjects&&) noexcept = default;
JudgeObjects::~JudgeObjects() = default;

Result<JudgeObjects> JudgeObjects::open(const std::string& objects_folder) {
  libgit2::start();
  git_odb* odb = nullptr;
  if (git_odb_open(&odb, objects_folder.c_str()) != 0) {
    return Error{ErrorCode::kUnreadable, objects_folder + ": " + libgit2::last_message()};
  }
  return JudgeObjects(std::make_unique<Impl>(Impl{objects_folder, OdbHandle(odb)}));
}

std::vector<ObjectId> JudgeObjects::ids(std::vector<Error>& errors) const {
  std::vector<ObjectId> ids;
  if (git_odb_foreach(impl_->odb.get(), collect_id, &ids) != 0) {
    errors.push_back({ErrorCode::kMalformed, impl_->folder + ": " + libgit2::last_message()});
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

Result<ObjectHeader> JudgeObjects::header(const ObjectId& id) const {
  if (id.size() != ObjectId::kSha1) return read_error(id, GIT_ENOTFOUND);
  const git_oid oid = oid_of(id);
  size_t size = 0;
  git_object_t type = GIT_OBJECT_INVALID;
  const int code = git_odb_read_header(&size, &type, impl_->odb.get(), &oid);
  if (code != 0) return read_error(id, code);
  return ObjectHeader{type_of(type), size};
}

Result<Object> JudgeObjects::read(const ObjectId& id, uint64_t max_bytes) const {
  const Result<ObjectHeader> told = header(id);
  if (!told) return told.error();
  if (told.value().size > max_bytes) {
    return Error{ErrorCode::kTooLarge,
                 id.hex() + ": larger than the limit of " + std::to_string(max_bytes) + " bytes"};
  }
  const git_oid oid = oid_of(id);
  git_odb_object* raw = nullptr;
  const int code = git_odb_read(&raw, impl_->odb.get(), &oid);
  if (code != 0) return read_error(id, code);
  Object object;
  object.type = type_of(git_odb_object_type(raw));
  object.bytes.assign(static_cast<const char*>(git_odb_object_data(raw)), git_odb_object_size(raw));
  git_odb_object_free(raw);
  return object;
}

}  // namespace rekey
