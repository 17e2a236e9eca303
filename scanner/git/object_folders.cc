#include "scanner/git/object_folders.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

#include "scanner/base/ascii.h"
#include "scanner/base/file.h"

namespace rekey {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxAlternateDepth = 5;  // as git
constexpr uint64_t kLargestAlternates = uint64_t{1} << 20;

// Sorted. A folder that is not there has none.
std::vector<std::string> names_in(const std::string& folder, std::vector<Error>& errors) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    names.push_back(at->path().filename().string());
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    errors.push_back({ErrorCode::kUnreadable, folder + ": " + error.message()});
  }
  std::sort(names.begin(), names.end());
  return names;
}

// The object folders that `folder` names in info/alternates.
std::vector<std::string> alternates_of(const std::string& folder, bool with_relative,
                                       std::vector<Error>& errors) {
  std::vector<std::string> out;
  const std::string file = folder + "/info/alternates";
  const Result<std::string> text = read_file(file, kLargestAlternates);
  if (!text) {
    if (text.error().code != ErrorCode::kNotFound) errors.push_back(text.error());
    return out;
  }
  std::istringstream lines(text.value());
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.front() == '#') continue;
    if (line.front() == '/') {
      out.push_back(line);
    } else if (line.front() == '"') {
      errors.push_back({ErrorCode::kUnsupported, file + ": a quoted path is not followed"});
    } else if (with_relative) {
      out.push_back(folder);
      out.back().append("/").append(line);
    } else {
      errors.push_back(
          {ErrorCode::kUnsupported,
           file + ": a relative path in an alternate's own list is not followed, as in git"});
    }
  }
  return out;
}

}  // namespace

std::vector<std::string> object_folders(const std::string& own, std::vector<Error>& errors) {
  std::vector<std::string> folders;
  std::set<std::string> seen;
  std::vector<std::string> open{own};
  for (int depth = 0; depth <= kMaxAlternateDepth && !open.empty(); ++depth) {
    std::vector<std::string> next;
    for (const std::string& folder : open) {
      std::error_code error;
      const std::string real = fs::weakly_canonical(folder, error).string();
      if (error || !fs::is_directory(real, error)) {
        errors.push_back({ErrorCode::kNotFound, folder + ": the folder of objects is missing"});
        continue;
      }
      if (!seen.insert(real).second) continue;
      folders.push_back(real);
      for (std::string& other : alternates_of(real, depth == 0, errors)) {
        next.push_back(std::move(other));
      }
    }
    open = std::move(next);
  }
  if (!open.empty()) {
    errors.push_back({ErrorCode::kTooLarge, own + "/info/alternates: nested too deeply"});
  }
  return folders;
}

PackNames list_packs(const std::string& folder, std::vector<Error>& errors) {
  PackNames out;
  const std::vector<std::string> names = names_in(folder + "/pack", errors);
  for (const std::string& name : names) {
    out.partial = out.partial || name.ends_with(".promisor");
    out.has_table = out.has_table || name == "multi-pack-index";
    if (!name.starts_with("pack-")) continue;
    const std::string stem = name.substr(0, name.rfind('.'));
    std::string path = folder;
    path.append("/pack/").append(stem);
    if (name.ends_with(".idx")) {
      out.packs.push_back(std::move(path));
    } else if (name.ends_with(".pack") &&
               !std::binary_search(names.begin(), names.end(), stem + ".idx")) {
      out.without_index.push_back(std::move(path));
    }
  }
  return out;
}

void list_loose(const std::string& folder, size_t id_size, std::vector<ObjectId>& out,
                std::vector<Error>& errors) {
  for (const std::string& first : names_in(folder, errors)) {
    if (first.size() != 2 || !is_lower_hex(first)) continue;
    std::string inner = folder;
    inner.append("/").append(first);
    for (const std::string& rest : names_in(inner, errors)) {
      std::string name = first;
      const auto id = ObjectId::from_hex(name.append(rest));
      if (id && id->size() == id_size) out.push_back(*id);
    }
  }
}

}  // namespace rekey
