#include "scanner/org/state/status.h"

#include <nlohmann/json.hpp>

#include "scanner/base/json_write.h"
#include "scanner/report/text/escape.h"
#include "scanner/report/text/words.h"

namespace rekey {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kFew = 20;

Status read_scans(StateDatabase& database, RoundStatus& out) {
  const Result<std::vector<SqlRow>> rows = database.run(
      "SELECT count(*), sum(s.bytes), sum(CASE WHEN s.result = 'unchanged' THEN 1 ELSE 0 END), "
      "coalesce(max(s.ended), " +
          std::string(database.dialect().now) +
          ") - min(s.started), "
          "sum(CASE WHEN s.ended IS NULL AND s.id <> r.scan THEN 1 ELSE 0 END) "
          "FROM scans s JOIN repositories r ON r.id = s.repository WHERE s.round = $1",
      {out.round});
  if (!rows) return rows.error();
  const SqlRow& row = rows->front();
  out.scans = number_at(row, 0);
  out.bytes = number_at(row, 1);
  out.unchanged = number_at(row, 2);
  out.seconds = number_at(row, 3);
  out.interrupted = number_at(row, 4);
  return {};
}

Status read_working(StateDatabase& database, RoundStatus& out) {
  const Result<std::vector<SqlRow>> rows =
      database.run("SELECT r.name, " + std::string(database.dialect().now) +
                       " - s.started, r.worker FROM repositories r JOIN scans s ON s.id = r.scan "
                       "WHERE r.state = 'working' ORDER BY r.name",
                   {});
  if (!rows) return rows.error();
  for (const SqlRow& row : *rows) {
    const std::string worker = text_at(row, 2);
    out.working.push_back({text_at(row, 0), std::to_string(number_at(row, 1)) + " s, by " +
                                                worker.substr(0, worker.find('/'))});
  }
  return {};
}

Status read_troubles(StateDatabase& database, RoundStatus& out) {
  const Result<std::vector<SqlRow>> rows = database.run(
      "SELECT name, state, reason FROM repositories WHERE round = $1 AND reason <> '' "
      "ORDER BY name",
      {out.round});
  if (!rows) return rows.error();
  for (const SqlRow& row : *rows) {
    out.troubles.push_back({text_at(row, 0), text_at(row, 1) + ": " + text_at(row, 2)});
  }
  const Result<std::vector<SqlRow>> faults =
      database.run("SELECT source, reason FROM faults ORDER BY source, reason", {});
  if (!faults) return faults.error();
  for (const SqlRow& row : *faults) {
    out.troubles.push_back({text_at(row, 0), "not listed: " + text_at(row, 1)});
  }
  return {};
}

Json pairs_json(const std::vector<Skipped>& all) {
  Json json = Json::array();
  for (const Skipped& one : all) json.push_back({{"what", one.what}, {"why", one.why}});
  return json;
}

std::string lines_of(const std::string& title, const std::vector<Skipped>& all) {
  std::string out;
  for (size_t i = 0; i < all.size() && i < kFew; ++i) {
    out += title + terminal_text(all[i].what) + ": " + terminal_text(all[i].why) + "\n";
  }
  if (all.size() > kFew) out += title + "and " + std::to_string(all.size() - kFew) + " more\n";
  return out;
}

}  // namespace

Result<bool> has_open_leaks(StateDatabase& database) {
  const Result<std::vector<SqlRow>> leaks = database.run(
      "SELECT 1 FROM occurrences o JOIN secrets s ON s.id = o.secret "
      "WHERE s.state = 'open' AND o.allowed = 'new' LIMIT 1",
      {});
  if (!leaks) return leaks.error();
  return !leaks->empty();
}

Result<bool> has_faults(StateDatabase& database) {
  const Result<std::vector<SqlRow>> faults = database.run("SELECT 1 FROM faults LIMIT 1", {});
  if (!faults) return faults.error();
  return !faults->empty();
}

bool RoundStatus::is_whole() const {
  return counts.queued + counts.working + counts.partial + counts.failed == 0 && counts.done > 0 &&
         troubles.empty();
}

Result<RoundStatus> round_status(StateDatabase& database) {
  RoundStatus out;
  const Result<std::vector<SqlRow>> round =
      database.run("SELECT value FROM meta WHERE name = 'round'", {});
  if (!round) return round.error();
  if (!round->empty()) out.round = number_at(round->front(), 0);
  const Result<QueueCounts> counts = queue_counts(database);
  if (!counts) return counts.error();
  out.counts = *counts;
  Status status = read_scans(database, out);
  if (status) status = read_working(database, out);
  if (status) status = read_troubles(database, out);
  if (!status) return status.error();
  return out;
}

std::string status_text(const RoundStatus& status) {
  const QueueCounts& counts = status.counts;
  std::string out = "Round " + std::to_string(status.round) + ": " + std::to_string(counts.done) +
                    " done, " + std::to_string(counts.partial) + " partial, " +
                    std::to_string(counts.failed) + " failed, " + std::to_string(counts.working) +
                    " working, " + std::to_string(counts.queued) + " queued\n";
  out += count_text(static_cast<uint64_t>(status.scans), "attempt") + ", " +
         std::to_string(status.unchanged) + " unchanged, " + std::to_string(status.interrupted) +
         " interrupted, " + size_text(static_cast<uint64_t>(status.bytes)) + " in " +
         std::to_string(status.seconds) + " s";
  if (status.seconds > 0) {
    out += ", " + size_text(static_cast<uint64_t>(status.bytes / status.seconds)) + " a second";
  }
  return out + "\n" + lines_of("working on ", status.working) + lines_of("", status.troubles);
}

std::string status_json(const RoundStatus& status) {
  const QueueCounts& counts = status.counts;
  const Json json = {{"tool", "rekey"},
                     {"round", status.round},
                     {"complete", status.is_whole()},
                     {"done", counts.done},
                     {"partial", counts.partial},
                     {"failed", counts.failed},
                     {"working", counts.working},
                     {"queued", counts.queued},
                     {"next_in_seconds", counts.next},
                     {"attempts", status.scans},
                     {"unchanged", status.unchanged},
                     {"interrupted", status.interrupted},
                     {"bytes", status.bytes},
                     {"seconds", status.seconds},
                     {"now", pairs_json(status.working)},
                     {"troubles", pairs_json(status.troubles)}};
  return dumped(json, 2) + "\n";
}

}  // namespace rekey
