#include "scanner/rules/load/load_path.h"

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "scanner/base/contained_file.h"
#include "scanner/base/file.h"

namespace rekey {
namespace {

constexpr uint64_t kLargestRuleFile = uint64_t{16} << 20;
constexpr std::string_view kClassesFile = "classes.toml";

template <typename T>
void move_behind(std::vector<T>& to, std::vector<T>& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

Result<std::string> read_rules(const std::string& path) {
  Result<std::string> text = read_named_file(path, kLargestRuleFile);
  if (!text) return Error{ErrorCode::kUsage, text.error().message};
  return text;
}

Result<std::vector<std::string>> toml_files(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::filesystem::path& path = entry.path();
    if (path.extension() == ".toml" && path.filename() != kClassesFile) {
      files.push_back(path.string());
    }
  }
  if (error) return Error{ErrorCode::kUsage, folder + ": " + error.message()};
  if (files.empty()) return Error{ErrorCode::kUsage, folder + ": no *.toml in this folder"};
  std::sort(files.begin(), files.end());
  return files;
}

Result<ResetClasses> classes_of(const std::string& folder) {
  const std::string path = folder + "/" + std::string(kClassesFile);
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return ResetClasses{};
  Result<std::string> text = read_rules(path);
  if (!text) return text.error();
  return load_reset_classes(*text, path);
}

}  // namespace

void append(RuleFile& file, RuleFile added) {
  move_behind(file.rules, added.rules);
  move_behind(file.allowlists, added.allowlists);
  move_behind(file.severities, added.severities);
  move_behind(file.disabled_rules, added.disabled_rules);
  file.use_default = file.use_default || added.use_default;
  if (file.place.empty()) file.place = added.place;
  if (file.extend_path.empty()) file.extend_path = added.extend_path;
}

Result<RuleFile> load_rule_path(const std::string& path, Dialect dialect) {
  std::vector<std::string> files{path};
  ResetClasses classes;
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    Result<std::vector<std::string>> found = toml_files(path);
    if (!found) return found.error();
    files = *std::move(found);
    Result<ResetClasses> shared = classes_of(path);
    if (!shared) return shared.error();
    classes = *std::move(shared);
  }
  RuleFile out;
  for (const std::string& file : files) {
    Result<std::string> text = read_rules(file);
    if (!text) return text.error();
    Result<RuleFile> loaded = load_rules(*text, file, dialect, classes);
    if (!loaded) return loaded.error();
    append(out, *std::move(loaded));
  }
  return out;
}

Result<RuleFile> load_config_in(const std::string& root, const std::string& path) {
  Result<std::string> text = read_file_in(root, path, kLargestConfig);
  if (!text) return Error{ErrorCode::kUsage, text.error().message};
  return load_rules(*text, root + "/" + path, Dialect::kConfig);
}

RuleSet rule_set(const RuleFile& file) {
  std::vector<Rule> rules;
  std::vector<Reset> resets;
  for (const LoadedRule& loaded : file.rules) {
    rules.push_back(loaded.rule);
    resets.push_back(loaded.reset);
  }
  return RuleSet(std::move(rules), resets, file.allowlists, file.severities);
}

}  // namespace rekey
