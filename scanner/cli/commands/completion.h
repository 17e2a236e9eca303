// Completion: what a shell needs to complete rekey's words; and the manual page, roff. Pure.
#pragma once

#include <string>
#include <vector>

#include "scanner/cli/commands/command_table.h"

namespace rekey {

std::string bash_completion(const std::vector<CommandRow>& table);
std::string zsh_completion(const std::vector<CommandRow>& table);
std::string fish_completion(const std::vector<CommandRow>& table);

std::string manual_page(const std::vector<CommandRow>& table, const std::string& version);

}  // namespace rekey
