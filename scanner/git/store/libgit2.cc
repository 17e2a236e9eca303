#include "scanner/git/store/libgit2.h"

namespace rekey::libgit2 {

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

}  // namespace rekey::libgit2
