// BasicAuth: a user's name and a password in one value: "user:password" in a URL, or its base64 as
// HTTP's Basic authentication (RFC 7617) and Docker's configuration have it. Pure; any thread.
#pragma once

#include <string_view>

#include "scanner/match/verdict.h"

namespace rekey {

// "user:password", also with a scheme before and a host behind; the password is judged.
Verdict check_url_credentials(std::string_view secret);
// base64 of "user:password".
Verdict check_basic_auth_b64(std::string_view secret);
// Not that: what stands behind "Basic" and is none is a token of its own.
Verdict check_not_basic_auth(std::string_view secret);
// base64 of "<impact.com account SID>:<token>".
Verdict check_basic_auth_impact(std::string_view secret);
// The "auth" of a Docker configuration: base64 of "user:password".
Verdict check_docker_auth(std::string_view secret);

}  // namespace rekey
