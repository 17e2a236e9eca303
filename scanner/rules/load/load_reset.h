// LoadReset: resets from TOML tables: load.h's part for what to do after a leak.
//
// Faults go to the `fault` that all readers of a file share (toml_reader.h).
#pragma once

#include <string>

#include "scanner/rules/load/load.h"
#include "scanner/rules/load/toml_reader.h"

namespace rekey {

// A reset with its class's texts where its own are missing; placeholders are not filled in yet.
Reset read_reset(const toml::table& table, const std::string& file, const ResetClasses& classes,
                 Status& fault);

// {provider}, {kind}, {console_url} and {console_path} become the rule's and the reset's own.
void fill_in(Reset& reset, const Rule& rule);

// The error of a text that is not TOML.
Error not_toml(const toml::parse_error& error, const std::string& file);

}  // namespace rekey
