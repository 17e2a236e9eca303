#include "scanner/match/gate.h"

#include <hs/hs.h>

#include <algorithm>
#include <cctype>
#include <new>

#include "scanner/match/dialect.h"
#include "scanner/match/required_literal.h"
#include "scanner/match/serialized.h"
#include "scanner/rules/wire.h"

namespace rekey {
namespace {

std::string quoted(const std::string& keyword) {
  std::string out;
  for (const char c : keyword) {
    constexpr char kDigits[] = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0) {
      out += c;
    } else {
      out += {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return out;
}

// One match an expression is all that is asked.
Result<std::string> compile(const std::vector<std::string>& expressions,
                            const std::vector<unsigned>& ids, unsigned flags) {
  std::vector<const char*> texts;
  texts.reserve(expressions.size());
  for (const std::string& expression : expressions) texts.push_back(expression.c_str());
  const std::vector<unsigned> all_flags(texts.size(), flags | HS_FLAG_SINGLEMATCH);
  hs_platform_info_t platform{};
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  const hs_error_t code = hs_compile_multi(texts.data(), all_flags.data(), ids.data(),
                                           static_cast<unsigned>(texts.size()), HS_MODE_BLOCK,
                                           &platform, &database, &error);
  if (code == HS_SUCCESS) return serialized(database);
  const std::string why = error != nullptr ? error->message : "out of memory";
  hs_free_compile_error(error);
  return Error{ErrorCode::kUsage, "Hyperscan: " + why};
}

struct Gated {
  uint32_t rule = 0;
  hs_database_t* database = nullptr;
};

}  // namespace

bool is_gated(const Rule& rule) {
  return rule.foreign && !rule.regex.empty() && !rule.keywords.empty() &&
         std::none_of(rule.keywords.begin(), rule.keywords.end(),
                      [](const std::string& keyword) { return keyword.empty(); }) &&
         !has_required_literal(rule);
}

Result<std::string> compile_gate(const std::vector<Rule>& rules,
                                 const std::vector<uint32_t>& gated) {
  if (gated.empty()) return std::string();
  WireWriter out;
  out.number(gated.size());
  std::vector<std::string> keywords;
  std::vector<unsigned> ids;
  for (uint32_t i = 0; i < gated.size(); ++i) {
    const Rule& rule = rules[gated[i]];
    const unsigned flags = rule.extent == 0 ? HS_FLAG_MULTILINE : 0;
    const Result<std::string> one = compile({hyperscan_dialect(rule.regex)}, {0}, flags);
    if (!one) return Error{ErrorCode::kUsage, "rule " + rule.id + ": " + one.error().message};
    out.number(gated[i]);
    out.text(*one);
    for (const std::string& keyword : rule.keywords) {
      keywords.push_back(quoted(keyword));
      ids.push_back(i);
    }
  }
  Result<std::string> words = compile(keywords, ids, HS_FLAG_CASELESS);
  if (!words) return words;
  out.text(*words);
  return out.take();
}

struct Gate::Impl {
  ~Impl() {
    for (const Gated& one : gated) hs_free_database(one.database);
    hs_free_database(keywords);
  }

  std::vector<Gated> gated;
  hs_database_t* keywords = nullptr;  // null: nothing is gated
};

Gate::Gate(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Gate::~Gate() = default;

GateScratch::~GateScratch() {
  hs_free_scratch(scratch_);
}

Result<std::unique_ptr<Gate>> Gate::create(std::string_view bytes) {
  auto impl = std::make_unique<Impl>();
  if (!bytes.empty()) {
    WireReader reader(bytes);
    const size_t count = reader.count();
    for (size_t i = 0; i < count; ++i) {
      const auto rule = static_cast<uint32_t>(reader.number());
      const Result<hs_database_t*> made = deserialized(reader.text());
      if (!made) return made.error();
      impl->gated.push_back({rule, *made});
    }
    const Result<hs_database_t*> words = deserialized(reader.text());
    if (!words) return words.error();
    impl->keywords = *words;
    if (!reader.ok()) return Error{ErrorCode::kMalformed, "compiled rules: cut short"};
  }
  return std::unique_ptr<Gate>(new Gate(std::move(impl)));
}

std::unique_ptr<GateScratch> Gate::make_scratch() const {
  auto scratch = std::make_unique<GateScratch>();
  if (empty()) return scratch;
  scratch->open_.resize(impl_->gated.size());
  bool right = hs_alloc_scratch(impl_->keywords, &scratch->scratch_) == HS_SUCCESS;
  for (const Gated& one : impl_->gated) {  // the one scratch grows to the needs of each
    right = right && hs_alloc_scratch(one.database, &scratch->scratch_) == HS_SUCCESS;
  }
  if (!right) throw std::bad_alloc();
  return scratch;
}

bool Gate::empty() const {
  return impl_->keywords == nullptr;
}

void Gate::segments(std::string_view text, GateScratch& scratch, std::vector<Segment>& out) const {
  if (empty()) return;
  scratch.open_.assign(scratch.open_.size(), false);
  const auto open = [](unsigned id, unsigned long long, unsigned long long, unsigned, void* all) {
    (*static_cast<std::vector<bool>*>(all))[id] = true;
    return 0;
  };
  const auto size = static_cast<unsigned>(text.size());
  hs_scan(impl_->keywords, text.data(), size, 0, scratch.scratch_, open, &scratch.open_);
  const auto stop = [](unsigned, unsigned long long, unsigned long long, unsigned, void* found) {
    *static_cast<bool*>(found) = true;
    return 1;
  };
  for (size_t i = 0; i < impl_->gated.size(); ++i) {
    if (!scratch.open_[i]) continue;
    bool found = false;
    hs_scan(impl_->gated[i].database, text.data(), size, 0, scratch.scratch_, stop, &found);
    if (found) out.push_back({impl_->gated[i].rule, {0, text.size()}});
  }
}

}  // namespace rekey
