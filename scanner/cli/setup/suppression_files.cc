#include "scanner/cli/setup/suppression_files.h"

#include <optional>

#include "scanner/base/contained_file.h"
#include "scanner/base/file.h"

namespace rekey {
namespace {

constexpr uint64_t kLargest = uint64_t{64} << 20;
constexpr uint64_t kLargestFound = uint64_t{16} << 20;
constexpr std::string_view kIgnoreName = ".rekeyignore";
constexpr std::string_view kGitleaksName = ".gitleaksignore";

// The content of `given`, or of `name` in the root if it is there.
Result<std::optional<std::string>> content_of(const std::string& given, const std::string& root,
                                              std::string_view name, std::string& path) {
  Result<std::string> text = std::string();
  if (!given.empty()) {
    text = read_named_file(given, kLargest);
  } else {
    if (root.empty()) return std::optional<std::string>();
    text = read_file_in(root, std::string(name), kLargestFound);
    if (!text && text.error().code == ErrorCode::kNotFound) return std::optional<std::string>();
  }
  if (!text) return Error{ErrorCode::kUsage, text.error().message};
  path = given.empty() ? std::string(name) : given;  // as messages and reports name it
  return std::optional<std::string>(*std::move(text));
}

}  // namespace

Result<Suppressions> find_suppressions(const SuppressionChoice& choice) {
  Suppressions out;
  std::string path;
  Result<std::optional<std::string>> text =
      content_of(choice.ignore_file, choice.root, kIgnoreName, path);
  if (!text) return text.error();
  if (*text && path.ends_with(kGitleaksName)) {
    out.add_gitleaks_ignore(**text, path);
  } else if (*text) {
    const Status status = out.add_ignore_file(**text, path);
    if (!status) return status.error();
  }
  text = content_of("", choice.root, kGitleaksName, path);
  if (!text) return text.error();
  if (*text) out.add_gitleaks_ignore(**text, path);
  text = content_of(choice.baseline, choice.root, kBaselineName, path);
  if (!text) return text.error();
  if (*text) {
    const Status status = out.add_baseline(**text, path);
    if (!status) return status.error();
  }
  return out;
}

}  // namespace rekey
