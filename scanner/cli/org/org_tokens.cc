#include "scanner/cli/org/org_tokens.h"

#include <algorithm>
#include <sstream>
#include <utility>

#include "scanner/base/file.h"
#include "scanner/cli/setup/environment.h"
#include "scanner/org/hosts/http.h"

namespace rekey {
namespace {

constexpr uint64_t kLargest = uint64_t{1} << 20;

// What hosts take as the user's name beside a token.
std::string usual_user(const std::string& host) {
  return host.find("bitbucket.org") != std::string::npos ? "x-token-auth" : "x-access-token";
}

Result<Credential> credential_of(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  if (words.size() < 2 || words.size() > 3) {
    return Error{ErrorCode::kUsage, "give HOST TOKEN, or HOST USER TOKEN"};
  }
  std::string host = words[0];
  std::string scheme = "https://";
  for (const char* known : {"https://", "http://"}) {
    if (!host.starts_with(known)) continue;
    scheme = known;
    host.erase(0, scheme.size());
  }
  if (host.ends_with('/')) host.pop_back();
  if (host.empty() || host.find_first_of("/@?#*\"") != std::string::npos) {
    return Error{ErrorCode::kUsage, "the first word is no host"};
  }
  return Credential{scheme + host + "/", words.size() == 3 ? words[1] : usual_user(host),
                    words.back()};
}

Status read_file_of(const std::string& file, std::vector<Credential>& out) {
  const Result<std::string> text = read_named_file(file, kLargest);
  if (!text) return Error{ErrorCode::kUsage, text.error().message};
  std::istringstream lines(*text);
  size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos || line.starts_with('#')) continue;
    Result<Credential> one = credential_of(line);
    if (!one) {
      return Error{ErrorCode::kUsage,
                   file + ":" + std::to_string(number) + ": " + one.error().message};
    }
    out.push_back(*std::move(one));
  }
  return {};
}

// Where repositories are cloned from: the API's host, but for those that have a host for it.
std::string clone_origin(const std::string& api) {
  std::string origin = origin_of(api);
  for (const char* host : {"https://api.github.com", "https://api.bitbucket.org"}) {
    if (origin == host) origin.erase(8, 4);
  }
  return origin;
}

std::string token_in_environment(HostKind kind) {
  switch (kind) {
    case HostKind::kGitHub: {
      const std::string token = variable("GITHUB_TOKEN");
      return token.empty() ? variable("GH_TOKEN") : token;
    }
    case HostKind::kGitLab:
      return variable("GITLAB_TOKEN");
    case HostKind::kBitbucket:
    case HostKind::kBitbucketServer:
      return variable("BITBUCKET_TOKEN");
    case HostKind::kGitea:
      return variable("GITEA_TOKEN");
    case HostKind::kAzure:
      break;
  }
  return variable("AZURE_DEVOPS_TOKEN");
}

bool is_open_wire(const std::string& origin) {
  return origin.starts_with("http://") && !origin.starts_with("http://127.0.0.1:") &&
         !origin.starts_with("http://localhost:");
}

// Each address has one credential: the first.
Status add_from_environment(HostKind kind, const std::string& api, std::vector<Credential>& out) {
  const std::string token = token_in_environment(kind);
  if (token.empty() || api.empty()) return {};
  const std::string origin = clone_origin(api);
  if (token.find_first_of("\r\n") != std::string::npos) {
    return Error{ErrorCode::kUsage, "a token in the environment is not one line"};
  }
  if (is_open_wire(origin)) {
    return Error{ErrorCode::kUsage, "--api: a token of the environment is sent over https alone"};
  }
  const bool known = std::any_of(out.begin(), out.end(),
                                 [&](const Credential& one) { return one.prefix == origin + "/"; });
  if (!known) out.push_back({origin + "/", usual_user(origin), token});
  return {};
}

}  // namespace

Result<std::vector<Credential>> find_credentials(const std::string& file,
                                                 const std::vector<HostSource>& hosts) {
  std::vector<Credential> out;
  Status status;
  if (!file.empty()) status = read_file_of(file, out);
  for (const HostSource& host : hosts) {
    if (status) status = add_from_environment(host.kind, host.api, out);
  }
  for (const HostKind kind :
       {HostKind::kGitHub, HostKind::kGitLab, HostKind::kBitbucket, HostKind::kAzure}) {
    if (status) status = add_from_environment(kind, std::string(usual_api(kind)), out);
  }
  if (!status) return status.error();
  return out;
}

std::string api_token(const std::vector<Credential>& credentials, const HostSource& host) {
  const std::string prefix = clone_origin(host.api) + "/";
  const auto found = std::find_if(credentials.begin(), credentials.end(),
                                  [&](const Credential& one) { return one.prefix == prefix; });
  if (found == credentials.end()) return {};
  const bool as_user = host.kind == HostKind::kBitbucket && found->user != usual_user(prefix);
  return as_user ? found->user + ":" + found->token : found->token;
}

}  // namespace rekey
