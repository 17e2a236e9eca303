// JsonDepth: how deep arrays and objects of a JSON text stand in each other, asked before a hostile
// text is parsed. Pure; any thread.
#pragma once

#include <string_view>

namespace rekey {

// Whether the text goes deeper than `most`. Linear; the text need not be valid.
bool json_deeper_than(std::string_view text, int most);

}  // namespace rekey
