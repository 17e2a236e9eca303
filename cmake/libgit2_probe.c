/* Does a static libgit2 link with libgit2_offline.c? Names what rekey uses of it. */
#include <git2.h>

int main(void) {
  git_repository* repository = 0;
  git_diff* diff = 0;
  git_revwalk* walk = 0;
  git_libgit2_init();
  git_repository_open_ext(&repository, ".", GIT_REPOSITORY_OPEN_FROM_ENV, 0);
  git_diff_tree_to_index(&diff, repository, 0, 0, 0);
  git_revwalk_new(&walk, repository);
  return git_libgit2_shutdown();
}
