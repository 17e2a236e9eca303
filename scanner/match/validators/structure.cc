#include "scanner/match/validators/structure.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "scanner/base/ascii.h"
#include "scanner/base/base64.h"
#include "scanner/base/entropy.h"

namespace rekey {
namespace {

using nlohmann::json;

template <typename Test>
bool all(std::string_view text, const Test& test) {
  return std::all_of(text.begin(), text.end(), test);
}

template <typename Test>
size_t count(std::string_view text, const Test& test) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), test));
}

std::string_view before(std::string_view text, char mark) {
  return text.substr(0, text.find(mark));
}

std::optional<json> json_object(std::string_view encoded) {
  const std::optional<std::string> bytes = base64_decode(encoded);
  if (!bytes) return std::nullopt;
  json value = json::parse(*bytes, nullptr, false);
  if (!value.is_object()) return std::nullopt;
  return value;
}

// The claims of a JWT; an object without members when they cannot be read.
json claims_of(std::string_view secret) {
  const size_t first = secret.find('.');
  if (first == std::string_view::npos) return json::object();
  return json_object(before(secret.substr(first + 1), '.')).value_or(json::object());
}

bool claim_is(const json& claims, const char* name, std::string_view wanted) {
  const auto found = claims.find(name);
  return found != claims.end() && found->is_string() && found->get<std::string>() == wanted;
}

// What stands between the BEGIN and END lines of a PEM block, as base64 alone: line ends may be
// real, escaped ("\n", "\\n", "\r\n") or spaces; headers ("Proc-Type: ...") and a trailing
// checksum ("=abcd") are left out.
struct PemBody {
  std::string type;  // "RSA PRIVATE KEY"
  std::string base64;
  bool encrypted = false;
};

// A line without the quotes, operators and indentation of the language around it.
std::string_view bare_line(std::string_view line) {
  const auto is_body = [](char c) {
    return is_digit(c) || is_upper(c) || is_lower(c) || c == '/' || c == '=' || c == '+';
  };
  while (!line.empty() && !is_body(line.front())) line.remove_prefix(1);
  if (line == "+" || line.starts_with("+ ")) return {};
  return line.substr(0, line.find_first_of("\"'"));
}

std::optional<PemBody> pem_body(std::string_view text) {
  constexpr std::string_view kBegin = "-----BEGIN ", kDashes = "-----";
  const size_t begin = text.find(kBegin);
  if (begin == std::string_view::npos) return std::nullopt;
  text.remove_prefix(begin + kBegin.size());
  const size_t close = text.find(kDashes);
  if (close == std::string_view::npos) return std::nullopt;
  PemBody out;
  out.type = text.substr(0, close);
  out.encrypted = contains(out.type, "ENCRYPTED");
  text.remove_prefix(close + kDashes.size());
  text = text.substr(0, text.find(kDashes));
  std::string flat;  // escapes of line ends as line ends
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      flat += text[i];
      continue;
    }
    while (i + 1 < text.size() && text[i + 1] == '\\') ++i;
    if (i + 1 < text.size()) ++i;  // the letter of the escape
    flat += '\n';
  }
  std::string_view rest = flat;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find_first_of("\n\r"), rest.size());
    const std::string_view line = bare_line(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (contains(line, ":")) {
      out.encrypted = out.encrypted || contains(line, "ENCRYPTED");
    } else if (!line.starts_with('=')) {
      for (const char c : line) {
        if (is_digit(c) || is_upper(c) || is_lower(c) || c == '+' || c == '/' || c == '=') {
          out.base64 += c;
        }
      }
    }
  }
  return out;
}

// Whether `der` is one SEQUENCE whose length is that of the bytes there are.
bool is_der_sequence(std::string_view der) {
  if (der.size() < 2 || der[0] != '\x30') return false;
  const auto first = static_cast<uint8_t>(der[1]);
  if (first < 0x80) return der.size() == 2U + first;
  const size_t width = first & 0x7F;
  if (width == 0 || width > 4 || der.size() < 2 + width) return false;
  size_t length = 0;
  for (size_t i = 0; i < width; ++i) length = length << 8 | static_cast<uint8_t>(der[2 + i]);
  return der.size() == 2 + width + length;
}

}  // namespace

