#include "scanner/org/inventory/folder_inventory.h"

#include <filesystem>
#include <utility>
#include <vector>

#include "scanner/report/text/escape.h"

namespace rekey {
namespace {

namespace fs = std::filesystem;

constexpr size_t kDeepest = 100;  // folders

bool is_bare(const fs::path& folder) {
  std::error_code error;
  return fs::is_regular_file(fs::symlink_status(folder / "HEAD", error)) &&
         fs::is_directory(folder / "objects", error) && fs::is_directory(folder / "refs", error);
}

class FolderWalk {
 public:
  Inventory run(const fs::path& folder) {
    visit(folder, 0);
    tidy(out_);
    return std::move(out_);
  }

 private:
  void visit(const fs::path& folder, size_t depth) {
    std::error_code error;
    if (fs::exists(fs::symlink_status(folder / ".git", error)) || is_bare(folder)) {
      Planned found;
      found.path = found.name = folder.string();
      found.provider = "folder";
      const Status right = check_planned(found);
      if (right)
        out_.repositories.push_back(std::move(found));
      else
        out_.faults.push_back({valid_utf8(folder.string()), right.error().message});
      return;
    }
    if (depth == kDeepest) {
      out_.faults.push_back({folder.string(), "folders deeper than this are not looked at"});
      return;
    }
    std::vector<fs::path> folders;
    fs::directory_iterator entry(folder, error);
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
      std::error_code ignored;
      if (fs::is_directory(entry->symlink_status(ignored))) folders.push_back(entry->path());
    }
    if (error) out_.faults.push_back({folder.string(), "cannot be read: " + error.message()});
    for (const fs::path& next : folders) visit(next, depth + 1);
  }

  Inventory out_;
};

}  // namespace

Inventory folder_inventory(const std::string& folder) {
  return FolderWalk().run(folder);
}

}  // namespace rekey
