#include "scanner/git/store/hooks_folder.h"

#include <git2.h>

#include <filesystem>

namespace rekey {
namespace {

namespace fs = std::filesystem;

// core.hooksPath with "~" resolved; "" = not set.
std::string configured(const Repository& repository) {
  git_config* config = nullptr;
  if (git_repository_config_snapshot(&config, repository.handle()) != 0) return {};
  git_buf buffer = GIT_BUF_INIT;
  std::string out;
  if (git_config_get_path(&buffer, config, "core.hooksPath") == 0) {
    out.assign(buffer.ptr, buffer.size);
  }
  git_buf_dispose(&buffer);
  git_config_free(config);
  return out;
}

bool is_inside(const fs::path& path, const std::string& folder) {
  if (folder.empty()) return false;
  const fs::path relative = path.lexically_relative(fs::path(folder).lexically_normal());
  return !relative.empty() && *relative.begin() != "..";
}

}  // namespace

HooksFolder hooks_folder(const Repository& repository) {
  const std::string set = configured(repository);
  const fs::path common = git_repository_commondir(repository.handle());
  std::error_code ignored;
  HooksFolder out;
  fs::path path = common / "hooks";
  if (!set.empty()) {
    // git runs hooks in the work tree's root, so that is what a relative path starts from.
    const std::string root =
        repository.work_tree().empty() ? repository.git_dir() : repository.work_tree();
    path = (fs::path(root) / set).lexically_normal();
    out.is_shared = !is_inside(path, root) && !is_inside(path, common.string());
  }
  out.path = path.lexically_normal().string();
  while (out.path.size() > 1 && out.path.ends_with('/')) out.path.pop_back();
  return out;
}

}  // namespace rekey
