#include "scanner/match/prefilter/compiled_cache.h"

#include <hs/hs.h>

#include <filesystem>

#include "scanner/base/digest.h"
#include "scanner/base/file.h"
#include "scanner/match/prefilter/bounded_compile.h"
#include "scanner/match/prefilter/prefilter.h"

namespace rekey {
namespace {

constexpr uint64_t kLargestDatabase = uint64_t{256} << 20;

}  // namespace

Result<std::string> cached_database(const RuleSet& rules, const std::vector<Rule>& own,
                                    const std::string& folder) {
  std::string path;
  if (!folder.empty()) {
    path = folder + "/" + sha256_hex(rules.hash() + hs_version()) + ".db";
    Result<std::string> kept = read_file(path, kLargestDatabase);
    if (kept && Prefilter::create(*kept, rules.rules())) return kept;
  }
  Result<std::string> compiled = compile_bounded(rules.rules(), own);
  if (!compiled) return compiled;
  if (!path.empty()) {
    std::error_code ignored;
    std::filesystem::create_directories(folder, ignored);
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, ignored);
    (void)write_file(path, *compiled);
  }
  return compiled;
}

}  // namespace rekey
