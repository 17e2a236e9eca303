// OrgTokens: credentials for fetching, from a file: never from arguments.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/org/clones.h"

namespace rekey {

// `file`: a line each, "HOST TOKEN" or "HOST USER TOKEN"; HOST may have a port, and "http://" in
// front for a server without TLS. Empty lines and `#` comments are passed over; "" = no file.
// kUsage with file:line, without the line's text.
Result<std::vector<Credential>> find_credentials(const std::string& file);

}  // namespace rekey
