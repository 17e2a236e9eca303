// Template: text with placeholders, the form in which patterns/*.toml writes token formats and
// examples, so that no token stands in the tree. patterns/README.md lists the placeholders.
//
// parse_template() checks the text; expression() turns a format into a regular expression with its
// boundaries; draw() fills an example with values from a seed. Pure; the same seed gives the same
// bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/bytes.h"
#include "scanner/base/result.h"
#include "scanner/rules/template/alphabet.h"

namespace rekey {

struct TemplateNode {
  enum class Kind : uint8_t { kLiteral, kRun, kWords, kFunction, kSecretBegin, kSecretEnd };
  Kind kind = Kind::kLiteral;
  std::string text;                     // literal; name of the function
  Alphabet alphabet;                    // run
  uint32_t min = 0, max = 0;            // run: characters
  std::vector<std::string> words;       // words
  std::vector<TemplateNode> arguments;  // function
};

using Template = std::vector<TemplateNode>;

// An error names the placeholder that is wrong.
Result<Template> parse_template(std::string_view text);

// A format as a regular expression with one capture, the token. Errors: placeholders for examples
// only.
Result<std::string> expression(const Template& format);

// The same without boundaries and capture.
Result<std::string> format_body(const Template& format);

// An expression that the tail of every match of the format's matches, from its longest literal on,
// for a format that starts with a run, which Hyperscan can only search at great cost. Empty for
// others and where no literal has three bytes.
std::string tail_expression(const Template& format);

// The literal bytes that a format starts with; what a mask may show.
std::string literal_prefix(const Template& format);

struct Drawn {
  std::string text;
  std::vector<Span> secrets;  // the [[...]] parts, in order
};

// `token` is what <<token>> stands for. Errors: [[ without ]], <<token>> where there is none.
Result<Drawn> draw(const Template& example, const Template* token, uint64_t seed);

}  // namespace rekey
