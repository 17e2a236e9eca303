#include "scanner/org/state/queue.h"

#include <algorithm>
#include <array>
#include <utility>

namespace rekey {
namespace {

constexpr int64_t kLongestBackoff = 3600;

// "{now}" and "{skip_locked}" in the dialect's words.
std::string said(StateDatabase& database, std::string_view text) {
  std::string out(text);
  const std::array<std::pair<std::string_view, std::string_view>, 2> words = {
      std::pair{std::string_view("{now}"), database.dialect().now},
      std::pair{std::string_view("{skip_locked}"), database.dialect().skip_locked}};
  for (const auto& [word, meaning] : words) {
    for (size_t at = 0; (at = out.find(word, at)) != std::string::npos;) {
      out.replace(at, word.size(), meaning);
    }
  }
  return out;
}

// Locks the row: rounds are begun one at a time.
Result<int64_t> current_round(StateDatabase& database) {
  Status status =
      database.execute("INSERT INTO meta VALUES ('round', '0') ON CONFLICT (name) DO NOTHING");
  if (!status) return status.error();
  const Result<std::vector<SqlRow>> rows =
      database.run("UPDATE meta SET value = value WHERE name = 'round' RETURNING value", {});
  if (!rows) return rows.error();
  const int64_t round = number_at(rows->front(), 0);
  const Result<std::vector<SqlRow>> open = database.run(
      "SELECT 1 FROM repositories WHERE round = $1 AND state IN ('queued', 'working') LIMIT 1",
      {round});
  if (!open) return open.error();
  if (!open->empty()) return round;
  status = database.execute("UPDATE meta SET value = $1 WHERE name = 'round'",
                            {std::to_string(round + 1)});
  if (status) status = database.execute("DELETE FROM faults");
  if (!status) return status.error();
  return round + 1;
}

constexpr std::string_view kPlan = R"(
INSERT INTO repositories
  (name, url, path, provider, visibility, fork_of, size_kib, archived, round, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'queued')
ON CONFLICT (name) DO UPDATE SET
  url = excluded.url, path = excluded.path, provider = excluded.provider,
  visibility = excluded.visibility, fork_of = excluded.fork_of, size_kib = excluded.size_kib,
  archived = excluded.archived, round = excluded.round,
  state = CASE WHEN repositories.round = excluded.round THEN repositories.state ELSE 'queued' END,
  reason = CASE WHEN repositories.round = excluded.round OR repositories.state = 'failed'
                THEN repositories.reason ELSE '' END,
  attempts = CASE WHEN repositories.round = excluded.round THEN repositories.attempts ELSE 0 END,
  deaths = CASE WHEN repositories.round = excluded.round THEN repositories.deaths ELSE 0 END,
  not_before = CASE WHEN repositories.round = excluded.round
                    THEN repositories.not_before ELSE 0 END)";

constexpr std::string_view kGiveBack = R"(
UPDATE repositories SET
  state = CASE WHEN deaths + 1 >= $1 THEN 'failed' ELSE 'queued' END,
  deaths = deaths + 1, worker = '', reason = 'the program died while scanning it'
WHERE state = 'working' AND )";

constexpr std::string_view kTake = R"(
UPDATE repositories SET state = 'working', worker = $1, lease_until = {now} + $2
WHERE state = 'queued' AND id = (
  SELECT id FROM repositories WHERE state = 'queued' AND not_before <= {now}
  ORDER BY CASE WHEN fork_of = '' THEN 0 ELSE 1 END, size_kib DESC, id
  LIMIT 1 {skip_locked})
RETURNING id, round, name, url, path, provider, visibility, fork_of, refs, options, scanned,
  attempts, reason)";

Job job_of(const SqlRow& row) {
  Job job;
  job.repository = number_at(row, 0);
  job.round = number_at(row, 1);
  job.planned.name = text_at(row, 2);
  job.planned.url = text_at(row, 3);
  job.planned.path = text_at(row, 4);
  job.planned.provider = text_at(row, 5);
  job.planned.visibility = visibility_named(text_at(row, 6));
  job.planned.fork_of = text_at(row, 7);
  job.refs = text_at(row, 8);
  job.options = text_at(row, 9);
  job.scanned = number_at(row, 10);
  job.failures = number_at(row, 11);
  job.failed_with = text_at(row, 12);
  return job;
}

struct Ending {
  std::string state, result;
  int64_t wait = 0;  // seconds
};

Ending ending_of(const Job& job, const Finished& finished, const QueueLimits& limits) {
  switch (finished.outcome) {
    case Outcome::kDone:
      return {"done", "scanned", 0};
    case Outcome::kPartial:
      return {"partial", "scanned in part", 0};
    case Outcome::kUnchanged:
      return {"done", "unchanged", 0};
    case Outcome::kHopeless:
      return {"failed", "failed", 0};
    case Outcome::kFailed:
      break;
  }
  const bool as_before = job.failures == 0 && job.failed_with == finished.reason;
  if (as_before || job.failures + 1 >= limits.attempts) return {"failed", "failed", 0};
  const int64_t doubled = limits.backoff << std::min<int64_t>(job.failures, 20);
  return {"queued", "failed", std::min(doubled, kLongestBackoff)};
}

}  // namespace

