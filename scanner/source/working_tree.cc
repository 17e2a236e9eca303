#include "scanner/source/working_tree.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "scanner/base/file.h"
#include "scanner/source/git_folder.h"

namespace rekey {
namespace {

namespace fs = std::filesystem;

// Bounds a walk through folders nested by a hostile archive tool; paths end at 4,096 bytes anyway,
// and what lies behind that is told as any other folder that cannot be opened.
constexpr int kMaxDepth = 1000;

// Folder by folder: one that cannot be opened, has gone or lies too deep costs no other.
class Walk {
 public:
  Walk(const std::string& root, std::string prefix, bool git_folders, FileList& out)
      : root_(root), prefix_(std::move(prefix)), git_folders_(git_folders), out_(out) {
    out_.folders.push_back(root);
    number_ = static_cast<uint32_t>(out_.folders.size());
  }

  void run() {
    open_.push_back({root_, 0});
    while (!open_.empty()) {
      const Folder folder = std::move(open_.back());
      open_.pop_back();
      list(folder);
    }
  }

 private:
  struct Folder {
    fs::path path;
    int depth = 0;
  };

  void tell(const fs::path& path, const std::string& why) {
    out_.unreadable.push_back({ErrorCode::kUnreadable, path.string() + ": " + why});
  }

  void list(const Folder& folder) {
    std::error_code error;
    fs::directory_iterator entry(folder.path, error);
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
      add(entry->path(), folder.depth);
    }
    if (error) tell(folder.path, error.message());
  }

  void add(const fs::path& path, int depth) {
    std::error_code error;
    const fs::file_status status = fs::symlink_status(path, error);
    if (status.type() == fs::file_type::none) return tell(path, error.message());
    if (fs::is_regular_file(status)) {
      std::string below = path.lexically_relative(root_).generic_string();
      const auto begin = static_cast<uint32_t>(path.native().size() - below.size());
      out_.files.push_back({path.string(), prefix_ + below, number_, begin});
    }
    if (!fs::is_directory(status)) return;
    if (path.filename() == ".git") {
      if (git_folders_) {
        const std::string below = path.lexically_relative(root_).generic_string();
        list_git_folder(path.string(), prefix_ + below + "/", out_);
      }
      return;
    }
    if (depth >= kMaxDepth) return tell(path, "deeper than the limit");
    open_.push_back({path, depth + 1});
  }

  fs::path root_;
  std::string prefix_;
  bool git_folders_;
  uint32_t number_ = 0;  // of the root among the folders
  FileList& out_;
  std::vector<Folder> open_;
};

}  // namespace

Result<FileList> list_files(const std::vector<std::string>& paths, bool git_folders) {
  FileList out;
  for (const std::string& path : paths) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status)) {
      const bool missing = status.type() == fs::file_type::not_found;
      return Error{missing ? ErrorCode::kNotFound : ErrorCode::kUnreadable,
                   path + ": " + (missing ? "no such file or folder" : error.message())};
    }
    if (!fs::is_directory(status)) {
      out.files.push_back({path, path});
      continue;
    }
    std::string prefix;
    if (paths.size() > 1 && path != ".") prefix = path.ends_with('/') ? path : path + "/";
    Walk(path, prefix, git_folders, out).run();
  }
  std::sort(out.files.begin(), out.files.end(),
            [](const ListedFile& a, const ListedFile& b) { return a.reported < b.reported; });
  std::sort(out.unreadable.begin(), out.unreadable.end(),
            [](const Error& a, const Error& b) { return a.message < b.message; });
  return out;
}

FileReader::FileReader(const FileList& list) {
  for (const std::string& folder : list.folders) folders_.push_back(OpenFile::folder(folder));
}

Result<std::string> FileReader::read(const ListedFile& file, uint64_t max_bytes) const {
  if (file.folder == 0) return read_named_file(file.path, max_bytes);
  const Result<OpenFile>& folder = folders_[file.folder - 1];
  if (!folder) return folder.error();
  return read_file_below(*folder, file.path.substr(file.below), file.path, max_bytes);
}

}  // namespace rekey
