#include "scanner/git/store/repository_files.h"

#include <array>
#include <filesystem>
#include <memory>
#include <string_view>

#include "scanner/base/file.h"
#include "scanner/git/store/config_check.h"
#include "scanner/git/store/libgit2.h"

namespace rekey {
namespace {

namespace fs = std::filesystem;

using ConfigHandle = std::unique_ptr<git_config, libgit2::Freed<git_config, git_config_free>>;

constexpr uint64_t kLargestPointer = 4096;  // bytes of a file that holds a path

// Those that have no say in how objects and refs are stored.
constexpr std::array<std::string_view, 4> kHarmless = {"extensions.noop", "extensions.partialclone",
                                                       "extensions.preciousobjects",
                                                       "extensions.worktreeconfig"};

struct Format {
  size_t id_size = ObjectId::kSha1;
  std::string unknown;  // an extension that is not known; "" = none
};

int look_at(const git_config_entry* entry, void* payload) {
  auto& format = *static_cast<Format*>(payload);
  const std::string_view name = entry->name;
  const std::string_view value = entry->value != nullptr ? entry->value : "";
  if (name == "extensions.objectformat" && (value == "sha1" || value == "sha256")) {
    format.id_size = value == "sha256" ? ObjectId::kSha256 : ObjectId::kSha1;
    return 0;
  }
  if (name == "extensions.refstorage" && value == "files") return 0;
  for (const std::string_view harmless : kHarmless) {
    if (name == harmless) return 0;
  }
  format.unknown = name;
  return 0;
}

std::string text_of(git_config* config, const char* name) {
  git_buf buffer = GIT_BUF_INIT;
  std::string out;
  if (git_config_get_string_buf(&buffer, config, name) == 0) out.assign(buffer.ptr, buffer.size);
  git_buf_dispose(&buffer);
  return out;
}

std::string as_folder(const fs::path& path) {
  std::string out = path.lexically_normal().string();
  if (!out.ends_with('/')) out += '/';
  return out;
}

// The path in a file of a linked worktree, from `folder` on; "" when there is none.
fs::path pointed_to(const std::string& folder, const char* file) {
  Result<std::string> text = read_file(folder + file, kLargestPointer);
  if (!text) return {};
  while (text->ends_with('\n') || text->ends_with('\r')) text->pop_back();
  return text->empty() ? fs::path() : fs::path(folder) / *text;
}

std::string work_tree_of(const std::string& git_dir, git_config* config) {
  int is_bare = 0;
  if (git_config_get_bool(&is_bare, config, "core.bare") == 0 && is_bare != 0) return {};
  const std::string set = text_of(config, "core.worktree");
  if (!set.empty()) return as_folder(fs::path(git_dir) / set);
  const fs::path linked = pointed_to(git_dir, "gitdir");
  if (!linked.empty()) return as_folder(linked.parent_path());
  const fs::path own = fs::path(git_dir).parent_path();  // without the last '/'
  return own.filename() == ".git" ? as_folder(own.parent_path()) : std::string();
}

}  // namespace

Result<RepositoryFiles> RepositoryFiles::open(const std::string& path) {
  libgit2::start();
  RepositoryFiles files;
  git_buf found = GIT_BUF_INIT;
  if (git_repository_discover(&found, path.c_str(), 1, nullptr) == 0) {
    files.git_dir = as_folder(std::string(found.ptr, found.size));
  }
  git_buf_dispose(&found);
  if (files.git_dir.empty()) return Error{ErrorCode::kNotFound, path + ": not a git repository"};
  const fs::path common = pointed_to(files.git_dir, "commondir");
  files.common_dir = common.empty() ? files.git_dir : as_folder(common);
  const Status readable = check_config(files.common_dir);
  if (!readable) return Error{ErrorCode::kUnsupported, path + ": " + readable.error().message};
  git_config* raw = nullptr;
  if (git_config_open_ondisk(&raw, (files.common_dir + "config").c_str()) != 0) {
    return Error{ErrorCode::kUnsupported, path + ": config: " + libgit2::last_message()};
  }
  const ConfigHandle config(raw);
  Format format;
  if (git_config_foreach_match(config.get(), "^extensions\\.", look_at, &format) != 0) {
    return Error{ErrorCode::kUnsupported, path + ": config: " + libgit2::last_message()};
  }
  if (!format.unknown.empty()) {
    return Error{ErrorCode::kUnsupported, path + ": unknown extension " + format.unknown};
  }
  files.id_size = format.id_size;
  files.work_tree = work_tree_of(files.git_dir, config.get());
  files.origin_url = text_of(config.get(), "remote.origin.url");
  return files;
}

bool RepositoryFiles::is_shallow() const {
  std::error_code error;
  const auto size = fs::file_size(common_dir + "shallow", error);
  return !error && size > 0;
}

}  // namespace rekey
