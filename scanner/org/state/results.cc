#include "scanner/org/state/results.h"

#include <algorithm>
#include <map>
#include <string>

#include "scanner/report/text/escape.h"
#include "scanner/report/text/words.h"

namespace rekey {
namespace {

constexpr size_t kMostRefs = 3;
constexpr size_t kLongestText = 4096;  // bytes of a path, a name, a reason

// Valid UTF-8 without NUL: what every database takes.
std::string stored(std::string_view text) {
  std::string out = valid_utf8(text.substr(0, kLongestText));
  std::replace(out.begin(), out.end(), '\0', ' ');
  return out;
}

// `text` as it is stored, without the secret: paths, names and reasons may repeat it. A rule on
// paths has the path itself for its secret; that is shown.
std::string stored_without(const Finding& finding, const Rule& rule, std::string_view text) {
  std::string out = stored(text);
  const std::string& value = finding.secret.reveal();
  if (value.empty() || out == value) return out;
  const std::string masked = finding.secret.masked(rule.mask_prefix);
  for (size_t at = 0; (at = out.find(value, at)) != std::string::npos; at += masked.size()) {
    out.replace(at, value.size(), masked);
  }
  return out;
}

std::string refs_text(const Occurrence& at) {
  std::string out;
  for (size_t i = 0; i < at.refs.size() && i < kMostRefs; ++i) {
    out += (out.empty() ? "" : " ") + at.refs[i];
  }
  return out;
}

Status forget(StateDatabase& database, const Job& job, const std::string& secret) {
  Status status = database.execute("DELETE FROM occurrences WHERE repository = $1 AND secret = $2",
                                   {job.repository, secret});
  if (status) {
    status = database.execute("DELETE FROM findings WHERE repository = $1 AND secret = $2",
                              {job.repository, secret});
  }
  return status;
}

Status forget_all(StateDatabase& database, const Job& job) {
  Status status =
      database.execute("DELETE FROM occurrences WHERE repository = $1", {job.repository});
  if (status) {
    status = database.execute("DELETE FROM findings WHERE repository = $1", {job.repository});
  }
  return status;
}

Status store_secret(StateDatabase& database, const Job& job, const std::string& id,
                    const Rule& rule, const Finding& finding) {
  const std::string now(database.dialect().now);
  // One mask whatever the order: of several rules' the least.
  const std::string sql =
      "INSERT INTO secrets (id, masked, length, first_seen, first_round, last_seen) "
      "VALUES ($1, $2, $3, " +
      now + ", $4, " + now +
      ") ON CONFLICT (id) DO UPDATE SET "
      "last_seen = excluded.last_seen, masked = CASE WHEN excluded.masked < secrets.masked "
      "THEN excluded.masked ELSE secrets.masked END";
  Status status = database.execute(sql, {id, stored(finding.secret.masked(rule.mask_prefix)),
                                         static_cast<int64_t>(finding.secret.length()), job.round});
  if (!status) return status;
  return database.execute(
      "INSERT INTO findings VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {id, job.repository, rule.id, kind_name(rule), rule.provider,
       static_cast<int64_t>(finding.severity), static_cast<int64_t>(finding.confidence)});
}

Status store_place(StateDatabase& database, const Job& job, const std::string& id, int64_t number,
                   const Rule& rule, const Finding& finding, const Occurrence& at,
                   const Owners& owners) {
  const auto clean = [&](std::string_view text) { return stored_without(finding, rule, text); };
  return database.execute(
      "INSERT INTO occurrences VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, "
      "$14, "
      "$15, $16, $17, $18, $19, $20, $21, $22)",
      {id,
       job.repository,
       number,
       std::string(place_name(at.place)),
       clean(display_path(at)),
       int64_t{at.line},
       int64_t{at.column},
       int64_t{at.end_line},
       int64_t{at.end_column},
       int64_t{at.utf16_column},
       int64_t{at.utf16_end_column},
       at.blob,
       at.commit,
       clean(at.author),
       clean(at.email),
       stored(at.date),
       at.removed_in,
       int64_t{at.in_head ? 1 : 0},
       clean(refs_text(at)),
       at.place == Place::kFile ? stored(owners.of(at.path)) : std::string(),
       std::string(status_name(status_at(finding, at))),
       clean(reason_at(finding, at))});
}

}  // namespace

Status store_report(StateDatabase& database, const Job& job, const Report& report,
                    const SecretKey& key, const Owners& owners) {
  // By name: two workers that store the same secrets wait for each other in one order.
  std::map<std::string, const Finding*> by_name;
  for (const Finding& finding : report.findings) {
    by_name.emplace(key.name_of(report.rules[finding.rule].rule.family, finding.secret), &finding);
  }
  Status status;
  if (report.complete) status = forget_all(database, job);
  for (const auto& [id, at_finding] : by_name) {
    if (!status) return status;
    const Finding& finding = *at_finding;
    const Rule& rule = report.rules[finding.rule].rule;
    if (!report.complete) status = forget(database, job, id);
    if (status) status = store_secret(database, job, id, rule, finding);
    int64_t number = 0;
    for (const Occurrence& at : finding.occurrences) {
      if (!status) return status;
      status = store_place(database, job, id, number++, rule, finding, at, owners);
    }
  }
  return status;
}

Result<bool> has_allowed(StateDatabase& database, const Job& job) {
  const Result<std::vector<SqlRow>> rows = database.run(
      "SELECT 1 FROM occurrences WHERE repository = $1 AND allowed = 'allowed' LIMIT 1",
      {job.repository});
  if (!rows) return rows.error();
  return !rows->empty();
}

}  // namespace rekey
