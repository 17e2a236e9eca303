#include "scanner/match/literals.h"

#include <hs/hs.h>

#include <cstdio>
#include <new>
#include <numeric>

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

LiteralScratch::~LiteralScratch() {
  hs_free_scratch(scratch_);
}

Literals::~Literals() {
  hs_free_database(database_);
}

bool Literals::compile(const std::vector<std::string>& texts) {
  if (texts.empty()) return true;
  if (texts.size() > kMost) return false;
  std::vector<std::string> regexes;
  regexes.reserve(texts.size());
  for (const std::string& text : texts) regexes.push_back(as_regex(text));
  std::vector<const char*> expressions;
  expressions.reserve(texts.size());
  for (const std::string& regex : regexes) expressions.push_back(regex.c_str());
  const std::vector<unsigned> flags(texts.size(), HS_FLAG_CASELESS | HS_FLAG_SINGLEMATCH);
  std::vector<unsigned> ids(texts.size());
  std::iota(ids.begin(), ids.end(), 0U);
  hs_compile_error_t* error = nullptr;
  if (hs_compile_multi(expressions.data(), flags.data(), ids.data(),
                       static_cast<unsigned>(texts.size()), HS_MODE_BLOCK, nullptr, &database_,
                       &error) == HS_SUCCESS) {
    return true;
  }
  hs_free_compile_error(error);
  database_ = nullptr;
  return false;
}

std::unique_ptr<LiteralScratch> Literals::make_scratch() const {
  auto scratch = std::make_unique<LiteralScratch>();
  if (database_ != nullptr && hs_alloc_scratch(database_, &scratch->scratch_) != HS_SUCCESS) {
    throw std::bad_alloc();
  }
  return scratch;
}

uint64_t Literals::find(std::string_view text, LiteralScratch& scratch) const {
  uint64_t found = 0;
  if (database_ == nullptr) return found;
  const auto add = [](unsigned id, unsigned long long, unsigned long long, unsigned, void* to) {
    *static_cast<uint64_t*>(to) |= uint64_t{1} << id;
    return 0;
  };
  hs_scan(database_, text.data(), static_cast<unsigned>(text.size()), 0, scratch.scratch_, add,
          &found);
  return found;
}

}  // namespace rekey
