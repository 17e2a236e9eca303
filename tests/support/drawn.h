// Drawn: a template's text, drawn from a seed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rekey::test {

// Fails the test when the template is wrong.
std::string drawn(std::string_view text, uint64_t seed = 1);

}  // namespace rekey::test
