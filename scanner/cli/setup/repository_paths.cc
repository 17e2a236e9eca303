#include "scanner/cli/setup/repository_paths.h"

#include <filesystem>

#include "scanner/git/object/object_folders.h"

namespace rekey {

std::vector<std::string> repository_paths(const Repository& repository) {
  std::vector<std::string> paths{repository.git_dir()};
  if (repository.common_dir() != paths.front()) paths.push_back(repository.common_dir());
  const std::vector<std::string> own = paths;
  for (const std::string& folder : own) {
    // What git-new-workdir links, and the HEAD of old repositories.
    for (const char* name : {"HEAD", "config", "index", "info", "logs", "objects", "packed-refs",
                             "refs", "shallow", "objects/pack"}) {
      std::error_code ignored;
      std::string path = folder + name;
      if (std::filesystem::is_symlink(path, ignored)) paths.push_back(std::move(path));
    }
  }
  std::vector<Error> told_by_the_scan;
  for (std::string& folder : object_folders(repository.object_roots(), told_by_the_scan)) {
    paths.push_back(std::move(folder));
  }
  return paths;
}

}  // namespace rekey
