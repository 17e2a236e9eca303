// TrustedFiles: rekey's own files as a revision has them, in a folder of their own.
//
// So that a request cannot change what it is judged by. The folder is removed with the object.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/store/repository.h"

namespace rekey {

constexpr std::array<std::string_view, 5> kTrustedNames = {
    ".rekey.toml", ".gitleaks.toml", ".rekeyignore", ".gitleaksignore", ".rekey-baseline.json"};

// A new folder that only this user can enter, in TMPDIR or /tmp; its path. kOutput.
Result<std::string> temporary_folder();

class TrustedFiles {
 public:
  // Those of the tree of `commit`, with the files that its configuration extends; nothing: none.
  static Result<TrustedFiles> write(const Repository& repository,
                                    const std::optional<ObjectId>& commit);
  TrustedFiles(TrustedFiles&&) noexcept;
  TrustedFiles& operator=(TrustedFiles&&) = delete;
  ~TrustedFiles();

  [[nodiscard]] const std::string& folder() const { return folder_; }
  // What was written, by path in the repository.
  [[nodiscard]] const std::vector<std::string>& paths() const { return paths_; }

 private:
  TrustedFiles() = default;

  std::string folder_;
  std::vector<std::string> paths_;
};

}  // namespace rekey
