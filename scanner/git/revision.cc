#include "scanner/git/revision.h"

#include <git2.h>

namespace rekey {

Result<ObjectId> commit_named(const Repository& repository, const std::string& name) {
  const Error missing{ErrorCode::kNotFound, name + ": no such commit"};
  git_object* object = nullptr;
  if (git_revparse_single(&object, repository.handle(), name.c_str()) != 0) return missing;
  git_object* commit = nullptr;
  const bool is_commit = git_object_peel(&commit, object, GIT_OBJECT_COMMIT) == 0;
  git_object_free(object);
  if (!is_commit) return missing;
  const git_oid* oid = git_object_id(commit);
  const ObjectId id = ObjectId::from_raw({reinterpret_cast<const char*>(oid->id), ObjectId::kSize});
  git_object_free(commit);
  return id;
}

}  // namespace rekey
