#include "scanner/base/json_read.h"

#include <nlohmann/json.hpp>

namespace rekey {

bool json_deeper_than(std::string_view text, int most) {
  int depth = 0;
  bool in_text = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_text && c == '\\') {
      ++i;
    } else if (c == '"') {
      in_text = !in_text;
    } else if (!in_text && (c == '[' || c == '{')) {
      if (++depth > most) return true;
    } else if (!in_text && (c == ']' || c == '}')) {
      --depth;
    }
  }
  return false;
}

nlohmann::json parsed_json(std::string_view text, int most) {
  if (json_deeper_than(text, most)) return nullptr;
  nlohmann::json out = nlohmann::json::parse(text, nullptr, false);
  return out.is_discarded() ? nlohmann::json() : out;
}

const nlohmann::json& json_member(const nlohmann::json& object, const char* key) {
  static const nlohmann::json kNone;
  if (!object.is_object()) return kNone;
  const auto found = object.find(key);
  return found == object.end() ? kNone : *found;
}

std::string json_text(const nlohmann::json& object, const char* key, size_t most) {
  const nlohmann::json& text = json_member(object, key);
  return text.is_string() ? text.get_ref<const std::string&>().substr(0, most) : std::string();
}

uint64_t json_number(const nlohmann::json& object, const char* key) {
  const nlohmann::json& number = json_member(object, key);
  return number.is_number_unsigned() ? number.get<uint64_t>() : 0;
}

bool json_flag(const nlohmann::json& object, const char* key) {
  const nlohmann::json& flag = json_member(object, key);
  return flag.is_boolean() && flag.get<bool>();
}

}  // namespace rekey
