#include "scanner/org/work/clones.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "scanner/base/base64.h"
#include "scanner/base/digest.h"
#include "scanner/org/work/advertised_refs.h"
#include "scanner/org/work/git_process.h"
#include "scanner/org/work/link_objects.h"
#include "scanner/org/work/worker_id.h"

namespace rekey {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kUnfinished = ".unfinished-";

// What would show a credential, leave this run or change what is fetched.
bool is_dropped(std::string_view variable) {
  constexpr std::array<std::string_view, 12> kNames = {"GIT_TRACE",
                                                       "GIT_CURL_VERBOSE",
                                                       "GIT_CONFIG_COUNT",
                                                       "GIT_CONFIG_KEY_",
                                                       "GIT_CONFIG_VALUE_",
                                                       "GIT_CONFIG_PARAMETERS",
                                                       "GIT_DIR=",
                                                       "GIT_WORK_TREE=",
                                                       "GIT_INDEX_FILE=",
                                                       "GIT_OBJECT_DIRECTORY=",
                                                       "GIT_ALTERNATE_OBJECT_DIRECTORIES=",
                                                       "GIT_TERMINAL_PROMPT="};
  return std::any_of(kNames.begin(), kNames.end(),
                     [&](std::string_view name) { return variable.starts_with(name); });
}

bool has(const std::vector<std::string>& environment, std::string_view name) {
  return std::any_of(environment.begin(), environment.end(),
                     [&](const std::string& one) { return one.starts_with(name); });
}

uint64_t folder_bytes(const std::string& folder) {
  uint64_t bytes = 0;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    std::error_code ignored;
    const uintmax_t size = entry->is_regular_file(ignored) ? entry->file_size(ignored) : 0;
    if (size != static_cast<uintmax_t>(-1)) bytes += size;
  }
  return bytes;
}

}  // namespace

RemoteRefs read_refs(std::string_view listing) {
  constexpr std::string_view kSymbolic = "ref: ";
  RemoteRefs out;
  std::vector<std::string_view> lines;
  while (!listing.empty()) {
    const size_t end = std::min(listing.find('\n'), listing.size());
    const std::string_view line = listing.substr(0, end);
    if (!line.empty() && !line.ends_with("^{}")) lines.push_back(line);
    if (line.starts_with("ref: refs/") && line.ends_with("\tHEAD")) {
      out.head = line.substr(kSymbolic.size(), line.size() - kSymbolic.size() - 5);
    }
    listing.remove_prefix(std::min(end + 1, listing.size()));
  }
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string_view line : lines) text.append(line) += '\n';
  out.digest = sha256_hex(text);
  return out;
}

Clones::Clones(CloneOptions options) : options_(std::move(options)) {
  if (Result<Http> http = Http::open()) http_ = std::make_unique<Http>(*std::move(http));
  std::vector<std::pair<std::string, std::string>> config = {{"core.hooksPath", "/dev/null"},
                                                             {"core.fsmonitor", "false"},
                                                             {"gc.auto", "0"},
                                                             {"fetch.unpackLimit", "1"},
                                                             {"maintenance.auto", "false"},
                                                             {"fetch.fsckObjects", "false"},
                                                             {"fetch.recurseSubmodules", "false"},
                                                             {"http.lowSpeedLimit", "1000"},
                                                             {"http.lowSpeedTime", "120"},
                                                             {"credential.interactive", "false"}};
  for (const Credential& one : options_.credentials) {
    const std::string basic = base64_encode(one.user + ":" + one.token);
    config.emplace_back("http." + one.prefix + ".extraHeader", "Authorization: Basic " + basic);
    // git would go on with the header at the host that it was sent to.
    config.emplace_back("http." + one.prefix + ".followRedirects", "false");
    hidden_.push_back(one.token);
    hidden_.push_back(basic);
  }
  for (const std::string& variable : options_.environment) {
    if (!is_dropped(variable)) environment_.push_back(variable);
  }
  environment_.emplace_back("GIT_TERMINAL_PROMPT=0");
  environment_.emplace_back("GIT_LFS_SKIP_SMUDGE=1");
  environment_.emplace_back("GIT_ALLOW_PROTOCOL=file:git:http:https:ssh");
  if (!has(environment_, "GIT_ASKPASS=")) environment_.emplace_back("GIT_ASKPASS=true");
  if (!has(environment_, "GIT_SSH_COMMAND=") && !has(environment_, "GIT_SSH=")) {
    environment_.emplace_back("GIT_SSH_COMMAND=ssh -oBatchMode=yes");
  }
  environment_.push_back("GIT_CONFIG_COUNT=" + std::to_string(config.size()));
  for (size_t i = 0; i < config.size(); ++i) {
    environment_.push_back("GIT_CONFIG_KEY_" + std::to_string(i) + "=" + config[i].first);
    environment_.push_back("GIT_CONFIG_VALUE_" + std::to_string(i) + "=" + config[i].second);
  }
}

std::string Clones::path_of(const Planned& planned) const {
  const std::string digest = sha256_hex(planned.name).substr(0, 40);
  return options_.folder + "/" + digest.substr(0, 2) + "/" + digest.substr(2) + ".git";
}

