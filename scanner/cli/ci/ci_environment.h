// CiEnvironment: what a CI system says in its environment about the change it runs for.
//
// Everything here is text that others wrote: names of branches, ids. Nothing is looked up.
#pragma once

#include <cstdint>
#include <string>

namespace rekey {

enum class CiHost : uint8_t {
  kNone,
  kGithub,
  kGitlab,
  kAzure,
  kBitbucket,
  kJenkins,
  kBuildkite,
  kCircleci,
};

struct CiEnvironment {
  CiHost host = CiHost::kNone;
  std::string head;             // a commit; "" = what is checked out
  bool head_was_given = false;  // by --head: it must be there
  std::string base;             // a commit; "" = not told, or there was none (a new branch)
  std::string base_branch;      // where the request goes, else the default branch; "" = not told
  std::string branch;           // what was pushed; "" = not told
  bool is_request = false;      // a pull or merge request
};

std::string_view host_name(CiHost host);  // "GitHub Actions"

// Of this process. A commit id of zeros counts as none.
CiEnvironment read_ci_environment();

}  // namespace rekey
