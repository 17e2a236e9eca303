#include "scanner/match/validators/validators.h"

#include <algorithm>

#include "scanner/match/model/credential.h"
#include "scanner/match/model/placeholder.h"
#include "scanner/match/validators/basic_auth.h"
#include "scanner/match/validators/checksum.h"
#include "scanner/match/validators/opaque.h"
#include "scanner/match/validators/structure.h"
#include "scanner/match/validators/wrapped.h"

namespace rekey {

const std::vector<Validator>& validators() {
  static const std::vector<Validator> table = {
      {"age-bech32", check_age_bech32, "BIP 173: the last six are the checksum"},
      {"aws-key-id", check_aws_key_id, "base32 behind the prefix; no documented sample"},
      {"aws-secret", check_aws_secret, "40 characters of all classes, no hash and no path"},
      {"azure-devops-pat", check_azure_devops_pat, "CRC-32 scattered in the token"},
      {"azure-marvin", check_azure_marvin, "Marvin32 in the last four bytes"},
      {"basic-auth-b64", check_basic_auth_b64, "base64 of user:password"},
      {"basic-auth-impact", check_basic_auth_impact, "base64 of an impact.com SID and its token"},
      {"crc32-base62", check_crc32_base62, "the last six are the base62 CRC-32 of the body"},
      {"crc32-hint", check_crc32_hint, "certain when the last six are the CRC-32 of the body"},
      {"credential", check_not_placeholder, "the model of credential.h: name, value and line",
       check_credential},
      {"discord-bot", check_discord_bot, "base64 of the bot's decimal id at the start"},
      {"docker-auth", check_docker_auth, "base64 of user:password"},
      {"gcp-service-account", check_gcp_service_account, "a PEM key inside"},
      {"github-pat-sum", check_github_pat_sum, "eight base32 characters of a SHA-256"},
      {"gitlab-routable", check_gitlab_routable, "the last seven are a base36 CRC-32"},
      {"grafana-crc", check_grafana_crc, "the last eight are a little-endian CRC-32"},
      {"grafana-json", check_grafana_json, "base64 of a JSON object with the key"},
      {"groq-marker", check_groq_marker, "the marker that Groq's keys carry"},
      {"has-digit", check_has_digit, "holds a digit"},
      {"huggingface", check_huggingface, "letters of both cases, random"},
      {"impact-sid", check_impact_sid, "the account's number at its place"},
      {"impact-token", check_impact_token, "digits, high entropy, no identifier"},
      {"jwt", check_jwt, "RFC 7519: a JSON header with an algorithm"},
      {"jwt-base64", check_jwt_base64, "base64 of a JWT"},
      {"jwt-kubernetes", check_jwt_kubernetes, "claims of a Kubernetes service account"},
      {"jwt-supabase-service", check_jwt_supabase_service, "the role claim is service_role"},
      {"mailchimp-dc", check_mailchimp_dc, "a data centre behind 32 hex digits"},
      {"mapbox-payload", check_mapbox_payload, "base64 of a JSON object with the user"},
      {"mixed-classes", check_mixed_classes, "both cases, with digits or no words"},
      {"nats-nkey", check_nats_nkey, "CRC-16 in the last two bytes"},
      {"not-basic-auth", check_not_basic_auth, "not base64 of user:password"},
      {"not-hex", check_not_hex, "not hexadecimal throughout"},
      {"not-identifier", check_not_identifier, "no name, code, path or sentence"},
      {"not-placeholder", check_not_placeholder, "no variable, sample or stand-in"},
      {"not-uuid", check_not_uuid, "not a UUID"},
      {"ntlm-type3", check_ntlm_type3, "[MS-NLMP]: an authenticate message"},
      {"onepassword-json", check_onepassword_json, "base64 of a JSON object with the account"},
      {"opaque", check_opaque, "random letters and digits, no words"},
      {"openai-marker", check_openai_marker, "the marker that OpenAI's keys carry"},
      {"password-like", check_password_like, "not words, code or a placeholder"},
      {"pem-base64", check_pem_base64, "base64 of a PEM private key"},
      {"pem-private-key", check_pem_private_key, "DER or OpenSSH key of the right length"},
      {"pgp-private-key", check_pgp_private_key, "RFC 4880: a secret-key packet"},
      {"pypi-macaroon", check_pypi_macaroon, "a macaroon with the registry's location"},
      {"sentry-org-token", check_sentry_org_token, "JSON with iat and url"},
      {"slack-token", check_slack_token, "numbered parts, random"},
      {"snyk-json", check_snyk_json, "base64 of a JSON object with host and expiry"},
      {"stripe-key", check_stripe_key, "random behind the prefix"},
      {"telegram-bot", check_telegram_bot, "a number, a colon, AA"},
      {"twilio-sid", check_twilio_sid, "32 hex digits behind the prefix"},
      {"url-credentials", check_url_credentials, "the password is no placeholder"},
      {"uuid-base64", check_uuid_base64, "base64 of a UUID"},
      {"zuplo-crc", check_zuplo_crc, "the last eight are a hexadecimal CRC-32"},
  };
  return table;
}

const Validator* find_validator(std::string_view name) {
  const std::vector<Validator>& table = validators();
  const auto found = std::lower_bound(
      table.begin(), table.end(), name,
      [](const Validator& entry, std::string_view wanted) { return entry.name < wanted; });
  return found != table.end() && found->name == name ? &*found : nullptr;
}

}  // namespace rekey