// Nothing when git is to be asked: it knows more ways, and says better what is wrong.
std::optional<std::string> Clones::asked_refs(const std::string& url) const {
  if (!http_ || !url.starts_with("http")) return std::nullopt;
  std::vector<std::string> headers;
  for (const Credential& one : options_.credentials) {
    if (url.starts_with(one.prefix)) {
      headers.push_back("Authorization: Basic " + base64_encode(one.user + ":" + one.token));
      break;
    }
  }
  const Result<HttpAnswer> answer = http_->get(url + "/info/refs?service=git-upload-pack", headers);
  if (!answer || answer->status != 200) return std::nullopt;
  return advertised_refs(answer->body);
}

Result<RemoteRefs> Clones::remote_refs(const Planned& planned) const {
  if (const auto known = asked_refs(planned.url)) return read_refs(*known);
  GitRun run;
  run.arguments = {"ls-remote", "--quiet", "--symref", "--", planned.url};
  run.environment = environment_;
  run.longest = std::min(options_.longest, std::chrono::seconds(300));
  run.hidden = hidden_;
  const Result<std::string> listing = run_git(run);
  if (!listing) return listing.error();
  return read_refs(*listing);
}

bool shares_objects(const Planned& planned) {
  const std::string_view host =
      std::string_view(planned.name).substr(0, planned.name.find('/') + 1);
  return !planned.url.empty() && !host.empty() && planned.fork_of.starts_with(host);
}

// `parent` "" = all is fetched.
Status Clones::clone_to(const std::string& path, const Planned& planned,
                        const std::string& parent) const {
  GitRun run;
  run.arguments = {"clone", "--quiet", "--mirror"};
  if (!parent.empty()) run.arguments.insert(run.arguments.end(), {"--reference", parent});
  run.arguments.insert(run.arguments.end(), {"--", planned.url, path});
  run.environment = environment_;
  run.longest = options_.longest;
  run.hidden = hidden_;
  run.is_enough = [&] { return folder_bytes(path) > options_.most_bytes; };
  const Result<std::string> done = run_git(run);
  if (!done) return done.error();
  return parent.empty() ? Status() : link_objects(parent + "/objects", path + "/objects");
}

Status Clones::clone_to(const std::string& path, const Planned& planned) const {
  Planned parent;
  parent.name = planned.fork_of;
  const auto shared = shares_objects(planned) ? existing(parent) : std::nullopt;
  if (shared && clone_to(path, planned, *shared)) return {};
  std::error_code ignored;
  fs::remove_all(path, ignored);
  return clone_to(path, planned, "");
}

Status Clones::update(const std::string& path, const Planned& planned,
                      const RemoteRefs& refs) const {
  GitRun run;
  run.arguments = {"-C",      path,        "fetch",
                   "--quiet", "--prune",   "--no-write-fetch-head",
                   "--",      planned.url, "+refs/*:refs/*"};
  run.environment = environment_;
  run.longest = options_.longest;
  run.hidden = hidden_;
  run.is_enough = [&] { return folder_bytes(path) > options_.most_bytes; };
  Result<std::string> done = run_git(run);
  if (done && !refs.head.empty()) {
    run.arguments = {"-C", path, "symbolic-ref", "HEAD", refs.head};
    done = run_git(run);
  }
  return done ? Status() : Status(done.error());
}

Result<Clone> Clones::fetch(const Planned& planned, const RemoteRefs& refs) const {
  const std::string path = path_of(planned);
  std::error_code error;
  fs::create_directories(fs::path(path).parent_path(), error);
  if (error) return Error{ErrorCode::kOutput, options_.folder + ": " + error.message()};
  const bool is_there = fs::exists(path, error);
  if (is_there && update(path, planned, refs)) return Clone{path, ""};
  // New, or anew: an update may fail because an earlier one was killed.
  std::string unfinished = path + std::string(kUnfinished) + worker_id();
  std::replace(unfinished.begin() + static_cast<std::ptrdiff_t>(path.size()), unfinished.end(), '/',
               '+');
  fs::remove_all(unfinished, error);
  const Status made = clone_to(unfinished, planned);
  if (!made) {
    fs::remove_all(unfinished, error);
    if (is_there) return Clone{path, made.error().message};
    return made.error();
  }
  fs::remove_all(path, error);
  fs::rename(unfinished, path, error);
  if (error) return Error{ErrorCode::kOutput, path + ": " + error.message()};
  return Clone{path, ""};
}

std::optional<std::string> Clones::existing(const Planned& planned) const {
  std::error_code error;
  const std::string path = path_of(planned);
  return fs::exists(path, error) ? std::optional(path) : std::nullopt;
}

void Clones::drop(const Planned& planned) const {
  std::error_code ignored;
  fs::remove_all(path_of(planned), ignored);
}

void Clones::sweep() const {
  std::error_code error;
  std::vector<fs::path> dead;
  fs::directory_iterator folder(options_.folder, error);
  for (; !error && folder != fs::directory_iterator(); folder.increment(error)) {
    std::error_code inner;
    fs::directory_iterator entry(folder->path(), inner);
    for (; !inner && entry != fs::directory_iterator(); entry.increment(inner)) {
      const std::string name = entry->path().filename().string();
      const size_t at = name.find(kUnfinished);
      if (at == std::string::npos) continue;
      std::string worker = name.substr(at + kUnfinished.size());
      std::replace(worker.begin(), worker.end(), '+', '/');
      if (is_dead_worker(worker)) dead.push_back(entry->path());
    }
  }
  for (const fs::path& path : dead) fs::remove_all(path, error);
}

}  // namespace rekey
