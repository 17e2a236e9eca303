#include "scanner/base/json_write.h"

#include <nlohmann/json.hpp>

namespace rekey {

std::string dumped(const nlohmann::ordered_json& json, int indent) {
  return json.dump(indent, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace rekey
