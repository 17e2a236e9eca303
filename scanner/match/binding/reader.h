// Reader: which value a credential's name is bound to, whatever the form, exact to the byte.
//
// An example: in
//
//   - name: DB_PASSWORD
//     value: "m9#W0'vq"
//
// the word "PASSWORD" ends at 19. It stands in the name DB_PASSWORD; the form "pair" (form.h) finds
// the field `value` on the next line; the value is what stands between the quotes (value.h), the
// apostrophe inside. So the binding is DB_PASSWORD, m9#W0'vq.
//
// The prefilter asks for openings alone, which depend on few bytes before them (kFormReach); the
// values are read in the text as it is. A text has one reading: where it was found to begin does
// not matter. Pure functions; any thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "scanner/base/bytes.h"
#include "scanner/match/binding/form.h"
#include "scanner/match/binding/value.h"

namespace rekey {

struct Binding {
  Span name;
  Span value;
  Span looked;             // both, and what opens and closes the value
  bool is_quoted = false;  // the value stands between quotes
  std::string_view form;
};

// Calls `take` with where each form that finds something opens the value of the name in which a
// word ends at `word_end` (credential_name.h): behind the value's first byte, or behind the name
// where that comes later. Such an end depends on no byte that is farther than kFormReach before it,
// or over newlines that form_crosses() does not name, or on a line behind its own.
// On its own line it depends on kLineBehind bytes behind it, too.
constexpr size_t kLineBehind = 512;
template <typename Take>
void for_each_opening_end(std::string_view text, size_t word_end, const Take& take);

// The name as a form is asked about it; nothing when nothing can be bound to it.
std::optional<BoundName> name_at(std::string_view text, size_t word_end);

// Appends what the name there is bound to: nearly always one value; of a list several.
void read_bindings(std::string_view text, size_t word_end, std::vector<Binding>& out,
                   size_t& looked);

// The bindings of all names in `span`, in order, each once. `looked` is raised to behind the last
// byte that decided, where that is beyond the lines that form_crosses() joins.
std::vector<Binding> bindings_in(std::string_view text, const Span& span, size_t& looked);
inline std::vector<Binding> bindings_in(std::string_view text, const Span& span) {
  size_t looked = 0;
  return bindings_in(text, span, looked);
}

// What the form finds for the name, as far as its lines belong together; nothing where no byte is
// left for a value.
std::optional<Opening> opening_of(const Form& form, std::string_view text, const BoundName& name);

template <typename Take>
void for_each_opening_end(std::string_view text, size_t word_end, const Take& take) {
  const auto name = name_at(text, word_end);
  if (!name) return;
  for (const Form& form : forms()) {
    const auto opening = opening_of(form, text, *name);
    if (!opening || !may_be_value(text, *name, *opening)) continue;
    take(std::max(opening->at + 1, name->after));
  }
}

}  // namespace rekey