Result<int64_t> enqueue(StateDatabase& database, const Inventory& inventory) {
  const Result<std::unique_ptr<Transaction>> transaction = Transaction::begin(database);
  if (!transaction) return transaction.error();
  Result<int64_t> round = current_round(database);
  if (!round) return round;
  for (const Planned& one : inventory.repositories) {
    const Status status =
        database.execute(kPlan, {one.name, one.url, one.path, one.provider,
                                 std::string(visibility_name(one.visibility)), one.fork_of,
                                 static_cast<int64_t>(std::min(one.size_kib, uint64_t{1} << 40)),
                                 int64_t{one.archived ? 1 : 0}, *round});
    if (!status) return status.error();
  }
  for (const InventoryFault& fault : inventory.faults) {
    Status status = database.execute("DELETE FROM faults WHERE source = $1 AND reason = $2",
                                     {fault.source, fault.reason});
    if (status) {
      status = database.execute("INSERT INTO faults VALUES ($1, $2, $3)",
                                {fault.source, fault.reason, *round});
    }
    if (!status) return status.error();
  }
  const Status done = (*transaction)->commit();
  if (!done) return done.error();
  return round;
}

Result<std::optional<Job>> take_job(StateDatabase& database, const std::string& worker,
                                    const QueueLimits& limits) {
  const Result<std::unique_ptr<Transaction>> transaction = Transaction::begin(database);
  if (!transaction) return transaction.error();
  Status status = database.execute(said(database, std::string(kGiveBack) + "lease_until < {now}"),
                                   {limits.deaths});
  if (!status) return status.error();
  const Result<std::vector<SqlRow>> rows =
      database.run(said(database, kTake), {worker, limits.lease});
  if (!rows) return rows.error();
  std::optional<Job> job;
  if (!rows->empty()) {
    job = job_of(rows->front());
    const Result<std::vector<SqlRow>> scan = database.run(
        said(database,
             "INSERT INTO scans (repository, round, worker, started) VALUES ($1, $2, $3, {now}) "
             "RETURNING id"),
        {job->repository, job->round, worker});
    if (!scan) return scan.error();
    job->scan = number_at(scan->front(), 0);
    status = database.execute("UPDATE repositories SET scan = $1 WHERE id = $2",
                              {job->scan, job->repository});
    if (!status) return status.error();
  }
  status = (*transaction)->commit();
  if (!status) return status.error();
  return job;
}

Result<bool> renew(StateDatabase& database, const Job& job, const std::string& worker,
                   const QueueLimits& limits) {
  const Result<std::vector<SqlRow>> rows = database.run(
      said(database,
           "UPDATE repositories SET lease_until = {now} + $1 "
           "WHERE id = $2 AND worker = $3 AND scan = $4 AND state = 'working' RETURNING id"),
      {limits.lease, job.repository, worker, job.scan});
  if (!rows) return rows.error();
  return !rows->empty();
}

Result<bool> finish_job(StateDatabase& database, const Job& job, const std::string& worker,
                        const Finished& finished, const QueueLimits& limits) {
  const Ending ending = ending_of(job, finished, limits);
  const bool is_failure =
      finished.outcome == Outcome::kFailed || finished.outcome == Outcome::kHopeless;
  const Result<std::vector<SqlRow>> rows = database.run(
      said(database,
           "UPDATE repositories SET state = $1, reason = $2, worker = '', "
           "attempts = attempts + $3, not_before = {now} + $4 "
           "WHERE id = $5 AND worker = $6 AND scan = $7 AND state = 'working' RETURNING id"),
      {ending.state, finished.reason, int64_t{is_failure ? 1 : 0}, ending.wait, job.repository,
       worker, job.scan});
  if (!rows) return rows.error();
  if (rows->empty()) return false;
  Status status = database.execute(
      said(database,
           "UPDATE scans SET ended = {now}, result = $1, reason = $2, texts = $3, bytes = $4, "
           "commits = $5, fetch_ms = $6, scan_ms = $7 WHERE id = $8"),
      {ending.result, finished.reason, finished.texts, finished.bytes, finished.commits,
       finished.fetch_ms, finished.scan_ms, job.scan});
  if (status && finished.outcome == Outcome::kUnchanged) {
    status = database.execute(
        "UPDATE repositories SET state = result, reason = result_reason WHERE id = $1",
        {job.repository});
  } else if (status && !is_failure) {
    status = database.execute(
        said(database,
             "UPDATE repositories SET refs = $1, options = $2, head = $3, authors = $4, "
             "result = $5, result_reason = $6, scanned = {now} WHERE id = $7"),
        {finished.refs, finished.options, finished.head, finished.authors, ending.state,
         finished.reason, job.repository});
  }
  if (!status) return status.error();
  return true;
}

Status release(StateDatabase& database, const std::string& worker, const QueueLimits& limits) {
  return database.execute(std::string(kGiveBack) + "worker = $2", {limits.deaths, worker});
}

Result<std::vector<std::string>> working(StateDatabase& database) {
  const Result<std::vector<SqlRow>> rows =
      database.run("SELECT DISTINCT worker FROM repositories WHERE state = 'working'", {});
  if (!rows) return rows.error();
  std::vector<std::string> out;
  out.reserve(rows->size());
  for (const SqlRow& row : *rows) out.push_back(text_at(row, 0));
  return out;
}

Result<QueueCounts> queue_counts(StateDatabase& database) {
  const Result<std::vector<SqlRow>> rows = database.run(
      said(database,
           "SELECT state, count(*), min(not_before) - {now} FROM repositories "
           "WHERE round = (SELECT CAST(value AS BIGINT) FROM meta WHERE name = 'round') "
           "GROUP BY state"),
      {});
  if (!rows) return rows.error();
  QueueCounts out;
  for (const SqlRow& row : *rows) {
    const std::string state = text_at(row, 0);
    const int64_t count = number_at(row, 1);
    if (state == "queued") {
      out.queued = count;
      out.next = std::max<int64_t>(number_at(row, 2), 0);
    }
    if (state == "working") out.working = count;
    if (state == "done") out.done = count;
    if (state == "partial") out.partial = count;
    if (state == "failed") out.failed = count;
  }
  return out;
}

}  // namespace rekey
