#include "scanner/match/prefilter/keyword_gate.h"

#include <hs/hs.h>

#include <algorithm>
#include <cctype>

#include "scanner/match/regex/dialect.h"
#include "scanner/match/regex/required_literal.h"
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

struct Gated {
  uint32_t rule = 0;
  Database database;
};

}  // namespace

bool is_gated(const Rule& rule) {
  return rule.imported && !rule.regex.empty() && !rule.keywords.empty() &&
         std::none_of(rule.keywords.begin(), rule.keywords.end(),
                      [](const std::string& keyword) { return keyword.empty(); }) &&
         !has_required_literal(rule);
}

Result<std::string> compile_keyword_gate(const std::vector<Rule>& rules,
                                         const std::vector<uint32_t>& gated) {
  if (gated.empty()) return std::string();
  WireWriter out;
  out.number(gated.size());
  Expressions keywords;
  for (uint32_t i = 0; i < gated.size(); ++i) {
    const Rule& rule = rules[gated[i]];
    const unsigned flags = rule.extent == 0 ? HS_FLAG_MULTILINE : 0;
    Expressions expression;  // one match is all that is asked, as of the keywords
    expression.add(hyperscan_dialect(rule.regex), flags | HS_FLAG_SINGLEMATCH, 0);
    const Result<std::string> one = compiled_bytes(expression);
    if (!one) return Error{ErrorCode::kUsage, "rule " + rule.id + ": " + one.error().message};
    out.number(gated[i]);
    out.text(*one);
    for (const std::string& keyword : rule.keywords) {
      keywords.add(quoted(keyword), HS_FLAG_CASELESS | HS_FLAG_SINGLEMATCH, i);
    }
  }
  Result<std::string> words = compiled_bytes(keywords);
  if (!words) return words;
  out.text(*words);
  return out.take();
}

struct KeywordGate::Impl {
  std::vector<Gated> gated;
  Database keywords;  // null: nothing is gated
};

KeywordGate::KeywordGate(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
KeywordGate::~KeywordGate() = default;

Result<std::unique_ptr<KeywordGate>> KeywordGate::create(std::string_view bytes) {
  auto impl = std::make_unique<Impl>();
  if (!bytes.empty()) {
    WireReader reader(bytes);
    const size_t count = reader.count();
    for (size_t i = 0; i < count; ++i) {
      const auto rule = static_cast<uint32_t>(reader.number());
      Result<Database> made = deserialized(reader.text());
      if (!made) return made.error();
      impl->gated.push_back({rule, *std::move(made)});
    }
    Result<Database> words = deserialized(reader.text());
    if (!words) return words.error();
    impl->keywords = *std::move(words);
    if (!reader.ok()) return Error{ErrorCode::kMalformed, "compiled rules: cut short"};
  }
  return std::unique_ptr<KeywordGate>(new KeywordGate(std::move(impl)));
}

std::unique_ptr<KeywordGateScratch> KeywordGate::make_scratch() const {
  auto scratch = std::make_unique<KeywordGateScratch>();
  if (empty()) return scratch;
  scratch->open.resize(impl_->gated.size());
  allocate_scratch(impl_->keywords, scratch->hyperscan);
  for (const Gated& one : impl_->gated) allocate_scratch(one.database, scratch->hyperscan);
  return scratch;
}

bool KeywordGate::empty() const {
  return impl_->keywords == nullptr;
}

void KeywordGate::segments(std::string_view text, KeywordGateScratch& scratch,
                           std::vector<Segment>& out) const {
  if (empty()) return;
  scratch.open.assign(scratch.open.size(), false);
  const auto open = [](unsigned id, unsigned long long, unsigned long long, unsigned, void* all) {
    (*static_cast<std::vector<bool>*>(all))[id] = true;
    return 0;
  };
  const auto size = static_cast<unsigned>(text.size());
  hs_scan(impl_->keywords.get(), text.data(), size, 0, scratch.hyperscan.get(), open,
          &scratch.open);
  const auto stop = [](unsigned, unsigned long long, unsigned long long, unsigned, void* found) {
    *static_cast<bool*>(found) = true;
    return 1;
  };
  for (size_t i = 0; i < impl_->gated.size(); ++i) {
    if (!scratch.open[i]) continue;
    bool found = false;
    hs_scan(impl_->gated[i].database.get(), text.data(), size, 0, scratch.hyperscan.get(), stop,
            &found);
    if (found) out.push_back({impl_->gated[i].rule, {0, text.size()}});
  }
}

}  // namespace rekey
