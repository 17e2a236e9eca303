#include "scanner/cli/org/org_sources.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <optional>
#include <thread>
#include <utility>

#include "scanner/base/file.h"
#include "scanner/cli/org/org_tokens.h"
#include "scanner/cli/terminal/terminal.h"
#include "scanner/org/hosts/host_inventory.h"
#include "scanner/org/hosts/http.h"
#include "scanner/org/inventory/folder_inventory.h"
#include "scanner/org/inventory/plan_file.h"

namespace rekey {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kLargestList = uint64_t{1} << 30;

Error usage(std::string message) {
  return {ErrorCode::kUsage, std::move(message)};
}

// Nothing when the word is no KIND:OWNER.
Result<std::optional<HostSource>> host_of(const std::string& word, const std::string& api) {
  const size_t colon = word.find(':');
  const std::optional<HostKind> kind = host_named(word.substr(0, colon));
  if (!kind || colon == std::string::npos || colon + 1 == word.size()) {
    return std::optional<HostSource>();
  }
  HostSource out{*kind, word.substr(colon + 1), api.empty() ? std::string(usual_api(*kind)) : api,
                 ""};
  while (out.api.ends_with('/')) out.api.pop_back();
  if (out.api.empty()) {
    return usage(word + ": say by --api where it is, as https://git.example.com/api/v1");
  }
  const std::string origin = origin_of(out.api);
  if (!origin.starts_with("https://") && !origin.starts_with("http://")) {
    return usage("--api: give an address such as https://git.example.com/api/v1");
  }
  if (origin.find('@') != std::string::npos) return usage("--api: an address without credentials");
  return std::optional(std::move(out));
}

Result<Inventory> read_local(const std::string& source) {
  std::error_code error;
  const fs::path path = fs::absolute(source, error).lexically_normal();
  if (fs::is_directory(path, error)) {
    std::string folder = path.string();
    if (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
    return folder_inventory(folder);
  }
  Result<std::string> text = read_named_file(source, kLargestList);
  if (!text) return usage(text.error().message);
  return read_plan(*text, source, fs::current_path(error).string());
}

Result<Inventory> ask_host(const HostSource& source, int64_t patience) {
  Result<Http> http = Http::open();
  if (!http) return usage(http.error().message);
  HostPace pace;
  pace.patience = patience;
  pace.now = [] {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
  };
  pace.wait = [](int64_t seconds) { std::this_thread::sleep_for(std::chrono::seconds(seconds)); };
  pace.tell_wait = [&](int64_t seconds) {
    say(origin_of(source.api) + " asks to wait " + std::to_string(seconds) + " s");
  };
  return host_inventory(
      source,
      [&](const std::string& url, const std::vector<std::string>& headers) {
        return http->get(url, headers);
      },
      pace);
}

void append(Inventory& out, Inventory more) {
  std::move(more.repositories.begin(), more.repositories.end(),
            std::back_inserter(out.repositories));
  std::move(more.faults.begin(), more.faults.end(), std::back_inserter(out.faults));
}

}  // namespace

void add_source_flags(CLI::App& command, SourceFlags& flags, bool required) {
  constexpr auto kSource = "Source";
  command
      .add_option("SOURCE", flags.words,
                  "A folder of clones; a file: an address or a path a line, or a plan; or what a "
                  "host has: github:ORG, gitlab:GROUP, bitbucket:WORKSPACE, "
                  "bitbucket-server:PROJECT, gitea:ORG, azure:ORG")
      ->required(required);
  command.add_option("--api", flags.api, "Where the host's interface is, if it is your own")
      ->type_name("URL")
      ->group(kSource);
  command
      .add_option("--tokens", flags.tokens,
                  "A file of credentials, a line each: HOST TOKEN, or HOST USER TOKEN; else "
                  "GITHUB_TOKEN, GITLAB_TOKEN, BITBUCKET_TOKEN, GITEA_TOKEN, AZURE_DEVOPS_TOKEN")
      ->type_name("FILE")
      ->group(kSource);
  command.add_flag("--no-archived", flags.filter.no_archived, "Without archived repositories")
      ->group(kSource);
  command.add_flag("--no-forks", flags.filter.no_forks, "Without forks")->group(kSource);
  command.add_option("--max-mib", flags.most_mib, "Without those whose host tells a larger size")
      ->type_name("MIB")
      ->group(kSource);
  command
      .add_option("--only", flags.filter.only, "Only names like this, as in .gitignore; repeatable")
      ->type_name("GLOB")
      ->group(kSource);
  command.add_option("--except", flags.filter.except, "No names like this; repeatable")
      ->type_name("GLOB")
      ->group(kSource);
  command
      .add_option("--patience", flags.patience, "Seconds to wait for a host's rate limits, in all")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str()
      ->group(kSource);
}

Result<Sources> find_sources(const SourceFlags& flags) {
  std::vector<std::optional<HostSource>> hosts;
  std::vector<HostSource> asked;
  for (const std::string& word : flags.words) {
    Result<std::optional<HostSource>> host = host_of(word, flags.api);
    if (!host) return host.error();
    if (*host) asked.push_back(**host);
    hosts.push_back(*std::move(host));
  }
  Sources out;
  Result<std::vector<Credential>> credentials = find_credentials(flags.tokens, asked);
  if (!credentials) return credentials.error();
  out.credentials = *std::move(credentials);
  for (size_t i = 0; i < flags.words.size(); ++i) {
    if (hosts[i]) hosts[i]->token = api_token(out.credentials, *hosts[i]);
    Result<Inventory> one =
        hosts[i] ? ask_host(*hosts[i], flags.patience) : read_local(flags.words[i]);
    if (!one) return one.error();
    append(out.inventory, *std::move(one));
  }
  tidy(out.inventory);
  Filter filter = flags.filter;
  filter.most_kib = flags.most_mib * 1024;
  const Status applied = apply(filter, out.inventory);
  if (!applied) return applied.error();
  return out;
}

}  // namespace rekey
