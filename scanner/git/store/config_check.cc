#include "scanner/git/store/config_check.h"

#include <filesystem>
#include <string_view>

#include "scanner/base/file.h"
#include "scanner/git/store/config_text.h"
#include "scanner/git/store/libgit2.h"

namespace rekey {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostFiles = 100;
constexpr int kDeepest = 10;  // as git's
constexpr uint64_t kLargestPointer = 4096;

class ConfigCheck {
 public:
  // Paths that start with '~' are the user's own. A file that is not there is not read by git.
  Status check(const fs::path& file, int depth) {
    const Result<std::string> text = read_file(file.string(), kLargestConfigText);
    if (!text && text.error().code == ErrorCode::kNotFound) return {};
    if (!text) return text.error();
    if (++files_ > kMostFiles || depth > kDeepest) {
      return Error{ErrorCode::kTooLarge, file.string() + ": too many files include each other"};
    }
    const Result<std::vector<ConfigVariable>> variables =
        parse_config_text(*text, file.filename().string());
    if (!variables) return variables.error();
    for (const ConfigVariable& one : *variables) {
      const bool includes = one.section == "include" || one.section == "includeif";
      if (!includes || one.name != "path" || one.value.starts_with('~')) continue;
      Status status = check(file.parent_path() / one.value, depth + 1);
      if (!status) return status;
    }
    return {};
  }

 private:
  size_t files_ = 0;
};

}  // namespace

Status check_config(const std::string& common_dir) {
  return ConfigCheck().check(common_dir + "config", 0);
}

Status check_config_of(const std::string& path) {
  git_buf found = GIT_BUF_INIT;
  std::string folder;
  if (git_repository_discover(&found, path.c_str(), 1, nullptr) == 0) {
    folder.assign(found.ptr, found.size);
  }
  git_buf_dispose(&found);
  if (folder.empty()) return {};
  // A linked worktree's folder says where the common one is.
  Result<std::string> common = read_file(folder + "commondir", kLargestPointer);
  if (common) {
    while (common->ends_with('\n') || common->ends_with('\r')) common->pop_back();
    folder = (fs::path(folder) / *common).string() + "/";
  }
  return check_config(folder);
}

}  // namespace rekey
