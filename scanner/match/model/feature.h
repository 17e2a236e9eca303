// Feature: what the credential model (credential.h) measures of a value and its line context: whole
// numbers, so that every machine judges alike. Shares are in thousandths. Pure; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "scanner/match/model/line_context.h"

namespace rekey {

// The order is that of the weights in credential_trees.cc: add at the end, fit again.
enum class Feature : uint8_t {
  kLength,
  kDigits,  // shares of the bytes
  kUppers,
  kLowers,
  kMarks,
  kEntropy,    // hundredths of a bit a byte
  kDistinct,   // share of different bytes
  kWordlike,   // wordlike.h's score in hundredths
  kPairs,      // pairs of neighbouring letters
  kChanges,    // share of places where the class of character changes
  kRepeats,    // share of bytes equal to the one before
  kSteps,      // share of bytes one above or below the one before
  kLowerRun,   // the longest run of small letters
  kCovered,    // share of bytes that belong to words of samples and code
  kUncovered,  // bytes that do not
  kHex,        // 1: hexadecimal digits alone
  kBase64,     // 1: letters, digits and "+/=_-" alone
  kPlain,      // 1: letters, digits and "_" alone
  kPlaceholder,
  kIdentifier,
  kDots,
  kUnderscores,
  kDashes,
  kSlashes,
  kColons,
  kSpaces,
  kBrackets,
  kDollars,
  kPercents,
  kOddMarks,  // !#^&*~?@+|;,
  kFirst,     // kind of the first byte
  kLast,      // kind of the last
  kHighBytes,
  kNameWords,
  kNameLength,
  kNamePassword,
  kNameSecret,
  kNameToken,
  kNameKey,
  kNameAuth,
  kNameApi,
  kNamePrivate,
  kNameEndsOther,    // 1: "_path", "Length": the name of something else
  kNameOther,        // words of that kind behind the first
  kNameStartsOther,  // "public", "fake", "csrf": words that make the name one of no secret
  kNameCapitals,
  kNameInValue,  // 1: one contains the other
  kSeparator,    // kind of what stands between name and value
  kSeparatorSpaced,
  kSeparatorCall,  // 1: an opening bracket
  kQuote,
  kEscaped,  // 1: a backslash before the quote
  kNameQuoted,
  kUrl,
  kNext,  // kind of the byte behind the value and its quote
  kComment,
  kFlow,    // 1: behind "{", "(" or ","
  kChecks,  // 1: the line asserts something
  kLineStart,
  kIndent,
  kNumber
};

using Features = std::array<int32_t, static_cast<size_t>(Feature::kNumber)>;

Features features_of(const LineContext& line_context);

}  // namespace rekey
