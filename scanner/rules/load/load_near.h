// LoadNear: the keys of a rule about what stands near its match: context, required, pair.
#pragma once

#include <string>

#include "scanner/rules/load/toml_reader.h"
#include "scanner/rules/rule.h"

namespace rekey {

// Reads them into `rule`; faults go to `fault`, which `reader` shares.
void read_near(TomlReader& reader, Rule& rule, const std::string& file, Status& fault);

}  // namespace rekey
