#include "scanner/git/refs/head_ref.h"

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "scanner/base/file.h"

namespace rekey {
namespace {

constexpr uint64_t kLargestRef = 4096;
constexpr uint64_t kLargestMerge = uint64_t{1} << 20;
constexpr uint64_t kLargestPacked = uint64_t{1} << 30;
constexpr int kMaxSymbolic = 5;  // as git

std::string_view line_of(std::string_view text) {
  std::string_view line = text.substr(0, text.find('\n'));
  while (!line.empty() && (line.back() == ' ' || line.back() == '\r' || line.back() == '\t')) {
    line.remove_suffix(1);
  }
  return line;
}

std::optional<ObjectId> id_of(std::string_view text, size_t id_size) {
  const auto id = ObjectId::from_hex(text.substr(0, 2 * id_size));
  const bool ends =
      text.size() == 2 * id_size || text.find_first_of(" \t\r\n", 2 * id_size) == 2 * id_size;
  return id && id->size() == id_size && ends ? id : std::nullopt;
}

// No name that leads out of refs/.
bool is_name(std::string_view name) {
  return name.starts_with("refs/") && name.find("..") == std::string_view::npos &&
         name.find('\0') == std::string_view::npos && !name.ends_with('/');
}

// Those of a linked worktree alone.
bool is_own(std::string_view name) {
  return name.starts_with("refs/bisect/") || name.starts_with("refs/worktree/") ||
         name.starts_with("refs/rewritten/");
}

Result<std::optional<std::string>> packed_value(const RefFolders& folders,
                                                const std::string& name) {
  const Result<std::string> text = read_file(folders.common_dir + "packed-refs", kLargestPacked);
  if (!text && text.error().code == ErrorCode::kNotFound) return std::optional<std::string>();
  if (!text) return text.error();
  const std::string end = " " + name + "\n";
  for (size_t at = text.value().find(end); at != std::string::npos;
       at = text.value().find(end, at + 1)) {
    const size_t begin = text.value().rfind('\n', at) + 1;  // of none: 0
    if (text.value()[begin] != '#') return std::optional(text.value().substr(begin, at - begin));
  }
  return std::optional<std::string>();
}

// The first line of the ref's file, or what packed-refs says; nothing when it is in neither.
Result<std::optional<std::string>> value_of(const RefFolders& folders, const std::string& name) {
  const bool own = name == "HEAD" || is_own(name);
  const std::string file = (own ? folders.git_dir : folders.common_dir) + name;
  for (const bool again : {false, true}) {  // git may pack it between the two looks
    Result<std::string> text = read_file(file, kLargestRef);
    if (text) return std::optional(std::string(line_of(*text)));
    std::error_code ignored;  // a folder of refs whose names begin so is no ref
    const bool is_folder = std::filesystem::is_directory(file, ignored);
    if (text.error().code != ErrorCode::kNotFound && !is_folder) return text.error();
    if (again || name == "HEAD") break;
    Result<std::optional<std::string>> packed = packed_value(folders, name);
    if (!packed || *packed) return packed;
  }
  return std::optional<std::string>();
}

}  // namespace

Result<std::optional<ObjectId>> head_commit(const RefFolders& folders) {
  constexpr std::string_view kSymbolic = "ref:";
  std::string name = "HEAD";
  for (int depth = 0; depth <= kMaxSymbolic; ++depth) {
    const Result<std::optional<std::string>> value = value_of(folders, name);
    if (!value) return value.error();
    const Error wrong{ErrorCode::kMalformed, folders.git_dir + name + ": not a ref"};
    if (!value.value()) {
      if (name != "HEAD") return std::optional<ObjectId>();
      return Error{ErrorCode::kNotFound, folders.git_dir + "HEAD: not there"};
    }
    const std::string_view text = *value.value();
    if (!text.starts_with(kSymbolic)) {
      const auto id = id_of(text, folders.id_size);
      return id ? Result<std::optional<ObjectId>>(id) : wrong;
    }
    const size_t at = text.find_first_not_of(" \t", kSymbolic.size());
    name = at == std::string_view::npos ? "" : text.substr(at);
    if (!is_name(name)) return wrong;
  }
  return Error{ErrorCode::kMalformed, folders.git_dir + "HEAD: refs that name each other"};
}

Result<std::vector<ObjectId>> merged_commits(const RefFolders& folders) {
  std::vector<ObjectId> out;
  const std::string file = folders.git_dir + "MERGE_HEAD";
  const Result<std::string> text = read_file(file, kLargestMerge);
  if (!text && text.error().code == ErrorCode::kNotFound) return out;
  if (!text) return text.error();
  for (std::string_view rest = text.value(); !rest.empty();) {
    const auto id = id_of(line_of(rest), folders.id_size);
    if (!id) return Error{ErrorCode::kMalformed, file + ": not a list of commits"};
    out.push_back(*id);
    rest.remove_prefix(std::min(rest.find('\n'), rest.size() - 1) + 1);
  }
  return out;
}

}  // namespace rekey
