#include "scanner/source/git_folder.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <string_view>

#include "scanner/base/file.h"

namespace rekey {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kLargestConfig = uint64_t{1} << 20;  // looked through for files it includes
constexpr int kMaxDepth = 64;  // of folders and of submodules in each other

constexpr std::array<std::string_view, 3> kFiles = {"config", "config.worktree", "description"};
// Not what the next commit or the reflog says: the history has that, place by place.
constexpr std::array<std::string_view, 2> kEndings = {"_MSG", "_HEAD"};
constexpr std::array<std::string_view, 4> kFolders = {"hooks", "info", "rebase-merge",
                                                      "rebase-apply"};
constexpr std::array<std::string_view, 2> kOthers = {"modules", "worktrees"};

template <typename Names>
bool contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_text(std::string_view name) {
  return contains(kFiles, name) ||
         std::any_of(kEndings.begin(), kEndings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

// "path = X" in a configuration is what it includes; nothing else has that key.
std::set<std::string> included_by(std::string_view config) {
  std::set<std::string> out;
  while (!config.empty()) {
    std::string_view line = config.substr(0, config.find('\n'));
    config.remove_prefix(std::min(line.size() + 1, config.size()));
    const size_t key = line.find("path");
    const size_t sign = line.find('=');
    if (key == std::string_view::npos || sign == std::string_view::npos || sign < key) continue;
    line.remove_prefix(sign + 1);
    const size_t begin = line.find_first_not_of(" \t\"");
    const size_t end = line.find_last_not_of(" \t\r\"");
    if (begin != std::string_view::npos) out.emplace(line.substr(begin, end - begin + 1));
  }
  return out;
}

class GitFolder {
 public:
  GitFolder(const std::string& root, FileList& out) : below_(root.size() + 1), out_(out) {
    out_.folders.push_back(root);
    number_ = static_cast<uint32_t>(out_.folders.size());
  }

  void list(const fs::path& folder, const std::string& reported, int depth) {
    std::error_code error;
    if (!is_file(folder / "HEAD") && !is_file(folder / "config")) {
      if (depth > 0) list_others(folder, reported, depth);  // a submodule's name may have a '/'
      return;
    }
    fs::directory_iterator at(folder, error);
    for (const fs::directory_iterator end; !error && at != end; at.increment(error)) {
      const std::string name = at->path().filename().string();
      if (is_folder(*at)) {
        if (contains(kFolders, name)) list_all(at->path(), reported + name + "/", depth);
        if (contains(kOthers, name)) list_others(at->path(), reported + name + "/", depth);
      } else if (is_text(name)) {
        add(*at, reported + name);
      }
    }
    if (error) tell(reported, error.message());
    add_included(folder, reported);
  }

 private:
  static bool is_file(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(fs::symlink_status(path, ignored));
  }

  static bool is_folder(const fs::directory_entry& entry) {
    std::error_code ignored;
    return !entry.is_symlink(ignored) && entry.is_directory(ignored);
  }

  // Whatever links say.
  static bool lies_in(const fs::path& folder, const fs::path& file) {
    std::error_code ignored;
    const fs::path root = fs::canonical(folder, ignored);
    const fs::path real = fs::canonical(file, ignored);
    return !real.empty() &&
           std::mismatch(root.begin(), root.end(), real.begin(), real.end()).first == root.end();
  }

  void tell(const std::string& reported, const std::string& why) {
    out_.unreadable.push_back({ErrorCode::kUnreadable, reported + ": " + why});
  }

  void add(const fs::directory_entry& entry, const std::string& reported) {
    std::error_code ignored;
    if (entry.is_symlink(ignored) || !entry.is_regular_file(ignored)) return;
    out_.files.push_back({entry.path().string(), reported, number_, static_cast<uint32_t>(below_)});
  }

  void list_all(const fs::path& folder, const std::string& reported, int depth) {
    if (depth > kMaxDepth) return tell(reported, "deeper than the limit");
    std::error_code error;
    fs::directory_iterator at(folder, error);
    for (const fs::directory_iterator end; !error && at != end; at.increment(error)) {
      const std::string name = reported + at->path().filename().string();
      if (is_folder(*at)) {
        list_all(at->path(), name + "/", depth + 1);
      } else {
        add(*at, name);
      }
    }
    if (error) tell(reported, error.message());
  }

  // Repositories' folders in `folder`.
  void list_others(const fs::path& folder, const std::string& reported, int depth) {
    if (depth > kMaxDepth) return tell(reported, "deeper than the limit");
    std::error_code error;
    fs::directory_iterator at(folder, error);
    for (const fs::directory_iterator end; !error && at != end; at.increment(error)) {
      if (!is_folder(*at)) continue;
      list(at->path(), reported + at->path().filename().string() + "/", depth + 1);
    }
    if (error) tell(reported, error.message());
  }

  void add_included(const fs::path& folder, const std::string& reported) {
    if (!is_file(folder / "config")) return;
    const Result<std::string> config = read_file((folder / "config").string(), kLargestConfig);
    if (!config) return;  // told when it is scanned
    for (const std::string& path : included_by(*config)) {
      const fs::path inside = fs::path(path).lexically_normal();
      const bool is_inside = inside.is_relative() && !inside.empty() && *inside.begin() != "..";
      const bool is_listed = is_text(path) || contains(kFolders, inside.begin()->string());
      if (!is_inside || is_listed || !lies_in(folder, folder / inside)) continue;
      std::error_code ignored;
      add(fs::directory_entry(folder / inside, ignored), reported + inside.generic_string());
    }
  }

  size_t below_;         // where in a path its way from the root begins
  uint32_t number_ = 0;  // of the root among the folders
  FileList& out_;
};

}  // namespace

void list_git_folder(const std::string& folder, const std::string& reported, FileList& out) {
  std::string root = folder;
  while (root.size() > 1 && root.ends_with('/')) root.pop_back();
  GitFolder(root, out).list(root, reported, 0);
}

}  // namespace rekey
