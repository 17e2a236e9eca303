// OrgTokens: credentials for code hosts, from a file or the environment: never from arguments.
//
// GITHUB_TOKEN or GH_TOKEN, GITLAB_TOKEN, BITBUCKET_TOKEN, GITEA_TOKEN and AZURE_DEVOPS_TOKEN are
// for the host of that name, and for the one that --api says to ask as one of its kind.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/org/hosts/host.h"
#include "scanner/org/work/clones.h"

namespace rekey {

// `file`: a line each, "HOST TOKEN" or "HOST USER TOKEN"; HOST may have a port, and "http://" in
// front for a server without TLS. Empty lines and `#` comments are passed over; "" = no file.
// kUsage with file:line, without the line's text. Those of the environment come behind the file's;
// `hosts` are those that are asked, without tokens.
Result<std::vector<Credential>> find_credentials(const std::string& file,
                                                 const std::vector<HostSource>& hosts);

// For asking `host`; "" when there is none.
std::string api_token(const std::vector<Credential>& credentials, const HostSource& host);

}  // namespace rekey
