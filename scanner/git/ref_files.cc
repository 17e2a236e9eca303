#include "scanner/git/ref_files.h"

#include <filesystem>
#include <map>
#include <optional>
#include <sstream>

#include "scanner/base/file.h"

namespace rekey {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kLargestRef = 4096;
constexpr uint64_t kLargestPacked = uint64_t{1} << 30;
constexpr int kMaxSymbolic = 5;  // as git

using Values = std::map<std::string, std::string>;  // by name: an id, or "ref: NAME"

std::string first_line(std::string text) {
  text.resize(std::min(text.find_first_of("\r\n"), text.size()));
  return text;
}

Status add_packed(const std::string& common_dir, Values& values) {
  const std::string path = common_dir + "packed-refs";
  const Result<std::string> text = read_file(path, kLargestPacked);
  if (!text) {
    if (text.error().code == ErrorCode::kNotFound) return {};
    return text.error();
  }
  std::istringstream lines(text.value());
  for (std::string line; std::getline(lines, line);) {
    const size_t space = line.find(' ');
    if (space == std::string::npos || line.front() == '#' || line.front() == '^') continue;
    values[line.substr(space + 1)] = line.substr(0, space);
  }
  return {};
}

// Those of files stand above those that are packed.
void add_loose(const std::string& folder, Values& values) {
  std::error_code error;
  fs::recursive_directory_iterator at(folder + "refs", error);
  for (const fs::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (!at->is_regular_file(ignored)) continue;
    std::string name = at->path().string().substr(folder.size());
    if (name.ends_with(".lock")) continue;
    if (const Result<std::string> text = read_file(at->path().string(), kLargestRef)) {
      values[std::move(name)] = first_line(text.value());
    }
  }
}

std::optional<ObjectId> resolved(const Values& values, std::string value, size_t id_size) {
  constexpr std::string_view kSymbolic = "ref:";
  for (int depth = 0; value.starts_with(kSymbolic); ++depth) {
    if (depth == kMaxSymbolic) return std::nullopt;
    const size_t name = value.find_first_not_of(" \t", kSymbolic.size());
    if (name == std::string::npos) return std::nullopt;
    const auto at = values.find(value.substr(name));
    if (at == values.end()) return std::nullopt;
    value = at->second;
  }
  const auto id = ObjectId::from_hex(value.substr(0, 2 * id_size));
  return id && id->size() == id_size ? id : std::nullopt;
}

}  // namespace

Result<std::vector<Ref>> read_refs(const RepositoryFiles& files) {
  Values values;
  const Status packed = add_packed(files.common_dir, values);
  if (!packed) return packed.error();
  add_loose(files.common_dir, values);
  if (files.git_dir != files.common_dir) add_loose(files.git_dir, values);
  if (const Result<std::string> head = read_file(files.git_dir + "HEAD", kLargestRef)) {
    values["HEAD"] = first_line(head.value());
  }
  std::vector<Ref> refs;
  for (const auto& [name, value] : values) {
    if (name != "HEAD" && !name.starts_with("refs/")) continue;
    if (const auto id = resolved(values, value, files.id_size)) refs.push_back({name, *id});
  }
  sort_refs(refs);
  return refs;
}

}  // namespace rekey
