// TempFolder: a new folder, gone with all that is in it when the object is.
#pragma once

#include <string>
#include <string_view>

#include "scanner/report/text/escape.h"  // shell_word, for what shell() is given

namespace rekey::test {

class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string operator/(std::string_view name) const;
  // Creates folders on the way. `name` may hold any byte but NUL.
  void write(std::string_view name, std::string_view content) const;

 private:
  std::string path_;
};

// Runs a shell command; its standard output. The test fails when its exit code is not 0.
std::string shell(const std::string& command);

// The same with a repository as its folder: nothing of the machine's configuration of git counts,
// and the first command that fails ends it.
std::string shell_in(const std::string& folder, const std::string& command);

}  // namespace rekey::test
