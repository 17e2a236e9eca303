#include "scanner/git/store/upstream.h"

#include "scanner/git/store/libgit2.h"

namespace rekey {

std::string upstream_of(const Repository& repository, const std::string& branch) {
  if (repository.handle() == nullptr) return {};
  git_buf buffer = GIT_BUF_INIT;
  std::string out;
  if (git_branch_upstream_name(&buffer, repository.handle(), branch.c_str()) == 0) {
    out.assign(buffer.ptr, buffer.size);
  }
  git_buf_dispose(&buffer);
  return out;
}

}  // namespace rekey
