#include "scanner/cli/org_sources.h"

#include <filesystem>
#include <utility>

#include "scanner/base/file.h"
#include "scanner/org/folder_inventory.h"
#include "scanner/org/plan_file.h"

namespace rekey {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kLargestList = uint64_t{1} << 30;

Result<Inventory> inventory_of_one(const std::string& source) {
  std::error_code error;
  const fs::path path = fs::absolute(source, error).lexically_normal();
  if (fs::is_directory(path, error)) {
    std::string folder = path.string();
    if (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
    return folder_inventory(folder);
  }
  Result<std::string> text = read_file(source, kLargestList);
  if (!text) return Error{ErrorCode::kUsage, text.error().message};
  return read_plan(*text, source, fs::current_path(error).string());
}

}  // namespace

Result<Inventory> inventory_of(const std::vector<std::string>& sources) {
  Inventory out;
  for (const std::string& source : sources) {
    Result<Inventory> one = inventory_of_one(source);
    if (!one) return one.error();
    std::move(one->repositories.begin(), one->repositories.end(),
              std::back_inserter(out.repositories));
    std::move(one->faults.begin(), one->faults.end(), std::back_inserter(out.faults));
  }
  tidy(out);
  return out;
}

}  // namespace rekey
