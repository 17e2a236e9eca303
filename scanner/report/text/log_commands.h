// LogCommands: what CI systems read out of a job's log as a command to themselves, made text.
//
//   ::set-output name=x::y        at a line's start: GitHub Actions
//   ##[set-output name=x]y        anywhere in a line: GitHub Actions, Azure Pipelines
//   ##vso[task.setvariable ...]y  anywhere in a line: Azure Pipelines; likewise ##teamcity[...]
//
// A path, a rule's text or an author may say any of these. It is done to everything that is
// written, in a CI job or not: reports are also kept, uploaded and printed by the next job, and the
// same scan gives the same bytes everywhere. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>

namespace rekey {

// How a text says a character in another way: "\x23", "%23" in a link, "&#35;", "\u0023".
// kCommands is for texts that are commands: they stay, and their values are escaped one by one.
enum class Medium : uint8_t { kText, kMarkdown, kMarkup, kJson, kCommands };

std::string without_commands(std::string text, Medium medium);

}  // namespace rekey
