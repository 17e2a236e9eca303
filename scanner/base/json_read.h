// JsonRead: hostile JSON read: parsed when it is not too deep, and asked for members that may not
// be there or of another type. Pure; any thread.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace rekey {

// Null when the text is no JSON, or arrays and objects stand deeper in each other than `most`:
// asked first, in linear time, as parser and destructor go down by recursion.
nlohmann::json parsed_json(std::string_view text, int most);

// Whether the text goes deeper than `most`. The text need not be valid.
bool json_deeper_than(std::string_view text, int most);

// Null when `object` is none or has no such member. By reference: copying what a text holds could
// take any time.
const nlohmann::json& json_member(const nlohmann::json& object, const char* key);

// "", 0 and false for members of other types. Of a text at most `most` bytes.
std::string json_text(const nlohmann::json& object, const char* key,
                      size_t most = std::string::npos);
uint64_t json_number(const nlohmann::json& object, const char* key);
bool json_flag(const nlohmann::json& object, const char* key);

}  // namespace rekey
