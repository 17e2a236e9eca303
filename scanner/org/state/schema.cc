#include "scanner/org/state/schema.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string>

namespace rekey {
namespace {

// Each step's statements, "{id}" being the dialect's; a step that was released never changes.
constexpr std::string_view kFirst = R"(
CREATE TABLE repositories (
  id {id},
  name TEXT NOT NULL UNIQUE,
  url TEXT NOT NULL,
  path TEXT NOT NULL,
  provider TEXT NOT NULL,
  visibility TEXT NOT NULL,
  fork_of TEXT NOT NULL,
  size_kib BIGINT NOT NULL,
  archived INTEGER NOT NULL,
  round BIGINT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  attempts INTEGER NOT NULL DEFAULT 0,
  deaths INTEGER NOT NULL DEFAULT 0,
  not_before BIGINT NOT NULL DEFAULT 0,
  worker TEXT NOT NULL DEFAULT '',
  lease_until BIGINT NOT NULL DEFAULT 0,
  scan BIGINT NOT NULL DEFAULT 0,
  refs TEXT NOT NULL DEFAULT '',
  options TEXT NOT NULL DEFAULT '',
  result TEXT NOT NULL DEFAULT '',
  result_reason TEXT NOT NULL DEFAULT '',
  head TEXT NOT NULL DEFAULT '',
  authors TEXT NOT NULL DEFAULT '',
  scanned BIGINT NOT NULL DEFAULT 0);
CREATE INDEX repositories_by_state ON repositories (state, not_before);
CREATE TABLE scans (
  id {id},
  repository BIGINT NOT NULL REFERENCES repositories (id),
  round BIGINT NOT NULL,
  worker TEXT NOT NULL,
  started BIGINT NOT NULL,
  ended BIGINT,
  result TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  texts BIGINT NOT NULL DEFAULT 0,
  bytes BIGINT NOT NULL DEFAULT 0,
  commits BIGINT NOT NULL DEFAULT 0,
  fetch_ms BIGINT NOT NULL DEFAULT 0,
  scan_ms BIGINT NOT NULL DEFAULT 0);
CREATE INDEX scans_by_repository ON scans (repository);
CREATE TABLE secrets (
  id TEXT PRIMARY KEY,
  masked TEXT NOT NULL,
  length BIGINT NOT NULL,
  first_seen BIGINT NOT NULL,
  first_round BIGINT NOT NULL,
  last_seen BIGINT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open',
  note TEXT NOT NULL DEFAULT '');
CREATE TABLE findings (
  secret TEXT NOT NULL REFERENCES secrets (id),
  repository BIGINT NOT NULL REFERENCES repositories (id),
  rule TEXT NOT NULL,
  kind TEXT NOT NULL,
  provider TEXT NOT NULL,
  severity INTEGER NOT NULL,
  confidence INTEGER NOT NULL,
  PRIMARY KEY (secret, repository));
CREATE INDEX findings_by_repository ON findings (repository);
CREATE TABLE occurrences (
  secret TEXT NOT NULL REFERENCES secrets (id),
  repository BIGINT NOT NULL REFERENCES repositories (id),
  number BIGINT NOT NULL,
  place TEXT NOT NULL,
  path TEXT NOT NULL,
  line BIGINT NOT NULL,
  start_column BIGINT NOT NULL,
  end_line BIGINT NOT NULL,
  end_column BIGINT NOT NULL,
  utf16_column BIGINT NOT NULL,
  utf16_end_column BIGINT NOT NULL,
  blob TEXT NOT NULL,
  commit_id TEXT NOT NULL,
  author TEXT NOT NULL,
  email TEXT NOT NULL,
  date TEXT NOT NULL,
  removed_in TEXT NOT NULL,
  in_head INTEGER NOT NULL,
  refs TEXT NOT NULL,
  owners TEXT NOT NULL,
  allowed TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (repository, secret, number));
CREATE INDEX occurrences_by_secret ON occurrences (secret);
CREATE TABLE actions (
  id {id},
  secret TEXT NOT NULL REFERENCES secrets (id),
  at BIGINT NOT NULL,
  who TEXT NOT NULL,
  was TEXT NOT NULL,
  became TEXT NOT NULL,
  note TEXT NOT NULL);
CREATE TABLE faults (
  source TEXT NOT NULL,
  reason TEXT NOT NULL,
  round BIGINT NOT NULL))";

// The queue's order (queue.cc): without it, each repository taken sorts all that wait.
constexpr std::string_view kTurns = R"(
CREATE INDEX repositories_by_turn ON repositories
  (state, (CASE WHEN fork_of = '' THEN 0 ELSE 1 END), size_kib DESC, id))";

constexpr std::array<std::string_view, 2> kSteps = {kFirst, kTurns};

std::string in_dialect(std::string_view text, const SqlDialect& dialect) {
  std::string out(text);
  constexpr std::string_view kId = "{id}";
  for (size_t at = 0; (at = out.find(kId, at)) != std::string::npos;) {
    out.replace(at, kId.size(), dialect.id);
  }
  return out;
}

Status take_step(StateDatabase& database, std::string_view step) {
  const std::string text = in_dialect(step, database.dialect());
  std::string_view rest = text;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find(';'), rest.size());
    Status status = database.execute(rest.substr(0, end));
    if (!status) return status;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return {};
}

Result<int64_t> version_of(StateDatabase& database) {
  const Result<std::vector<SqlRow>> rows =
      database.run("SELECT value FROM meta WHERE name = 'schema'", {});
  if (!rows) return rows.error();
  return rows->empty() ? int64_t{0} : number_at(rows->front(), 0);
}

}  // namespace

Status migrate(StateDatabase& database) {
  constexpr std::string_view kMeta =
      "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)";
  Status status = database.execute(kMeta);
  // PostgreSQL lets the second of two that make it at once fail; now it is there.
  if (!status) status = database.execute(kMeta);
  if (!status) return status;
  const Result<std::unique_ptr<Transaction>> transaction = Transaction::begin(database);
  if (!transaction) return transaction.error();
  // Takes turns with others on every kind of database, before the version is read.
  status =
      database.execute("INSERT INTO meta VALUES ('schema', '0') ON CONFLICT (name) DO NOTHING");
  if (status) status = database.execute("UPDATE meta SET value = value WHERE name = 'schema'");
  if (!status) return status;
  const Result<int64_t> version = version_of(database);
  if (!version) return version.error();
  if (*version < 0 || *version > static_cast<int64_t>(kSteps.size())) {
    return Error{ErrorCode::kUnsupported, "the state was written by a later rekey"};
  }
  for (size_t step = static_cast<size_t>(*version); step < kSteps.size(); ++step) {
    status = take_step(database, kSteps[step]);
    if (!status) return status;
  }
  status = database.execute("UPDATE meta SET value = $1 WHERE name = 'schema'",
                            {std::to_string(kSteps.size())});
  return status ? (*transaction)->commit() : status;
}

}  // namespace rekey
