#include "scanner/cli/config_file.h"

#include <filesystem>
#include <string_view>

#include "scanner/cli/environment.h"
#include "scanner/rules/extend.h"
#include "scanner/rules/load_path.h"

namespace rekey {
namespace {

constexpr std::string_view kOwnName = ".rekey.toml";
constexpr std::string_view kGitleaksName = ".gitleaks.toml";
constexpr int kDeepest = 2;

bool exists(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

// `here` is where a path is looked for first; "" = the current folder.
std::string beside(const std::string& here, const std::string& file, const std::string& path) {
  const std::string first = (std::filesystem::path(here) / path).string();
  return exists(first) ? first : (std::filesystem::path(file).parent_path() / path).string();
}

Result<RuleFile> with_base(RuleFile file, const std::string& here, int depth,
                           std::vector<std::string>& unknown) {
  if (file.extend_path.empty()) return file;
  if (depth == kDeepest) {
    return Error{ErrorCode::kUsage, file.place + ": extends more than two files deep"};
  }
  Result<RuleFile> base =
      load_rule_path(beside(here, file.place, file.extend_path), Dialect::kConfig);
  if (!base) return base;
  base = with_base(*std::move(base), here, depth + 1, unknown);
  if (!base) return base;
  RuleFile out = extended(*base, file, unknown);
  out.place = file.place;
  return out;
}

// rekey's own file builds on the default rules where it has none; another scanner's would find
// nothing and say that all is well.
Status refuse_empty(RuleFile& file, const std::string& path) {
  if (!file.rules.empty() || file.use_default) return {};
  if (std::string_view(path).ends_with(kOwnName)) {
    file.use_default = true;
    return {};
  }
  return Error{ErrorCode::kUsage,
               path +
                   ": no rules, and none extended: nothing would be found; write "
                   "'[extend]' and 'useDefault = true' to keep the default rules"};
}

Result<RuleFile> load(const std::string& path, const std::string& content) {
  return content.empty() ? load_rule_path(path, Dialect::kConfig)
                         : load_rules(content, path, Dialect::kConfig);
}

}  // namespace

Result<std::optional<ConfigFile>> find_config(const std::string& given, const std::string& root,
                                              bool sealed) {
  std::string path = given;
  std::string content;
  if (path.empty()) path = variable("GITLEAKS_CONFIG");
  if (path.empty()) {
    content = variable("GITLEAKS_CONFIG_TOML");
    if (!content.empty()) path = "GITLEAKS_CONFIG_TOML";
  }
  for (const std::string_view name : {kOwnName, kGitleaksName}) {
    if (!path.empty() || root.empty()) break;
    const std::string candidate = root + "/" + std::string(name);
    if (exists(candidate)) path = candidate;
  }
  if (path.empty()) return std::optional<ConfigFile>();
  Result<RuleFile> file = load(path, content);
  if (!file) return file.error();
  file->place = path;
  ConfigFile out;
  file = with_base(*std::move(file), sealed ? root : std::string(), 0, out.unknown);
  if (!file) return file.error();
  const Status right = refuse_empty(*file, path);
  if (!right) return right.error();
  out.file = *std::move(file);
  return std::optional<ConfigFile>(std::move(out));
}

}  // namespace rekey
