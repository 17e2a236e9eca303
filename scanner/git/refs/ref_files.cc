#include "scanner/git/refs/ref_files.h"

#include <filesystem>
#include <string_view>
#include <utility>

#include "scanner/base/file.h"
#include "scanner/git/refs/ref_table.h"

namespace rekey {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kLargestRef = 4096;
constexpr uint64_t kLargestPacked = uint64_t{1} << 30;
constexpr int kMaxDepth = 1000;  // of folders; a path ends at 4,096 bytes anyway

// Without the path that the error starts with.
std::string reason_of(const Error& error) {
  const size_t colon = error.message.rfind(": ");
  return colon == std::string::npos ? error.message : error.message.substr(colon + 2);
}

// Without asking for what the folder says already.
fs::file_type type_of(const fs::directory_entry& entry) {
  std::error_code ignored;
  if (entry.is_symlink(ignored)) return fs::file_type::symlink;
  if (entry.is_directory(ignored)) return fs::file_type::directory;
  return entry.is_regular_file(ignored) ? fs::file_type::regular : fs::file_type::unknown;
}

class RefReader {
 public:
  explicit RefReader(size_t id_size) : table_(id_size) {}

  // The refs under `folder`, which is there or, if `optional`, may not be; `name` is theirs so far:
  // both end with '/'.
  void add_folder(const std::string& folder, const std::string& name, bool optional) {
    std::error_code error;
    fs::recursive_directory_iterator at(folder, error);
    if (error == std::errc::no_such_file_or_directory && optional) return;
    for (const fs::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
      const std::string file = at->path().filename().string();
      const bool is_none = file.starts_with('.') || file.ends_with(".lock");
      const fs::file_type type = type_of(*at);
      if (type == fs::file_type::directory) {
        if (!is_none && at.depth() >= kMaxDepth) table_.tell(name, "deeper than the limit");
        if (is_none || at.depth() >= kMaxDepth) at.disable_recursion_pending();
        continue;
      }
      const std::string path = at->path().string();
      if (!is_none) add_file(path, type, name + path.substr(folder.size()));
    }
    if (error) table_.tell(name, error.message());
  }

  // If it is there.
  void add_file(const std::string& path, std::string name) {
    std::error_code error;
    const fs::file_type type = fs::symlink_status(path, error).type();
    if (type != fs::file_type::not_found) add_file(path, type, std::move(name));
  }

  // HEADs and refs of worktrees that are linked to `common_dir`, but that of `own`.
  void add_worktrees(const std::string& common_dir, const std::string& own) {
    const std::string all = common_dir + "worktrees/";
    std::error_code error;
    fs::directory_iterator at(all, error);
    if (error == std::errc::no_such_file_or_directory) return;
    for (const fs::directory_iterator end; !error && at != end; at.increment(error)) {
      std::error_code ignored;
      const std::string folder = at->path().string() + "/";
      if (folder == own || !fs::is_directory(at->symlink_status(ignored))) continue;
      const std::string name = "worktrees/" + at->path().filename().string() + "/";
      add_file(folder + "HEAD", name + "HEAD");
      add_folder(folder + "refs/", name + "refs/", true);
    }
    if (error) table_.tell("worktrees/", error.message());
  }

  // After the others: git packs a ref before it takes its file away.
  RefList take(const std::string& common_dir) {
    add_packed(common_dir);
    for (LooseRef& ref : loose_) table_.add_loose(std::move(ref.name), std::move(ref.text));
    return table_.take();
  }

 private:
  struct LooseRef {
    std::string name, text;
  };

  void add_packed(const std::string& common_dir) {
    const std::string path = common_dir + "packed-refs";
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found && !fs::is_symlink(path, error)) return;
    if (!fs::is_regular_file(status)) return table_.tell("packed-refs", "no regular file");
    Result<std::string> text = read_file(path, kLargestPacked);
    if (!text) return table_.tell("packed-refs", reason_of(text.error()));
    table_.add_packed(*std::move(text));
  }

  void add_file(const std::string& path, fs::file_type type, std::string name) {
    if (type == fs::file_type::symlink) return add_link(path, std::move(name));
    if (type != fs::file_type::regular) return table_.tell(name, "no regular file");
    Result<std::string> text = read_file(path, kLargestRef);
    if (text) {
      loose_.push_back({std::move(name), *std::move(text)});
    } else if (text.error().code != ErrorCode::kNotFound) {  // deleted, or packed, meanwhile
      table_.tell(name, reason_of(text.error()));
    }
  }

  void add_link(const std::string& path, std::string name) {
    std::error_code error;
    const std::string target = fs::read_symlink(path, error).string();
    if (!target.starts_with("refs/")) return table_.tell(name, "a link, which is not followed");
    loose_.push_back({std::move(name), "ref: " + target});
  }

  RefTable table_;
  std::vector<LooseRef> loose_;
};

}  // namespace

RefList read_refs(const RefFolders& folders) {
  RefReader reader(folders.id_size);
  reader.add_folder(folders.common_dir + "refs/", "refs/", false);
  const bool is_linked = folders.git_dir != folders.common_dir;
  if (is_linked) {
    reader.add_folder(folders.git_dir + "refs/", "refs/", true);
    reader.add_file(folders.common_dir + "HEAD", "main-worktree/HEAD");
  }
  reader.add_file(folders.git_dir + "HEAD", "HEAD");
  reader.add_worktrees(folders.common_dir, folders.git_dir);
  return reader.take(folders.common_dir);
}

}  // namespace rekey
