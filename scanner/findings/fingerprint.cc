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

std::string keyed(const Secret& secret, std::string text) {
  const Stretch key = secret.stretched();
  return hmac_sha256_hex({reinterpret_cast<const char*>(key.data()), key.size()}, text);
}

template <typename Use>
void each_secret(std::vector<Finding>& findings, const Use& use) {
  for (Finding& finding : findings) {
    use(finding.secret);
    for (Occurrence& at : finding.occurrences) {
      for (Part& part : at.parts) use(part.secret);
    }
  }
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
  return keyed(secret, std::move(text));
}

std::string secret_digest(const Secret& secret) {
  return keyed(secret, "rekey secret 2").substr(0, kSecretDigits);
}

std::string line_digest(const Secret& secret, std::string_view line_hash) {
  std::string text = "rekey line 2";
  text += '\0';
  text += line_hash;
  return keyed(secret, std::move(text)).substr(0, kLineDigits);
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
                      unsigned threads) {
  std::unordered_map<std::string_view, std::optional<Stretch>> known;
  each_secret(findings, [&](Secret& secret) { known.try_emplace(secret.reveal()); });
  std::vector<std::pair<const std::string_view, std::optional<Stretch>>*> work;
  work.reserve(known.size());
  for (auto& one : known) work.push_back(&one);
  const size_t parts = std::clamp<size_t>(threads, 1, std::max<size_t>(work.size(), 1));
  on_threads(parts, [&](size_t part) {
    for (size_t i = part; i < work.size(); i += parts) work[i]->second = tried(work[i]->first);
  });
  each_secret(findings, [&](Secret& secret) {
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