Verdict check_jwt(std::string_view secret) {
  const std::optional<json> header = json_object(before(secret, '.'));
  if (!header) return Verdict::kReject;
  const auto alg = header->find("alg");
  if (alg == header->end() || !alg->is_string()) return Verdict::kReject;
  const json claims = claims_of(secret);
  // The sample of jwt.io and of half the documentation in the world.
  if (claim_is(claims, "sub", "1234567890")) return Verdict::kReject;
  if (*alg == "none") return Verdict::kWeak;
  return Verdict::kPlausible;
}

Verdict check_jwt_supabase_service(std::string_view secret) {
  return claim_is(claims_of(secret), "role", "service_role") ? Verdict::kCertain : Verdict::kReject;
}

Verdict check_jwt_kubernetes(std::string_view secret) {
  const json claims = claims_of(secret);
  const bool fits = claim_is(claims, "iss", "kubernetes/serviceaccount") ||
                    claims.contains("kubernetes.io") ||
                    claims.contains("kubernetes.io/serviceaccount/service-account.name");
  return fits ? Verdict::kCertain : Verdict::kReject;
}

Verdict check_pem_private_key(std::string_view secret) {
  constexpr size_t kSmallestKey = 40;  // bytes; an Ed25519 key in PKCS #8 has 48
  const std::optional<PemBody> body = pem_body(secret);
  if (!body) return Verdict::kReject;
  const std::optional<std::string> bytes = base64_decode(body->base64);
  if (!bytes) return body->base64.size() < 2 * kSmallestKey ? Verdict::kReject : Verdict::kWeak;
  if (bytes->size() < kSmallestKey || entropy(*bytes) < 3.5) return Verdict::kReject;
  if (bytes->starts_with(std::string_view("openssh-key-v1\0", 15))) return Verdict::kCertain;
  if (body->encrypted) return Verdict::kPlausible;
  if (is_der_sequence(*bytes)) return Verdict::kCertain;
  return bytes->front() == '\x30' ? Verdict::kPlausible : Verdict::kWeak;
}

Verdict check_pgp_private_key(std::string_view secret) {
  const std::optional<PemBody> body = pem_body(secret);
  if (!body || body->base64.size() < 64) return Verdict::kReject;
  // The start is enough: the trailing checksum may stand on the last line.
  const std::optional<std::string> bytes = base64_decode(body->base64.substr(0, 64));
  if (!bytes) return Verdict::kReject;
  const auto tag = static_cast<uint8_t>(bytes->front());
  constexpr int kSecretKey = 5;
  const int type = (tag & 0x40) != 0 ? tag & 0x3F : (tag & 0x3F) >> 2;
  return (tag & 0x80) != 0 && type == kSecretKey ? Verdict::kCertain : Verdict::kWeak;
}

// A macaroon, version 2: 02, then the field "location" (01) with its length and a host name.
Verdict check_pypi_macaroon(std::string_view secret) {
  const size_t dash = secret.find('-');
  if (dash == std::string_view::npos) return Verdict::kReject;
  std::string_view body = secret.substr(dash + 1);
  body = body.substr(0, body.size() / 4 * 4);
  const std::optional<std::string> bytes = base64_decode(body);
  if (!bytes || bytes->size() < 24 || !bytes->starts_with("\x02\x01")) return Verdict::kReject;
  const auto length = static_cast<uint8_t>((*bytes)[2]);
  if (3U + length > bytes->size()) return Verdict::kReject;
  return contains(std::string_view(*bytes).substr(3, length), "pypi.") ? Verdict::kCertain
                                                                       : Verdict::kReject;
}

// sntrys_<base64 of JSON with iat and url>_<43>
Verdict check_sentry_org_token(std::string_view secret) {
  const size_t first = secret.find('_'), last = secret.rfind('_');
  if (first == last) return Verdict::kReject;
  const std::optional<json> claims = json_object(secret.substr(first + 1, last - first - 1));
  if (!claims) return Verdict::kWeak;
  return claims->contains("iat") && claims->contains("url") ? Verdict::kCertain
                                                            : Verdict::kPlausible;
}

