#include "scanner/cli/ci/trusted_files.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "scanner/base/file.h"
#include "scanner/git/changes/tree_changes.h"
#include "scanner/rules/load/load_path.h"

namespace rekey {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kLargest = uint64_t{16} << 20;  // bytes of one file
constexpr size_t kMostFiles = 8;                   // configurations that extend each other

std::string temporary_root() {
  const char* folder = std::getenv("TMPDIR");
  return folder != nullptr && *folder == '/' ? folder : "/tmp";
}

// "" when the path leaves the repository.
std::string inside(const std::string& base, const std::string& path) {
  const std::string out = (fs::path(base).parent_path() / path).lexically_normal().generic_string();
  return out.starts_with("/") || out.starts_with("..") ? std::string() : out;
}

// Where the file that a configuration extends may be: from the root, beside the file.
std::vector<std::string> extended_paths(const std::string& path, const std::string& text) {
  if (!path.ends_with(".toml") || text.size() > kLargestConfig) return {};
  const Result<RuleFile> file = load_rules(text, path, Dialect::kConfig);
  if (!file || file->extend_path.empty()) return {};
  return {inside("", file->extend_path), inside(path, file->extend_path)};
}

}  // namespace

Result<std::string> temporary_folder() {
  std::string pattern = temporary_root() + "/rekey-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) {
    return Error{ErrorCode::kOutput, pattern + ": cannot make a temporary folder"};
  }
  return pattern;
}

Result<TrustedFiles> TrustedFiles::write(const Repository& repository,
                                         const std::optional<ObjectId>& commit) {
  TrustedFiles out;
  Result<std::string> folder = temporary_folder();
  if (!folder) return folder.error();
  out.folder_ = *std::move(folder);
  if (!commit) return out;
  Result<ObjectReader> reader = ObjectReader::open(repository);
  if (!reader) return reader.error();
  const Result<Object> object = reader->read(*commit);
  if (!object) return object.error();
  const Result<Commit> parsed = parse_commit(object->bytes);
  if (!parsed) return parsed.error();
  TreeChanges trees(*reader);
  std::vector<std::string> wanted(kTrustedNames.begin(), kTrustedNames.end());
  for (size_t i = 0; i < wanted.size() && i < kTrustedNames.size() + kMostFiles; ++i) {
    const auto blob = trees.find(parsed->tree, wanted[i]);
    if (!blob) continue;
    const Result<Object> file = reader->read(*blob, kLargest);
    if (!file) {
      const bool large = file.error().code == ErrorCode::kTooLarge;
      return Error{file.error().code, wanted[i] + (large ? ": too large" : ": cannot be read")};
    }
    const std::string target = out.folder_ + "/" + wanted[i];
    std::error_code ignored;
    fs::create_directories(fs::path(target).parent_path(), ignored);
    const Status written = write_file(target, file->bytes);
    if (!written) return written.error();
    out.paths_.push_back(wanted[i]);
    for (const std::string& more : extended_paths(wanted[i], file->bytes)) {
      if (more.empty() || std::find(wanted.begin(), wanted.end(), more) != wanted.end()) continue;
      wanted.push_back(more);
    }
  }
  return out;
}

TrustedFiles::TrustedFiles(TrustedFiles&& other) noexcept
    : folder_(std::exchange(other.folder_, {})), paths_(std::move(other.paths_)) {}

TrustedFiles::~TrustedFiles() {
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

}  // namespace rekey
