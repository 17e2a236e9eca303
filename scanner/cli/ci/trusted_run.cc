#include "scanner/cli/ci/trusted_run.h"

#include "scanner/cli/setup/rule_setup.h"
#include "scanner/cli/setup/suppression_files.h"

namespace rekey {
namespace {

// What is wrong with rekey's own files in `folder`; "" = nothing.
std::string fault_in(const std::string& folder, const ScanFlags& flags) {
  const auto rules = set_up_rules({flags.config, folder, {}, true, flags.heed_environment});
  const auto known = find_suppressions({flags.baseline, flags.ignore_file, folder});
  if (rules && known) return {};
  std::string text = rules ? known.error().message : rules.error().message;
  for (size_t at = 0; (at = text.find(folder + "/", at)) != std::string::npos;) {
    text.erase(at, folder.size() + 1);
  }
  return text;
}

}  // namespace

Result<TrustedRun> trusted_run(const Repository& repository, const std::optional<ObjectId>& commit,
                               const ScanFlags& flags) {
  Result<TrustedFiles> files = TrustedFiles::write(repository, commit);
  std::string fault;
  if (!files && files.error().code == ErrorCode::kOutput) return files.error();
  if (!files) fault = files.error().message;
  if (files && !files->paths().empty()) fault = fault_in(files->folder(), flags);
  if (fault.empty()) return TrustedRun{*std::move(files), ""};
  Result<TrustedFiles> none = TrustedFiles::write(repository, std::nullopt);
  if (!none) return none.error();
  return TrustedRun{*std::move(none), std::move(fault)};
}

}  // namespace rekey
