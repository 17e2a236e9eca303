#include "scanner/findings/fingerprint.h"

#include <algorithm>
#include <new>
#include <optional>
#include <unordered_map>

#include "scanner/base/ascii.h"
#include "scanner/base/digest.h"
#include "scanner/base/threads.h"

namespace rekey {
namespace {

constexpr size_t kSecretDigits = 32, kLineDigits = 16;

std::string keyed(const Secret& secret, const std::string& text) {
  const Stretch key = secret.stretched();
  return hmac_sha256_hex({reinterpret_cast<const char*>(key.data()), key.size()}, text);
}

// `use` gets each secret, the place that it or the leak it is a half of stands at, and its bytes.
template <typename Use>
void each_secret(std::vector<Finding>& findings, const Use& use) {
  for (Finding& finding : findings) {
    if (finding.occurrences.empty()) continue;
    const Occurrence& first = finding.occurrences.front();
    use(finding.secret, first, first.start_byte, first.end_byte);
    for (Occurrence& at : finding.occurrences) {
      for (Part& part : at.parts) use(part.secret, at, part.start_byte, part.end_byte);
    }
  }
}

// For one secret too many: made of its place, not of it.
Stretch stretch_of_place(const Occurrence& at, uint64_t begin, uint64_t end) {
  std::string text = "rekey place 2";
  for (const std::string& part :
       {at.path, at.blob, at.commit, std::to_string(begin), std::to_string(end)}) {
    text += '\0';
    text += part;
  }
  return sha256(text);
}

// Nothing where there is no memory for it.
std::optional<Stretch> tried(std::string_view secret) {
  try {
    return stretch_of(secret);
  } catch (const std::bad_alloc&) {
    return std::nullopt;
  }
}

}  // namespace

std::string fingerprint(std::string_view family, const Secret& secret) {
  std::string text = "rekey leak 2";
  text += '\0';
  text += family;
  return keyed(secret, text);
}

std::string secret_digest(const Secret& secret) {
  return keyed(secret, "rekey secret 2").substr(0, kSecretDigits);
}

std::string line_digest(const Secret& secret, std::string_view line_hash) {
  std::string text = "rekey line 2";
  text += '\0';
  text += line_hash;
  return keyed(secret, text).substr(0, kLineDigits);
}

std::string leak_key(std::string_view family, const Secret& secret) {
  std::string text = "rekey leak 1";
  text += '\0';
  text += family;
  text += '\0';
  text += secret.reveal();
  return sha256_hex(text);
}

void set_fingerprints(std::vector<Finding>& findings, const std::vector<Rule>& rules,
                      unsigned threads, size_t most) {
  std::unordered_map<std::string_view, std::optional<Stretch>> known;
  std::vector<std::pair<const std::string_view, std::optional<Stretch>>*> work;
  size_t weak = 0;
  each_secret(findings,
              [&](const Secret& secret, const Occurrence& at, uint64_t begin, uint64_t end) {
                const auto [one, is_new] = known.try_emplace(secret.reveal());
                if (!is_new) return;
                if (is_unguessable(secret.reveal())) {
                  one->second = stretch_of(secret.reveal());
                } else if (weak++ < most) {
                  work.push_back(&*one);
                } else {
                  one->second = stretch_of_place(at, begin, end);
                }
              });
  const size_t parts = std::clamp<size_t>(threads, 1, std::max<size_t>(work.size(), 1));
  on_threads(parts, [&](size_t part) {
    for (size_t i = part; i < work.size(); i += parts) work[i]->second = tried(work[i]->first);
  });
  each_secret(findings, [&](Secret& secret, const Occurrence&, uint64_t, uint64_t) {
    std::optional<Stretch>& stretch = known[secret.reveal()];
    if (!stretch) stretch = stretch_of(secret.reveal());  // the other threads' memory is free now
    secret.keep(*stretch);
  });
  for (Finding& finding : findings) {
    finding.fingerprint = fingerprint(rules[finding.rule].family, finding.secret);
  }
}

bool is_fingerprint(std::string_view text) {
  constexpr size_t kDigits = 64;
  return text.size() == kDigits && is_lower_hex(text);
}

}  // namespace rekey
