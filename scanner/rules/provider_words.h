// Named: rules for values that look like any other and are known by the name they are given.
//
// Most API keys are 32 letters and digits. What tells whose they are is an assignment to a name
// that means a credential ("api_key = ...") with the provider's word in it or nearby. Such a rule
// has words and the format of the value; this file makes its expression and its examples. All of
// them share one lead, the way from the credential's name to the value, so that one expression
// finds where any of them may match (match/prefilter/provider_word_search.h): a thousand such rules
// cost what one does.
//
// The lead knows the ways that people assign: env files, JSON (also escaped in strings), YAML
// (plain, quoted, block scalars), TOML, INI, XML attributes and elements, HCL, shell, headers, URL
// queries, calls and literals of programming languages. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/rules/template/template.h"

namespace rekey {

// A value has at least so many bytes, the first ones of kProviderValueBytes (members of a bracket
// expression); the shared expression asks for these.
constexpr uint32_t kShortestProviderValue = 14;
constexpr std::string_view kProviderValueBytes = R"(0-9A-Za-z+/=_.~\-)";

// The longest match but for its value.
constexpr uint32_t kProviderWordReach = 400;

// How near the provider's word stands: so many lines and bytes around the match.
constexpr uint32_t kProviderWordLines = 3;
constexpr uint32_t kProviderWordBytes = 600;

// From the credential's name to the first byte of the value. RE2 syntax, in any case of letters.
std::string provider_prefix();

// Whether provider_prefix() may go on over the newline at `newline`: most lines end, or the next
// one begins, as none of its forms of several lines does. Errs on the side of true.
bool provider_prefix_crosses(std::string_view text, size_t newline);

// The rule's expression with the value as its only capture. `in_name`: the provider's word must
// stand in the name or before it on its line; for words that are common in texts.
Result<std::string> provider_word_expression(const std::vector<std::string>& words, bool in_name,
                                             const Template& value);

// Examples for a rule that has none, as texts of patterns/*.toml.
std::vector<std::string> provider_word_examples(std::string_view word, bool in_name);

// The fewest and most bytes that a format can have.
struct Width {
  uint32_t least = 0, most = 0;
};
Width width_of(const Template& format);

// The bytes that a format's texts are made of, each once, in order.
std::string bytes_of(const Template& format);

}  // namespace rekey
