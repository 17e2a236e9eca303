#include "scanner/cli/setup/given_repository.h"

#include "scanner/cli/setup/environment.h"

namespace rekey {

Result<Repository> open_given_repository() {
  return Repository::open_given(".", {.git_dir = variable("GIT_DIR"),
                                      .work_tree = variable("GIT_WORK_TREE"),
                                      .objects = variable("GIT_OBJECT_DIRECTORY"),
                                      .alternates = variable("GIT_ALTERNATE_OBJECT_DIRECTORIES")});
}

}  // namespace rekey
