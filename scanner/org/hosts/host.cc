#include "scanner/org/hosts/host.h"

#include <algorithm>
#include <array>

#include "scanner/base/base64.h"
#include "scanner/report/text/escape.h"

namespace rekey {
namespace {

struct Kind {
  HostKind kind;
  std::string_view name, api;
};

constexpr std::array<Kind, 6> kKinds = {
    Kind{HostKind::kGitHub, "github", "https://api.github.com"},
    Kind{HostKind::kGitLab, "gitlab", "https://gitlab.com/api/v4"},
    Kind{HostKind::kBitbucket, "bitbucket", "https://api.bitbucket.org/2.0"},
    Kind{HostKind::kBitbucketServer, "bitbucket-server", ""},
    Kind{HostKind::kGitea, "gitea", ""},
    Kind{HostKind::kAzure, "azure", "https://dev.azure.com"}};

}  // namespace

std::string uri_word(std::string_view text) {
  std::string out;
  for (const char c : uri_path(text)) {
    if (c == '/')
      out += "%2F";
    else
      out += c;
  }
  return out;
}

std::optional<HostKind> host_named(std::string_view name) {
  const auto found = std::find_if(kKinds.begin(), kKinds.end(),
                                  [&](const Kind& kind) { return kind.name == name; });
  return found == kKinds.end() ? std::nullopt : std::optional(found->kind);
}

std::string_view host_name(HostKind kind) {
  return kKinds[static_cast<size_t>(kind)].name;
}

std::string_view usual_api(HostKind kind) {
  return kKinds[static_cast<size_t>(kind)].api;
}

std::optional<std::string> first_page(const HostSource& source, bool as_user) {
  const std::string owner = uri_word(source.owner);
  switch (source.kind) {
    case HostKind::kGitHub:
      return source.api + (as_user ? "/users/" : "/orgs/") + owner +
             (as_user ? "/repos?type=owner&per_page=100" : "/repos?type=all&per_page=100");
    case HostKind::kGitLab:
      if (as_user) return source.api + "/users/" + owner + "/projects?per_page=100";
      return source.api + "/groups/" + owner +
             "/projects?include_subgroups=true&with_shared=false&order_by=id&sort=asc&per_page=100";
    case HostKind::kGitea:
      return source.api + (as_user ? "/users/" : "/orgs/") + owner + "/repos?limit=50&page=1";
    case HostKind::kBitbucket:
      if (as_user) return std::nullopt;
      return source.api + "/repositories/" + owner + "?pagelen=100";
    case HostKind::kBitbucketServer:
      return source.api + (as_user ? "/rest/api/1.0/users/" : "/rest/api/1.0/projects/") + owner +
             "/repos?limit=100&start=0";
    case HostKind::kAzure:
      break;
  }
  if (as_user) return std::nullopt;
  return source.api + "/" + owner + "/_apis/git/repositories?api-version=7.1";
}

std::vector<std::string> request_headers(const HostSource& source) {
  std::vector<std::string> out = {"Accept: application/json"};
  if (source.kind == HostKind::kGitHub) {
    out = {"Accept: application/vnd.github+json", "X-GitHub-Api-Version: 2022-11-28"};
  }
  if (source.token.empty()) return out;
  const bool is_pair = source.token.find(':') != std::string::npos;  // user:token
  switch (source.kind) {
    case HostKind::kGitLab:
      out.push_back("PRIVATE-TOKEN: " + source.token);
      break;
    case HostKind::kGitea:
      out.push_back("Authorization: token " + source.token);
      break;
    case HostKind::kAzure:
      out.push_back("Authorization: Basic " + base64_encode(":" + source.token));
      break;
    case HostKind::kGitHub:
    case HostKind::kBitbucket:
    case HostKind::kBitbucketServer:
      out.push_back(is_pair ? "Authorization: Basic " + base64_encode(source.token)
                            : "Authorization: Bearer " + source.token);
  }
  return out;
}

}  // namespace rekey
