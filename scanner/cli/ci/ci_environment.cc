#include "scanner/cli/ci/ci_environment.h"

#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "scanner/base/file.h"
#include "scanner/cli/setup/environment.h"

namespace rekey {
namespace {

using Json = nlohmann::json;

constexpr uint64_t kLargestEvent = uint64_t{32} << 20;

bool is_set(const char* name) {
  return !variable(name).empty();
}

std::string without_prefix(std::string text, std::string_view prefix) {
  if (text.starts_with(prefix)) text.erase(0, prefix.size());
  return text;
}

std::string text_at(const Json& json, const char* pointer) {
  const Json::json_pointer at(pointer);
  return json.contains(at) && json[at].is_string() ? json[at].get<std::string>() : std::string();
}

// The environment alone does not tell the commits: they are in the event's file.
void read_github(CiEnvironment& out) {
  const Result<std::string> text = read_file(variable("GITHUB_EVENT_PATH"), kLargestEvent);
  const Json event = text ? Json::parse(text.value(), nullptr, false) : Json();
  out.base_branch = variable("GITHUB_BASE_REF");
  out.is_request = !out.base_branch.empty();
  if (event.contains("pull_request")) {
    out.is_request = true;
    out.head = text_at(event, "/pull_request/head/sha");
    out.base = text_at(event, "/pull_request/base/sha");
    out.base_branch = text_at(event, "/pull_request/base/ref");
  } else if (event.contains("merge_group")) {
    out.is_request = true;
    out.head = text_at(event, "/merge_group/head_sha");
    out.base = text_at(event, "/merge_group/base_sha");
  } else if (event.contains("before")) {
    out.head = text_at(event, "/after");
    out.base = text_at(event, "/before");
    out.branch = without_prefix(text_at(event, "/ref"), "refs/heads/");
    out.base_branch = text_at(event, "/repository/default_branch");
  } else if (!out.is_request) {
    out.branch = variable("GITHUB_REF_NAME");
  }
  if (out.head.empty() && !out.is_request) out.head = variable("GITHUB_SHA");
}

void read_gitlab(CiEnvironment& out) {
  out.head = variable("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA");  // set where the merge is tried out
  if (out.head.empty()) out.head = variable("CI_COMMIT_SHA");
  out.is_request = is_set("CI_MERGE_REQUEST_IID");
  if (out.is_request) {
    out.base = variable("CI_MERGE_REQUEST_DIFF_BASE_SHA");
    out.base_branch = variable("CI_MERGE_REQUEST_TARGET_BRANCH_NAME");
    return;
  }
  out.base = variable("CI_COMMIT_BEFORE_SHA");
  out.branch = variable("CI_COMMIT_BRANCH");
  out.base_branch = variable("CI_DEFAULT_BRANCH");
}

void read_azure(CiEnvironment& out) {
  out.base_branch = without_prefix(variable("SYSTEM_PULLREQUEST_TARGETBRANCH"), "refs/heads/");
  out.is_request = !out.base_branch.empty();
  out.head = variable(out.is_request ? "SYSTEM_PULLREQUEST_SOURCECOMMITID" : "BUILD_SOURCEVERSION");
  out.branch = without_prefix(variable("BUILD_SOURCEBRANCH"), "refs/heads/");
}

void read_bitbucket(CiEnvironment& out) {
  out.head = variable("BITBUCKET_COMMIT");
  out.base = variable("BITBUCKET_PR_DESTINATION_COMMIT");
  out.base_branch = variable("BITBUCKET_PR_DESTINATION_BRANCH");
  out.branch = variable("BITBUCKET_BRANCH");
  out.is_request = is_set("BITBUCKET_PR_ID");
}

void read_jenkins(CiEnvironment& out) {
  out.head = variable("GIT_COMMIT");
  out.base_branch = variable("CHANGE_TARGET");
  out.is_request = !out.base_branch.empty();
  out.branch = without_prefix(variable("GIT_BRANCH"), "origin/");
  if (out.is_request) return;
  out.base = variable("GIT_PREVIOUS_SUCCESSFUL_COMMIT");
  if (out.base.empty()) out.base = variable("GIT_PREVIOUS_COMMIT");
}

void read_buildkite(CiEnvironment& out) {
  out.head = variable("BUILDKITE_COMMIT");
  out.branch = variable("BUILDKITE_BRANCH");
  const std::string request = variable("BUILDKITE_PULL_REQUEST");
  out.is_request = !request.empty() && request != "false";
  out.base_branch = variable(out.is_request ? "BUILDKITE_PULL_REQUEST_BASE_BRANCH"
                                            : "BUILDKITE_PIPELINE_DEFAULT_BRANCH");
}

// The base is known to its pipeline values alone, which have to be given: --base.
void read_circleci(CiEnvironment& out) {
  out.head = variable("CIRCLE_SHA1");
  out.branch = variable("CIRCLE_BRANCH");
  out.is_request = is_set("CIRCLE_PULL_REQUEST");
}

struct HostRow {
  CiHost host;
  std::string_view name;
  const char* sign;  // set by this host alone
  void (*read)(CiEnvironment&);
};

constexpr std::array<HostRow, 7> kHosts = {{
    {CiHost::kGithub, "GitHub Actions", "GITHUB_ACTIONS", read_github},
    {CiHost::kGitlab, "GitLab CI", "GITLAB_CI", read_gitlab},
    {CiHost::kAzure, "Azure Pipelines", "TF_BUILD", read_azure},
    {CiHost::kBitbucket, "Bitbucket Pipelines", "BITBUCKET_BUILD_NUMBER", read_bitbucket},
    {CiHost::kBuildkite, "Buildkite", "BUILDKITE", read_buildkite},
    {CiHost::kCircleci, "CircleCI", "CIRCLECI", read_circleci},
    {CiHost::kJenkins, "Jenkins", "JENKINS_URL", read_jenkins},
}};

}  // namespace

std::string_view host_name(CiHost host) {
  for (const HostRow& row : kHosts) {
    if (row.host == host) return row.name;
  }
  return "no CI system";
}

CiEnvironment read_ci_environment() {
  CiEnvironment out;
  for (const HostRow& row : kHosts) {
    if (!is_set(row.sign)) continue;
    out.host = row.host;
    row.read(out);
    break;
  }
  for (std::string* id : {&out.head, &out.base}) {
    if (id->find_first_not_of('0') == std::string::npos) id->clear();
  }
  return out;
}

}  // namespace rekey
