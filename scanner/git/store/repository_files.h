// RepositoryFiles: where a repository's parts are and of which form they are, by its files alone:
// for what libgit2 cannot open, SHA-256 ids above all.
//
// Knows the extensions of the format that change nothing for who reads objects and refs as files;
// any other is refused. A plain value.
#pragma once

#include <string>

#include "scanner/base/result.h"
#include "scanner/git/object/object_id.h"

namespace rekey {

struct RepositoryFiles {
  std::string git_dir, common_dir;  // end with '/'; the same but for a linked worktree
  std::string work_tree;            // ends with '/'; "" for a bare one
  std::string origin_url;           // as it is configured; may be ""
  size_t id_size = ObjectId::kSha1;

  // `path`: as Repository::open's. kNotFound, kUnsupported; messages start with the path.
  static Result<RepositoryFiles> open(const std::string& path);

  [[nodiscard]] bool is_shallow() const;
};

}  // namespace rekey
