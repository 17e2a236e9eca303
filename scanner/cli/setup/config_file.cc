#include "scanner/cli/setup/config_file.h"

#include <filesystem>
#include <string_view>

#include "scanner/cli/setup/environment.h"
#include "scanner/rules/load/extend.h"
#include "scanner/rules/load/load_path.h"

namespace rekey {
namespace {

constexpr std::string_view kOwnName = ".rekey.toml";
constexpr std::string_view kGitleaksName = ".gitleaks.toml";
constexpr int kDeepest = 2;

bool exists(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

// Where the configurations of a run may be read from.
struct Reach {
  std::string here;  // where a path is looked for first; "" = the current folder
  std::string root;  // the folder that nothing leads out of; "" = there is none
};

// As it stands in the root; "" for what is not in it.
std::string in_root(const std::filesystem::path& path) {
  std::string out = path.lexically_normal().generic_string();
  return out.starts_with("/") || out.starts_with("..") ? std::string() : out;
}

Error outside(const RuleFile& file) {
  return {ErrorCode::kUsage, file.place +
                                 ": extend: a configuration that is found in a folder extends "
                                 "files in that folder alone; name it with --config"};
}

Result<RuleFile> extended_file(const RuleFile& file, const Reach& reach) {
  const std::filesystem::path beside = std::filesystem::path(file.place).parent_path();
  if (reach.root.empty()) {
    const std::string first = (std::filesystem::path(reach.here) / file.extend_path).string();
    const std::string path = exists(first) ? first : (beside / file.extend_path).string();
    return load_rule_path(path, Dialect::kConfig);
  }
  const std::string first = in_root(file.extend_path);
  const std::string second =
      in_root(beside.lexically_relative(reach.root) / std::filesystem::path(file.extend_path));
  const bool at_first = !first.empty() && exists(reach.root + "/" + first);
  const std::string& path = at_first || second.empty() ? first : second;
  return path.empty() ? Result<RuleFile>(outside(file)) : load_config_in(reach.root, path);
}

Result<RuleFile> with_base(RuleFile file, const Reach& reach, int depth,
                           std::vector<std::string>& unknown) {
  if (file.extend_path.empty()) return file;
  if (depth == kDeepest) {
    return Error{ErrorCode::kUsage, file.place + ": extends more than two files deep"};
  }
  Result<RuleFile> base = extended_file(file, reach);
  if (!base) return base;
  base = with_base(*std::move(base), reach, depth + 1, unknown);
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

struct Source {
  std::string path;     // of a file, or the name of a variable
  std::string content;  // of the variable
  bool is_found = false;
};

Source source_of(const ConfigChoice& choice) {
  Source source{choice.given, "", false};
  const bool asks = source.path.empty() && choice.heed_environment;
  if (asks) source.path = variable("GITLEAKS_CONFIG");
  if (asks && source.path.empty()) {
    source.content = variable("GITLEAKS_CONFIG_TOML");
    if (!source.content.empty()) source.path = "GITLEAKS_CONFIG_TOML";
  }
  for (const std::string_view name : {kOwnName, kGitleaksName}) {
    if (!source.path.empty() || choice.root.empty()) break;
    source.is_found = exists(choice.root + "/" + std::string(name));
    if (source.is_found) source.path = name;
  }
  return source;
}

Result<RuleFile> load(const Source& source, const std::string& root) {
  if (source.is_found) return load_config_in(root, source.path);
  return source.content.empty() ? load_rule_path(source.path, Dialect::kConfig)
                                : load_rules(source.content, source.path, Dialect::kConfig);
}

}  // namespace

Result<std::optional<ConfigFile>> find_config(const ConfigChoice& choice) {
  const Source source = source_of(choice);
  if (source.path.empty()) return std::optional<ConfigFile>();
  Result<RuleFile> file = load(source, choice.root);
  if (!file) return file.error();
  if (!source.is_found) file->place = source.path;
  Reach reach;
  if (source.is_found || choice.sealed) reach.here = choice.root;
  if (source.is_found) reach.root = choice.root;
  ConfigFile out;
  const std::string place = file->place;
  file = with_base(*std::move(file), reach, 0, out.unknown);
  if (!file) return file.error();
  const Status right = refuse_empty(*file, place);
  if (!right) return right.error();
  out.file = *std::move(file);
  return std::optional<ConfigFile>(std::move(out));
}

}  // namespace rekey
