#include "scanner/cli/ci/origin_fetch.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <utility>

#include "scanner/base/contained_file.h"
#include "scanner/base/file.h"
#include "scanner/cli/ci/git_program.h"
#include "scanner/cli/ci/trusted_files.h"
#include "scanner/cli/setup/environment.h"
#include "scanner/git/store/config_text.h"
#include "scanner/git/store/repository.h"
#include "scanner/git/store/revision.h"

namespace rekey {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kLargestShallow = uint64_t{64} << 20;
constexpr size_t kMostIncludes = 32;
constexpr size_t kMostHaves = 2000;  // refs that the remote is told of

// What would lead git to another repository than the one made for it, or show a credential.
constexpr std::array<const char*, 18> kDropped = {
    "GIT_WORK_TREE",       "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",      "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",       "GIT_SHALLOW_FILE",
    "GIT_CONFIG",          "GIT_PREFIX",
    "GIT_GRAFT_FILE",      "GIT_REPLACE_REF_BASE",
    "GIT_QUARANTINE_PATH", "GIT_IMPLICIT_WORK_TREE",
    "GIT_TRACE",           "GIT_TRACE_CURL",
    "GIT_TRACE_PACKET",    "GIT_TRACE2",
    "GIT_TRACE2_EVENT",    "GIT_CURL_VERBOSE"};

using Variables = std::vector<ConfigVariable>;

// "" when it is no address that git itself knows how to ask.
std::string plain_address(const std::string& url) {
  const bool clean = std::none_of(url.begin(), url.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
  const size_t helper = url.find("::");  // "ext::", "fd::" and whatever a program is there for
  const bool asks_helper = helper != std::string::npos && helper < url.find('/');
  return clean && !url.starts_with('-') && !asks_helper ? url : std::string();
}

// Of the clone's own file, and of those that it includes.
Variables variables_of(const std::string& common) {
  const Result<std::string> text = read_file_in(common, "config", kLargestConfigText);
  if (!text) return {};
  Result<Variables> own = parse_config_text(*text, "config");
  if (!own) return {};
  Variables out = *own;
  size_t includes = 0;
  for (const ConfigVariable& one : *own) {
    const bool is_include = one.section == "include" || one.section == "includeif";
    if (!is_include || one.name != "path" || ++includes > kMostIncludes) continue;
    const fs::path path = one.value.starts_with("~/") ? variable("HOME") + one.value.substr(1)
                                                      : (fs::path(common) / one.value).string();
    const std::string file = path.lexically_normal().relative_path().string();
    const Result<std::string> more = read_file_in("/", file, kLargestConfigText);
    if (!more) continue;
    const Result<Variables> included = parse_config_text(*more, "config");
    if (!included) continue;
    std::copy_if(included->begin(), included->end(), std::back_inserter(out),
                 [](const ConfigVariable& variable) { return variable.section == "http"; });
  }
  return out;
}

std::string first_of(const Variables& variables, std::string_view section,
                     std::string_view subsection, std::string_view name) {
  const auto found =
      std::find_if(variables.begin(), variables.end(), [&](const ConfigVariable& one) {
        return one.section == section && one.subsection == subsection && one.name == name;
      });
  return found == variables.end() ? std::string() : found->value;
}

// The configuration of the repository that git works in; "" when there is no address to ask.
std::string own_config(const Variables& variables) {
  const std::string url = plain_address(first_of(variables, "remote", "origin", "url"));
  if (url.empty()) return {};
  const bool is_partial = !first_of(variables, "extensions", "", "partialclone").empty() ||
                          first_of(variables, "remote", "origin", "promisor") == "true";
  std::string out = is_partial ? "[core]\n\trepositoryformatversion = 1\n\tbare = true\n"
                                 "[extensions]\n\tpartialClone = origin\n"
                               : "[core]\n\trepositoryformatversion = 0\n\tbare = true\n";
  out += "[remote \"origin\"]\n\turl = " + quoted_config_value(url) + "\n";
  if (is_partial) {
    const std::string filter = first_of(variables, "remote", "origin", "partialclonefilter");
    out += "\tpromisor = true\n\tpartialclonefilter = " +
           quoted_config_value(filter.empty() ? "blob:none" : filter) + "\n";
  }
  for (const ConfigVariable& one : variables) {
    const bool is_data = one.name == "extraheader" || one.name == "sslcainfo";
    if (one.section != "http" || !is_data) continue;
    out += one.subsection.empty() ? "[http]" : "[http " + quoted_config_value(one.subsection) + "]";
    out += "\n\t" + one.name + " = " + quoted_config_value(one.value) + "\n";
  }
  return out;
}

// What the clone has, for the remote to know; the names say nothing.
std::string own_refs(const Repository& repository) {
  std::string out = "# pack-refs with: peeled\n";
  const std::vector<Ref> refs = repository.refs().refs;
  for (size_t i = 0; i < std::min(refs.size(), kMostHaves); ++i) {
    const Result<ObjectId> commit = commit_named(repository, refs[i].target.hex());
    if (commit) out += commit->hex() + " refs/have/" + std::to_string(i) + "\n";
  }
  return out;
}

}  // namespace

OriginFetch::~OriginFetch() {
  std::error_code ignored;
  if (!own_.empty()) fs::remove_all(own_, ignored);
}

bool OriginFetch::prepare() {
  const Result<Repository> repository = Repository::open(folder_);
  if (!repository) return false;
  objects_ = fs::absolute(repository->objects_folder()).lexically_normal().string();
  while (objects_.ends_with('/')) objects_.pop_back();
  common_ = fs::path(objects_).parent_path().string() + "/";
  here_ = repository->work_tree().empty() ? repository->git_dir() : repository->work_tree();
  const std::string config = own_config(variables_of(common_));
  if (config.empty()) return false;
  Result<std::string> made = temporary_folder();
  if (!made) return false;
  own_ = *made + "/";
  std::error_code failed;
  fs::create_directories(own_ + "refs", failed);
  const Result<std::string> shallow = read_file_in(common_, "shallow", kLargestShallow);
  if (!shallow && shallow.error().code != ErrorCode::kNotFound) return false;
  return !failed && write_file(own_ + "config", config).ok() &&
         write_file(own_ + "HEAD", "ref: refs/heads/none\n").ok() &&
         write_file(own_ + "packed-refs", own_refs(*repository)).ok() &&
         (!shallow || write_file(own_ + "shallow", *shallow).ok());
}

// The clone ends where git now says.
bool OriginFetch::keep_shallow() const {
  const Result<std::string> before = read_file_in(common_, "shallow", kLargestShallow);
  const Result<std::string> now = read_file_in(own_, "shallow", kLargestShallow);
  if (!now || now->empty()) {
    std::error_code failed;
    fs::remove(common_ + "shallow", failed);
    return !failed;
  }
  return (before && *before == *now) || write_file(common_ + "shallow", *now).ok();
}

bool OriginFetch::run(const std::string& depth, std::vector<std::string> wanted) {
  if (own_.empty()) is_ready_ = prepare();
  if (!is_ready_) return false;
  std::error_code ignored;
  fs::remove(own_ + "FETCH_HEAD", ignored);
  std::vector<std::string> words{"fetch", "--quiet", "--no-tags", "--no-recurse-submodules",
                                 depth,   "--",      "origin"};
  if (wanted.empty()) wanted.emplace_back("+refs/heads/*:refs/remotes/origin/*");
  words.insert(words.end(), wanted.begin(), wanted.end());
  std::vector<std::string> settings{"GIT_DIR=" + own_, "GIT_OBJECT_DIRECTORY=" + objects_};
  settings.insert(settings.end(), kDropped.begin(), kDropped.end());
  const std::string allowed = variable("GIT_ALLOW_PROTOCOL");
  settings.push_back("GIT_ALLOW_PROTOCOL=" +
                     (allowed.empty() ? "file:git:http:https:ssh" : allowed));
  return run_git_program(here_, words, settings) && keep_shallow();
}

std::optional<ObjectId> OriginFetch::first() const {
  const Result<std::string> text = read_file_in(own_, "FETCH_HEAD", kLargestShallow);
  if (!text) return std::nullopt;
  return ObjectId::from_hex(text->substr(0, std::min(text->find('\t'), text->size())));
}

}  // namespace rekey
