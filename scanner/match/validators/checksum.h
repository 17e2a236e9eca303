// Checksum: token formats whose last characters prove the others.
//
// kCertain where the sum fits. kReject where it does not and every token of the format has it;
// where the algorithm is not published for all of them, kPlausible or kWeak. Algorithms: as the
// providers published them (GitHub "Behind GitHub's new authentication token formats", GitLab
// "routable tokens", Grafana service accounts, BIP 173 (age),
// the NATS nkeys library, Microsoft "Common Annotated Security Keys").
// Pure functions; any thread.
#pragma once

#include <string_view>

#include "scanner/match/verdict.h"

namespace rekey {

Verdict check_crc32_base62(std::string_view secret);  // <prefix>_<body><6: base62 CRC-32 of body>
Verdict check_crc32_hint(std::string_view secret);    // the same, where it is not said of all
Verdict check_age_bech32(std::string_view secret);
Verdict check_nats_nkey(std::string_view secret);
Verdict check_github_pat_sum(std::string_view secret);
Verdict check_gitlab_routable(std::string_view secret);
Verdict check_grafana_crc(std::string_view secret);
Verdict check_zuplo_crc(std::string_view secret);
Verdict check_azure_marvin(std::string_view secret);
Verdict check_azure_devops_pat(std::string_view secret);

}  // namespace rekey
