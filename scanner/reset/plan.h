// Plan: what to do now about the leaks of a report, or about one kind of credential: the steps in
// order, the worst first.
//
// Works on a report's JSON (report/formats/json.cc), which may be crafted: types and sizes are
// checked. Holds no secret, only masks. Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/findings/finding.h"
#include "scanner/rules/rule.h"

namespace rekey {

struct PlannedLeak {
  std::string masked;
  std::vector<std::string> places;  // "path:line:column", with the commit where there is one
};

// All leaks of one kind: they are reset in one way.
struct PlanItem {
  std::string rule, kind, provider, severity;
  Reset reset;
  std::vector<PlannedLeak> leaks;
};

using Plan = std::vector<PlanItem>;

// `json` is a report of `rekey ... --format json`; `name` is the file's, for errors.
Result<Plan> plan_of_report(std::string_view json, const std::string& name);

// The plan for one kind, without leaks.
Plan plan_of_rule(const Rule& rule, const Reset& reset);

std::string plan_markdown(const Plan& plan);
std::string plan_json(const Plan& plan);
// A POSIX shell script that shows each step and waits for a yes. It runs nothing else: a call that
// needs the secret is printed with a placeholder.
std::string plan_script(const Plan& plan);

}  // namespace rekey
