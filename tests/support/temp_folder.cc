#include "tests/support/temp_folder.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace rekey::test {

TempFolder::TempFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "rekey-test-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  path_ = name;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TempFolder::operator/(std::string_view name) const {
  return path_ + "/" + std::string(name);
}

void TempFolder::write(std::string_view name, std::string_view content) const {
  const std::filesystem::path path(*this / name);
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary).write(content.data(), static_cast<long>(content.size()));
}

std::string shell(const std::string& command) {
  FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string out;
  char buffer[4096];
  for (size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.append(buffer, n);
  const int status = ::pclose(pipe);
  CAPTURE(command);
  REQUIRE(status == 0);
  return out;
}

std::string shell_in(const std::string& folder, const std::string& command) {
  return shell("export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1; set -e; cd " +
               shell_word(folder) + "; " + command);
}

}  // namespace rekey::test
