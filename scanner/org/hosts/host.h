// Host: the REST interfaces that tell which repositories an organisation has: how each is asked,
// and what an answer says. HostPage: one answer, read.
//
// Answers are hostile: sizes and types are checked, addresses must be ones that parse_location()
// takes. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/org/hosts/http.h"
#include "scanner/org/inventory/planned.h"

namespace rekey {

enum class HostKind : uint8_t { kGitHub, kGitLab, kBitbucket, kBitbucketServer, kGitea, kAzure };

struct HostSource {
  HostKind kind = HostKind::kGitHub;
  std::string owner;  // an organisation, a group with '/', a workspace, a project's key
  std::string api;    // "https://api.github.com"
  std::string token;  // "" = asked without
};

// "github", "gitlab", "bitbucket", "bitbucket-server", "gitea", "azure"; nothing for other names.
std::optional<HostKind> host_named(std::string_view name);
std::string_view host_name(HostKind kind);
// "" where every installation has its own.
std::string_view usual_api(HostKind kind);

// The first address to ask; `as_user`: for a person of this name, if there is no organisation.
// nullopt when the host knows no such thing.
std::optional<std::string> first_page(const HostSource& source, bool as_user);
std::vector<std::string> request_headers(const HostSource& source);

// One segment of a URL: uri_path() with '/' as %2F.
std::string uri_word(std::string_view text);

struct HostPage {
  std::vector<Planned> repositories;
  std::vector<std::string> faults;  // entries that are not what they must be
  std::string next;                 // "" = this was the last
};

// `url` is the page's. kMalformed when it is no answer of this host.
Result<HostPage> read_page(const HostSource& source, const std::string& url,
                           const HttpAnswer& answer);

}  // namespace rekey
