// Bound: the candidates of rules that ask for what names are bound to (match/binding/reader.h).
//
// A rule says it with an expression on `NAME="VALUE"`, or `NAME=VALUE` of a value without quotes,
// so that every form serves every rule: of `<add key="DbPassword" value="x"/>` it sees
// `DbPassword="x"`. Named rules, whose expressions say the
// way from a name to a value themselves, see "key=VALUE" behind what stands before the value's name
// on its line. Immutable; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "scanner/match/binding/reader.h"
#include "scanner/match/match.h"
#include "scanner/rules/rule.h"

namespace re2 {
class RE2;
}

namespace rekey {

// Of the bindings those whose values named rules may take: long enough, and random.
std::vector<Binding> provider_bindings(std::span<const Binding> bindings, std::string_view text);

// Appends the matches of `rule`, whose number is `index`, in the bindings that `text` has.
void find_bound(const re2::RE2& expression, const Rule& rule, uint32_t index, std::string_view text,
                std::span<const Binding> bindings, std::vector<Match>& out);

}  // namespace rekey
