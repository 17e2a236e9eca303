#include "scanner/org/work/link_objects.h"

#include <filesystem>
#include <string_view>

namespace rekey {
namespace {

namespace fs = std::filesystem;

constexpr size_t kFolderOfLoose = 2;  // the first two hexadecimal digits

bool is_loose(const fs::path& file) {
  return file.parent_path().filename().string().size() == kFolderOfLoose &&
         !file.filename().string().starts_with("tmp_");
}

Status link_file(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::create_directories(to.parent_path(), error);
  if (!error) fs::create_hard_link(from, to, error);
  if (!error || error == std::errc::file_exists) return {};
  return Error{ErrorCode::kOutput, to.string() + ": " + error.message()};
}

// A pack without its index is none: the index comes last, as git writes them.
Status link_object(const fs::path& from, const fs::path& to) {
  if (from.extension() == ".idx") {
    Status pack = link_file(fs::path(from).replace_extension(".pack"),
                            fs::path(to).replace_extension(".pack"));
    if (!pack) return pack;
  } else if (!is_loose(from)) {
    return {};
  }
  return link_file(from, to);
}

}  // namespace

Status link_objects(const std::string& from, const std::string& to) {
  std::error_code error;
  fs::recursive_directory_iterator entry(from, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    const fs::path& file = entry->path();
    if (!entry->is_regular_file()) continue;
    Status linked = link_object(file, fs::path(to) / file.lexically_relative(from));
    if (!linked) return linked;
  }
  if (error) return Error{ErrorCode::kUnreadable, from + ": " + error.message()};
  fs::remove(fs::path(to) / "info" / "alternates", error);
  if (error) return Error{ErrorCode::kOutput, to + ": " + error.message()};
  return {};
}

}  // namespace rekey
