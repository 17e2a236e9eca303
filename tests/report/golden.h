// Golden: compares a text with a file of tests/golden, byte for byte.
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

#include "scanner/base/file.h"

namespace rekey::test {

// UPDATE_GOLDEN=1 in the environment writes the file anew: read the diff before committing it.
inline void check_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string(REKEY_SOURCE_DIR) + "/tests/golden/" + name;
  if (std::getenv("UPDATE_GOLDEN") != nullptr) REQUIRE(write_file(path, text).ok());
  const Result<std::string> expected = read_file(path, uint64_t{1} << 24);
  CAPTURE(path);
  REQUIRE(expected.ok());
  CHECK(text == *expected);
}

}  // namespace rekey::test
