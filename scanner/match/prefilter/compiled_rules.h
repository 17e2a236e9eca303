// CompiledRules: a rule set as the bytes that the prefilter (prefilter.h) searches with.
//
// "rekey database 9", then per rule how it is searched and the widest match (wire.h), then the
// literals (literal_search.h), then Hyperscan's serialized databases of the expressions for whole
// texts and of those for lines with a random run, of the words of named rules
// (provider_word_search.h) and of assigned rules (assignment_search.h), then the gate
// (keyword_gate.h). They fit one Hyperscan release and, as they are compiled for no CPU features,
// every processor of the architecture. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/rules/rule.h"

namespace rekey {

struct CompiledRules {
  std::string bytes;
  std::vector<size_t> unfiltered;  // rules that Hyperscan does not take: RE2 searches every text
};

// kUsage when a rule cannot be compiled at all.
Result<CompiledRules> compile_database(const std::vector<Rule>& rules);

struct CompiledParts {
  struct Search {
    bool filtered = true;
    bool random = false;  // in lines with a random run alone
    size_t width = 0;     // of the widest match; SIZE_MAX = any number of bytes
  };
  std::vector<Search> rules;
  // Of the bytes that were read.
  std::string_view literals, database, random, words, assignments, keyword_gate;
};

// kMalformed when `bytes` are cut short or not of so many rules.
Result<CompiledParts> read_compiled(std::string_view bytes, size_t rules);

}  // namespace rekey
