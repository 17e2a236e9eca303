// JsonWrite: JSON as text. Pure; any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace rekey {

constexpr int kOneLine = -1;

// With `indent` spaces a level, or on one line, without a line's end. What is not UTF-8 in it is
// replaced: dump() alone throws.
std::string dumped(const nlohmann::ordered_json& json, int indent);

}  // namespace rekey
