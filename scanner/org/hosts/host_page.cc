// The answers of code hosts, read: which repositories, where the next page is.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "scanner/base/json_read.h"
#include "scanner/org/hosts/host.h"
#include "scanner/report/text/escape.h"

namespace rekey {
namespace {

using Json = nlohmann::json;

constexpr int kMaxDepth = 64;

std::string header(const HttpAnswer& answer, const char* name) {
  const auto found = answer.headers.find(name);
  return found == answer.headers.end() ? std::string() : found->second;
}

// RFC 8288: <https://...>; rel="next", <...>; rel="last"
std::string next_link(const std::string& link) {
  for (size_t at = 0; (at = link.find('<', at)) != std::string::npos;) {
    const size_t close = link.find('>', at);
    if (close == std::string::npos) return {};
    const size_t end = std::min(link.find('<', close), link.size());
    if (link.substr(close, end - close).find("rel=\"next\"") != std::string::npos) {
      return link.substr(at + 1, close - at - 1);
    }
    at = end;
  }
  return {};
}

// `url` with the parameter `name` set.
std::string with_parameter(const std::string& url, const std::string& name,
                           const std::string& value) {
  for (const char* before : {"?", "&"}) {
    const size_t at = url.find(before + name + "=");
    if (at == std::string::npos) continue;
    const size_t begin = at + name.size() + 2;
    const size_t end = std::min(url.find('&', begin), url.size());
    return url.substr(0, begin) + value + url.substr(end);
  }
  return url + (url.find('?') == std::string::npos ? "?" : "&") + name + "=" + value;
}

// "https://name@host/..." as some hosts give it, without the name.
std::string without_user(std::string url) {
  const size_t scheme = url.find("://");
  if (!url.starts_with("http") || scheme == std::string::npos) return url;
  const size_t slash = std::min(url.find('/', scheme + 3), url.size());
  const size_t at = url.rfind('@', slash);
  if (at == std::string::npos || at < scheme + 3) return url;
  if (url.substr(scheme + 3, at - scheme - 3).find(':') != std::string::npos) return url;
  return url.erase(scheme + 3, at - scheme - 2);
}

std::string clone_link(const Json& entry, std::string_view name) {
  const Json& links = json_member(json_member(entry, "links"), "clone");
  if (!links.is_array()) return {};
  for (const Json& link : links) {
    const std::string kind = json_text(link, "name");
    if (kind == name || (name == "http" && kind == "https")) return json_text(link, "href");
  }
  return {};
}

Visibility private_or_public(bool is_private) {
  return is_private ? Visibility::kPrivate : Visibility::kPublic;
}

// What an entry says; the source of a fork by its name on the host.
struct Entry {
  std::string url, fork_of;
  Visibility visibility = Visibility::kUnknown;
  uint64_t size_kib = 0;
  bool archived = false;
};

Entry github_entry(const Json& json) {
  Entry out{json_text(json, "clone_url"), "", private_or_public(json_flag(json, "private")),
            json_number(json, "size"), json_flag(json, "archived")};
  const Visibility said = visibility_named(json_text(json, "visibility"));
  if (said != Visibility::kUnknown) out.visibility = said;
  if (json_flag(json, "internal")) out.visibility = Visibility::kInternal;  // Gitea
  out.fork_of = json_text(json_member(json, "parent"), "full_name");
  if (out.fork_of.empty() && json_flag(json, "fork")) out.fork_of = "?";
  return out;
}

Entry gitlab_entry(const Json& json) {
  return {json_text(json, "http_url_to_repo"),
          json_text(json_member(json, "forked_from_project"), "path_with_namespace"),
          visibility_named(json_text(json, "visibility")),
          json_number(json_member(json, "statistics"), "repository_size") / 1024,
          json_flag(json, "archived")};
}

Entry bitbucket_entry(const Json& json) {
  return {clone_link(json, "https"), json_text(json_member(json, "parent"), "full_name"),
          private_or_public(json_flag(json, "is_private")), json_number(json, "size") / 1024,
          false};
}

Entry bitbucket_server_entry(const Json& json) {
  Entry out{clone_link(json, "http"), "", private_or_public(!json_flag(json, "public")), 0,
            json_flag(json, "archived")};
  const Json& origin = json_member(json, "origin");
  if (origin.is_object()) {
    out.fork_of =
        "scm/" + json_text(json_member(origin, "project"), "key") + "/" + json_text(origin, "slug");
  }
  return out;
}

Entry azure_entry(const Json& json) {
  Entry out{json_text(json, "remoteUrl"), "",
            visibility_named(json_text(json_member(json, "project"), "visibility")),
            json_number(json, "size") / 1024, json_flag(json, "isDisabled")};
  if (json_flag(json, "isFork")) out.fork_of = "?";
  return out;
}

Result<Planned> planned_of(const HostSource& source, const Json& json) {
  Entry entry;
  switch (source.kind) {
    case HostKind::kGitHub:
    case HostKind::kGitea:
      entry = github_entry(json);
      break;
    case HostKind::kGitLab:
      entry = gitlab_entry(json);
      break;
    case HostKind::kBitbucket:
      entry = bitbucket_entry(json);
      break;
    case HostKind::kBitbucketServer:
      entry = bitbucket_server_entry(json);
      break;
    case HostKind::kAzure:
      entry = azure_entry(json);
      break;
  }
  Result<Planned> planned = parse_location(without_user(entry.url), "/");
  if (!planned || !planned->url.starts_with("http")) {  // no host tells to read files of ours
    return Error{ErrorCode::kMalformed, "an entry without an address to clone from"};
  }
  planned->provider = std::string(host_name(source.kind));
  planned->visibility = entry.visibility;
  planned->size_kib = entry.size_kib;
  planned->archived = entry.archived;
  if (entry.fork_of == "?") planned->fork_of = entry.fork_of;
  if (!entry.fork_of.empty() && entry.fork_of != "?") {
    planned->fork_of = planned->name.substr(0, planned->name.find('/') + 1) + entry.fork_of;
  }
  const Status right = check_planned(*planned);
  if (!right) return right.error();
  return planned;
}

std::string next_of(const HostSource& source, const std::string& url, const HttpAnswer& answer,
                    const Json& body) {
  switch (source.kind) {
    case HostKind::kBitbucket:
      return json_text(body, "next");
    case HostKind::kBitbucketServer: {
      const Json& last = json_member(body, "isLastPage");
      const Json& start = json_member(body, "nextPageStart");
      if (!last.is_boolean() || last.get<bool>() || !start.is_number_unsigned()) return {};
      return with_parameter(url, "start", std::to_string(start.get<uint64_t>()));
    }
    case HostKind::kAzure: {
      const std::string token = header(answer, "x-ms-continuationtoken");
      return token.empty() ? token : with_parameter(url, "continuationToken", uri_word(token));
    }
    case HostKind::kGitHub:
    case HostKind::kGitLab:
    case HostKind::kGitea:
      break;
  }
  return next_link(header(answer, "link"));
}

const Json& entries_of(const HostSource& source, const Json& body) {
  if (source.kind == HostKind::kBitbucket || source.kind == HostKind::kBitbucketServer) {
    return json_member(body, "values");
  }
  return source.kind == HostKind::kAzure ? json_member(body, "value") : body;
}

}  // namespace

Result<HostPage> read_page(const HostSource& source, const std::string& url,
                           const HttpAnswer& answer) {
  const Json body = parsed_json(answer.body, kMaxDepth);
  const Json& entries = entries_of(source, body);
  if (!entries.is_array()) {
    return Error{ErrorCode::kMalformed, "not an answer of " + std::string(host_name(source.kind))};
  }
  HostPage out;
  for (const Json& entry : entries) {
    Result<Planned> planned = planned_of(source, entry);
    if (planned)
      out.repositories.push_back(*std::move(planned));
    else
      out.faults.push_back(planned.error().message);
  }
  out.next = next_of(source, url, answer, body);
  return out;
}

}  // namespace rekey
