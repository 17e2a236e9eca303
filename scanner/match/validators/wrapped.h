// Wrapped: tokens that are base64 of something: a JWT, a PEM key, a JSON object, a message.
//
// kCertain where the inside is what the format says. Where it cannot be read the outside alone is
// known, and the verdict is kWeak or kPlausible; kReject only where the inside is something else
// (a certificate). Sources: RFC 7519, RFC 7468, [MS-NLMP] 2.2.1.3, the providers' documentation.
// Pure functions; any thread.
#pragma once

#include <string_view>

#include "scanner/match/verdict.h"

namespace rekey {

Verdict check_jwt_base64(std::string_view secret);
Verdict check_pem_base64(std::string_view secret);
Verdict check_ntlm_type3(std::string_view secret);
Verdict check_uuid_base64(std::string_view secret);       // behind the last '-'
Verdict check_onepassword_json(std::string_view secret);  // ops_<JSON with the account>
Verdict check_grafana_json(std::string_view secret);      // <JSON with the key>, glc_<the same>
Verdict check_mapbox_payload(std::string_view secret);    // sk.<JSON with the user>.<signature>
Verdict check_snyk_json(std::string_view secret);         // snyk_uat.<8>.<JSON>.<signature>

}  // namespace rekey
