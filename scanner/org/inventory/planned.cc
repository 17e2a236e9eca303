#include "scanner/org/inventory/planned.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "scanner/base/ascii.h"
#include "scanner/report/text/escape.h"

namespace rekey {
namespace {

constexpr size_t kLongest = 4096;  // bytes of an address or a path
constexpr std::array<std::string_view, 5> kSchemes = {"https", "http", "ssh", "git", "file"};
constexpr std::array<std::string_view, 4> kVisibilities = {"unknown", "private", "internal",
                                                           "public"};

Error usage(std::string message) {
  return {ErrorCode::kUsage, std::move(message)};
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

std::string_view without_git(std::string_view path) {
  while (path.ends_with('/')) path.remove_suffix(1);
  if (path.ends_with(".git")) path.remove_suffix(4);
  while (path.starts_with('/')) path.remove_prefix(1);
  return path;
}

// ".." in an address would be taken by servers in ways of their own.
bool has_dots(std::string_view path) {
  while (!path.empty()) {
    const size_t slash = std::min(path.find('/'), path.size());
    if (path.substr(0, slash) == "..") return true;
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return false;
}

Result<Planned> address(std::string_view url, std::string_view host, std::string_view path,
                        bool keeps_user) {
  const size_t at = host.rfind('@');
  if (at != std::string_view::npos) {
    const std::string_view user = host.substr(0, at);
    if (!keeps_user || user.find(':') != std::string_view::npos) {
      return usage("an address with credentials in it; give them in the environment instead");
    }
    host.remove_prefix(at + 1);
  }
  const bool like_host = std::all_of(host.begin(), host.end(), [](char c) {
    return is_word(c) || std::string_view(".-:[]").find(c) != std::string_view::npos;
  });
  if (path.find_first_of("?#") != std::string_view::npos) {
    return usage("an address with a query in it");
  }
  if (!like_host || host.empty() || host.starts_with('-') || has_dots(path) ||
      without_git(path).empty()) {
    return usage("not the address of a repository");
  }
  Planned out;
  out.name = lowered(host) + "/" + std::string(without_git(path));
  out.url = std::string(url);
  out.provider = "list";
  return out;
}

Result<Planned> with_scheme(std::string_view url, size_t colon) {
  const std::string_view scheme = url.substr(0, colon);
  if (std::find(kSchemes.begin(), kSchemes.end(), scheme) == kSchemes.end()) {
    return usage("an address of a kind that is not fetched; https, http, ssh, git and file are");
  }
  const std::string_view rest = url.substr(colon + 3);
  const size_t slash = rest.find('/');
  if (slash == std::string_view::npos || (slash == 0) != (scheme == "file")) {
    return usage("not the address of a repository");
  }
  if (scheme != "file")
    return address(url, rest.substr(0, slash), rest.substr(slash), scheme == "ssh");
  Planned out;
  out.name = std::string(rest);
  out.url = std::string(url);
  out.provider = "list";
  return out;
}

}  // namespace

Result<Planned> parse_location(std::string_view text, const std::string& base) {
  if (text.empty() || text.size() > kLongest || has_control(text)) {
    return usage("not an address or a path");
  }
  if (const size_t colon = text.find("://"); colon != std::string_view::npos) {
    return with_scheme(text, colon);
  }
  const size_t colon = text.find(':');
  if (colon != std::string_view::npos && colon > 0 && text.find('/') > colon) {
    const std::string_view path = text.substr(colon + 1);
    // "name::rest" names a program to run; "user:password@host:path" is no form of ssh.
    if (path.starts_with(':') || path.substr(0, path.find('/')).find('@') != path.npos) {
      return usage("not the address of a repository");
    }
    return address(text, text.substr(0, colon), path, true);
  }
  Planned out;
  out.path =
      (std::filesystem::path(base) / std::filesystem::path(text)).lexically_normal().string();
  while (out.path.size() > 1 && out.path.ends_with('/')) out.path.pop_back();
  if (!out.path.starts_with('/')) return usage("not an address or a path");
  out.name = out.path;
  out.provider = "list";
  return out;
}

Status check_planned(const Planned& planned) {
  if (planned.name.empty() || planned.name.size() > kLongest || has_control(planned.name)) {
    return usage("a repository without a name");
  }
  if (planned.url.empty() == planned.path.empty()) {
    return usage("a repository needs either \"url\" or \"path\"");
  }
  if (has_control(planned.provider) || has_control(planned.fork_of)) {
    return usage("control characters");
  }
  const bool in_place = planned.url.empty();
  const Result<Planned> parsed = parse_location(in_place ? planned.path : planned.url, "/");
  if (!parsed) return parsed.error();
  if (in_place != parsed->url.empty()) return usage("not an address or a path");
  for (const std::string& text : {planned.name, planned.path, planned.url, planned.fork_of}) {
    if (valid_utf8(text) != text) return usage("a name that is not UTF-8");
  }
  return {};
}

void tidy(Inventory& inventory) {
  auto& all = inventory.repositories;
  const auto less = [](const Planned& a, const Planned& b) { return a.name < b.name; };
  std::stable_sort(all.begin(), all.end(), less);
  const auto same = [](const Planned& a, const Planned& b) { return a.name == b.name; };
  all.erase(std::unique(all.begin(), all.end(), same), all.end());
}

std::string_view visibility_name(Visibility visibility) {
  return kVisibilities[static_cast<size_t>(visibility)];
}

Visibility visibility_named(std::string_view name) {
  for (size_t i = 0; i < kVisibilities.size(); ++i) {
    if (kVisibilities[i] == name) return static_cast<Visibility>(i);
  }
  return Visibility::kUnknown;
}

}  // namespace rekey
