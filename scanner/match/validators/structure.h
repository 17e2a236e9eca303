// Structure: token formats that say what is inside: JSON, DER, packets, numbered parts.
//
// kCertain where the inside is so special that nothing else looks like it, kReject where it is not
// what the format says. Sources: RFC 7519 (JWT), RFC 7468 and X.690 (PEM, DER), OpenSSH
// PROTOCOL.key, RFC 4880 (OpenPGP packets), libmacaroons' binary format v2, and the providers'
// documentation. Nothing here asks the time of day. Pure functions; any thread.
#pragma once

#include <string_view>

#include "scanner/match/verdict.h"

namespace rekey {

Verdict check_jwt(std::string_view secret);
Verdict check_jwt_supabase_service(std::string_view secret);
Verdict check_jwt_kubernetes(std::string_view secret);
Verdict check_pem_private_key(std::string_view secret);
Verdict check_pgp_private_key(std::string_view secret);
Verdict check_pypi_macaroon(std::string_view secret);
Verdict check_sentry_org_token(std::string_view secret);
Verdict check_aws_key_id(std::string_view secret);
Verdict check_aws_secret(std::string_view secret);
Verdict check_gcp_service_account(std::string_view secret);
Verdict check_discord_bot(std::string_view secret);
Verdict check_slack_token(std::string_view secret);
Verdict check_stripe_key(std::string_view secret);
Verdict check_openai_marker(std::string_view secret);
Verdict check_groq_marker(std::string_view secret);
Verdict check_huggingface(std::string_view secret);
Verdict check_telegram_bot(std::string_view secret);
Verdict check_mailchimp_dc(std::string_view secret);
Verdict check_twilio_sid(std::string_view secret);
Verdict check_impact_sid(std::string_view secret);

}  // namespace rekey
