#include "scanner/source/working_tree.h"

#include <algorithm>
#include <filesystem>

namespace rekey {
namespace {

namespace fs = std::filesystem;

// Bounds a walk through folders nested by a hostile archive tool; paths end at 4,096 bytes anyway.
constexpr int kMaxDepth = 1000;

void walk(const fs::path& folder, const std::string& reported_prefix, FileList& out) {
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, fs::directory_options::none, error);
  if (error) {
    out.unreadable.push_back({ErrorCode::kUnreadable, folder.string() + ": " + error.message()});
    return;
  }
  for (const fs::recursive_directory_iterator end; entry != end;) {
    std::error_code ignored;
    const fs::path& path = entry->path();
    const fs::file_status status = entry->symlink_status(ignored);
    if (fs::is_directory(status)) {
      if (path.filename() == ".git" || entry.depth() >= kMaxDepth)
        entry.disable_recursion_pending();
    } else if (fs::is_regular_file(status)) {
      out.files.push_back(
          {path.string(), reported_prefix + path.lexically_relative(folder).generic_string()});
    }
    const std::string at = path.string();
    entry.increment(error);
    if (error) {  // the folder just met cannot be opened; the walk cannot go past it
      out.unreadable.push_back({ErrorCode::kUnreadable, at + ": " + error.message()});
      error.clear();
      if (entry == end) return;
    }
  }
}

}  // namespace

Result<FileList> list_files(const std::vector<std::string>& paths) {
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
    walk(path, prefix, out);
  }
  std::sort(out.files.begin(), out.files.end(),
            [](const ListedFile& a, const ListedFile& b) { return a.reported < b.reported; });
  return out;
}

}  // namespace rekey
