#include "scanner/match/prefilter/provider_word_search.h"

#include <hs/hs.h>

#include <algorithm>
#include <bitset>
#include <cctype>
#include <map>

#include "scanner/base/ascii.h"
#include "scanner/base/line.h"
#include "scanner/rules/provider_words.h"

namespace rekey {
namespace {

// Lines above the value's own that a match or its context may reach: a block scalar's name, then
// the context's lines.
constexpr uint32_t kLinesAbove = kProviderWordLines + 1;
constexpr uint32_t kLinesBelow = kProviderWordLines + 1;

struct Words {
  std::vector<std::string> texts;            // each word once, in lower case
  std::vector<std::vector<uint32_t>> rules;  // by word: who asks for it
  uint32_t extent = 0;                       // of the longest match
};

Words words_of(const std::vector<Rule>& rules) {
  std::map<std::string, std::vector<uint32_t>> by_word;
  Words out;
  for (uint32_t i = 0; i < rules.size(); ++i) {
    for (const std::string& word : rules[i].provider_words) by_word[lowered(word)].push_back(i);
    if (!rules[i].provider_words.empty()) out.extent = std::max(out.extent, rules[i].extent);
  }
  for (auto& [word, asking] : by_word) {
    out.texts.push_back(word);
    out.rules.push_back(std::move(asking));
  }
  return out;
}

// A blank in a word stands for any way of joining its parts.
std::string word_regex(const std::string& word) {
  std::string out;
  for (const char c : word) {
    if (c == ' ') {
      out += R"([_\-. ]?)";
      continue;
    }
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) out += '\\';
    out += c;
  }
  return out;
}

// The start of the line that is `lines` lines above that of `at`, not farther than `reach` bytes.
size_t lines_before(std::string_view text, size_t at, uint32_t lines, size_t reach) {
  const size_t least = at > reach ? at - reach : 0;
  size_t begin = at;
  for (uint32_t i = 0; i <= lines; ++i) {
    begin = line_begin(text, begin, least);
    if (begin == least || i == lines) return begin;
    --begin;
  }
  return begin;
}

size_t lines_behind(std::string_view text, size_t at, uint32_t lines, size_t reach) {
  const size_t most = std::min(text.size(), at + reach);
  size_t end = at;
  for (uint32_t i = 0; i <= lines; ++i) {
    end = line_end(text, end, most);
    if (end == most || i == lines) return end;
    ++end;
  }
  return end;
}

}  // namespace

std::string extractor_expression() {
  return provider_prefix() + "[" + std::string(kProviderValueBytes) + "]{" +
         std::to_string(kShortestProviderValue) + "}";
}

Result<std::string> compile_words(const std::vector<Rule>& rules) {
  const Words words = words_of(rules);
  if (words.texts.empty()) return std::string();
  Expressions expressions;
  for (const std::string& word : words.texts) {
    expressions.add(word_regex(word), HS_FLAG_CASELESS | HS_FLAG_SINGLEMATCH,
                    expressions.ids.size());
  }
  Result<std::string> bytes = compiled_bytes(expressions);
  if (bytes) return bytes;
  return Error{ErrorCode::kUsage, "words of named rules: " + bytes.error().message};
}

namespace {

// What a rule asks of the value, as far as bytes alone tell; many rules ask the same.
struct ValueBytes {
  std::bitset<256> bytes;
  uint32_t least = 0;

  explicit ValueBytes(const Rule& rule) : least(rule.provider_value_least) {
    for (const char c : rule.provider_value_bytes) bytes[static_cast<unsigned char>(c)] = true;
  }
  bool operator==(const ValueBytes&) const = default;

  // Whether a value may begin kShortestProviderValue bytes before one of the `ends`.
  [[nodiscard]] bool may_begin(std::string_view text, const Span& ends) const {
    const size_t first = ends.begin - std::min<size_t>(ends.begin, kShortestProviderValue);
    const size_t last = ends.end - std::min<size_t>(ends.end, kShortestProviderValue);
    size_t run = 0;
    for (size_t at = first; at < text.size() && at < last + least; ++at) {
      run = bytes[static_cast<unsigned char>(text[at])] ? run + 1 : 0;
      if (run >= least) return true;
    }
    return false;
  }
};

struct Value {
  size_t bytes = 0;     // which of the ValueBytes
  uint32_t extent = 0;  // of the whole match
};

}  // namespace

struct ProviderWordSearch::Impl {
  Words words;
  std::vector<ValueBytes> bytes;  // each once
  std::vector<Value> values;      // by rule
  Database database;              // null when there is no named rule
};

ProviderWordSearch::ProviderWordSearch(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ProviderWordSearch::~ProviderWordSearch() = default;

Result<std::unique_ptr<ProviderWordSearch>> ProviderWordSearch::create(
    std::string_view database, const std::vector<Rule>& rules) {
  auto impl = std::make_unique<Impl>();
  impl->words = words_of(rules);
  for (const Rule& rule : rules) {
    const ValueBytes asked(rule);
    const auto known = std::find(impl->bytes.begin(), impl->bytes.end(), asked);
    impl->values.push_back({static_cast<size_t>(known - impl->bytes.begin()), rule.extent});
    if (known == impl->bytes.end()) impl->bytes.push_back(asked);
  }
  Result<Database> made = deserialized(database);
  if (!made) return made.error();
  impl->database = *std::move(made);
  return std::unique_ptr<ProviderWordSearch>(new ProviderWordSearch(std::move(impl)));
}

std::unique_ptr<ProviderWordScratch> ProviderWordSearch::make_scratch() const {
  auto scratch = std::make_unique<ProviderWordScratch>();
  allocate_scratch(impl_->database, scratch->hyperscan);
  return scratch;
}

void ProviderWordSearch::segments(std::string_view text, const std::vector<Span>& ends,
                                  const Deadline& deadline, ProviderWordScratch& scratch,
                                  std::vector<Segment>& out) const {
  if (impl_->database == nullptr) return;
  const auto add_word = [](unsigned id, unsigned long long, unsigned long long, unsigned,
                           void* found) {
    static_cast<std::vector<uint32_t>*>(found)->push_back(id);
    return 0;
  };
  const size_t reach = size_t{impl_->words.extent} + kProviderWordBytes;
  for (const Span& end : ends) {
    if (deadline.over()) return;
    const size_t from = lines_before(text, end.begin, kLinesAbove, reach);
    const size_t to = lines_behind(text, end.end, kLinesBelow, reach);
    scratch.words.clear();
    scratch.may_begin.assign(impl_->bytes.size(), ProviderWordScratch::kNotAsked);
    hs_scan(impl_->database.get(), text.data() + from, static_cast<unsigned>(to - from), 0,
            scratch.hyperscan.get(), add_word, &scratch.words);
    for (const uint32_t word : scratch.words) {
      for (const uint32_t rule : impl_->words.rules[word]) {
        const Value& value = impl_->values[rule];
        uint8_t& may_begin = scratch.may_begin[value.bytes];
        if (may_begin == ProviderWordScratch::kNotAsked) {
          may_begin = impl_->bytes[value.bytes].may_begin(text, end) ? 1 : 0;
        }
        if (may_begin == 0) continue;
        // Twice the extent: a match that the reference finds first, overlapping, is found first
        // here.
        const size_t extent = value.extent;
        out.push_back({rule,
                       {end.begin > 2 * extent ? end.begin - 2 * extent : 0,
                        std::min(text.size(), end.end + extent)}});
      }
    }
  }
}

}  // namespace rekey
