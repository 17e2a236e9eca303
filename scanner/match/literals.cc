#include "scanner/match/literals.h"

#include <hs/hs.h>

#include <cstdio>

namespace rekey {
namespace {

// The bytes as an expression that means just them.
std::string as_regex(const std::string& text) {
  std::string out;
  for (const char c : text) {
    char byte[5];
    std::snprintf(byte, sizeof byte, "\\x%02x", static_cast<unsigned>(static_cast<uint8_t>(c)));
    out += byte;
  }
  return out;
}

}  // namespace

bool Literals::compile(const std::vector<std::string>& texts) {
  if (texts.size() > kMost) return false;
  Expressions expressions;
  for (const std::string& text : texts) {
    expressions.add(as_regex(text), HS_FLAG_CASELESS | HS_FLAG_SINGLEMATCH, expressions.ids.size());
  }
  Result<Database> made = compiled(expressions);
  if (!made) return false;
  database_ = *std::move(made);
  return true;
}

std::unique_ptr<LiteralScratch> Literals::make_scratch() const {
  auto scratch = std::make_unique<LiteralScratch>();
  serve(database_, scratch->hyperscan);
  return scratch;
}

uint64_t Literals::find(std::string_view text, LiteralScratch& scratch) const {
  uint64_t found = 0;
  if (database_ == nullptr) return found;
  const auto add = [](unsigned id, unsigned long long, unsigned long long, unsigned, void* to) {
    *static_cast<uint64_t*>(to) |= uint64_t{1} << id;
    return 0;
  };
  hs_scan(database_.get(), text.data(), static_cast<unsigned>(text.size()), 0,
          scratch.hyperscan.get(), add, &found);
  return found;
}

}  // namespace rekey