Verdict check_aws_key_id(std::string_view secret) {
  if (secret.size() < 16 || secret.ends_with("EXAMPLE") || entropy(secret.substr(4)) < 2.5)
    return Verdict::kReject;
  const bool base32 = all(secret, [](char c) { return is_upper(c) || (c >= '2' && c <= '7'); });
  return base32 ? Verdict::kPlausible : Verdict::kWeak;
}

// 40 base64 characters are also the shape of SHA-1 in hex, of paths and of long identifiers.
Verdict check_aws_secret(std::string_view secret) {
  if (contains(secret, "EXAMPLE") || all(secret, is_hex)) return Verdict::kReject;
  const bool mixed =
      count(secret, is_upper) >= 2 && count(secret, is_lower) >= 2 && count(secret, is_digit) >= 1;
  if (!mixed || entropy(secret) < 4.0) return Verdict::kReject;
  return std::count(secret.begin(), secret.end(), '/') > 5 ? Verdict::kWeak : Verdict::kPlausible;
}

Verdict check_gcp_service_account(std::string_view secret) {
  const std::optional<PemBody> body = pem_body(secret);
  if (!body) return contains(secret, "private_key") ? Verdict::kPlausible : Verdict::kWeak;
  return check_pem_private_key(secret);
}

// <base64 of the bot's id, which is decimal>.<time>.<sum>
Verdict check_discord_bot(std::string_view secret) {
  const std::optional<std::string> id = base64_decode(before(secret, '.'));
  return id && id->size() >= 15 && all(*id, is_digit) ? Verdict::kCertain : Verdict::kReject;
}

Verdict check_slack_token(std::string_view secret) {
  const size_t dash = secret.find('-');
  if (dash == std::string_view::npos) return Verdict::kReject;
  const std::string_view body = secret.substr(dash + 1);
  return entropy(body) < 2.5 || count(body, is_digit) < 4 ? Verdict::kReject : Verdict::kPlausible;
}

Verdict check_stripe_key(std::string_view secret) {
  const std::string_view body = secret.substr(secret.rfind('_') + 1);
  return body.size() < 10 || entropy(body) < 2.8 ? Verdict::kReject : Verdict::kPlausible;
}

Verdict check_openai_marker(std::string_view secret) {
  const std::string_view marker = "T3BlbkFJ";  // base64 of "OpenAI"
  return contains(secret, marker) ? Verdict::kCertain : Verdict::kPlausible;
}

Verdict check_groq_marker(std::string_view secret) {
  const std::string_view marker = "WGdyb3FY";  // in the base64 of "groq"
  return contains(secret, marker) ? Verdict::kCertain : Verdict::kPlausible;
}

Verdict check_huggingface(std::string_view secret) {
  const std::string_view body = secret.substr(secret.find('_') + 1);
  const bool mixed = count(body, is_upper) >= 3 && count(body, is_lower) >= 3;
  return mixed && entropy(body) >= 3.5 ? Verdict::kPlausible : Verdict::kReject;
}

Verdict check_telegram_bot(std::string_view secret) {
  const size_t colon = secret.find(':');
  if (colon == std::string_view::npos || entropy(secret.substr(colon + 1)) < 3.5) {
    return Verdict::kReject;
  }
  return secret.substr(colon + 1).starts_with("AA") ? Verdict::kPlausible : Verdict::kWeak;
}

Verdict check_mailchimp_dc(std::string_view secret) {
  const size_t dash = secret.rfind("-us");
  return dash == 32 && entropy(secret.substr(0, dash)) >= 2.8 ? Verdict::kPlausible
                                                              : Verdict::kReject;
}

Verdict check_twilio_sid(std::string_view secret) {
  return secret.size() == 34 && all(secret.substr(2), is_hex) && entropy(secret.substr(2)) >= 2.8
             ? Verdict::kPlausible
             : Verdict::kReject;
}

// IR, 10 letters or digits, the account's number (7 or 8 digits in published examples), the rest;
// 34 in all.
Verdict check_impact_sid(std::string_view secret) {
  if (secret.size() != 34 || entropy(secret) < 3.0) return Verdict::kReject;
  if (count(secret, is_digit) < 5) return Verdict::kReject;
  const bool account = all(secret.substr(12, 4), is_digit);
  return account && is_digit(secret.back()) ? Verdict::kPlausible : Verdict::kWeak;
}

}  // namespace rekey
