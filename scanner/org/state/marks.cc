#include "scanner/org/state/marks.h"

#include <algorithm>
#include <array>
#include <memory>

#include "scanner/base/ascii.h"

namespace rekey {
namespace {

constexpr size_t kShortest = 8;

constexpr std::array<std::string_view, 4> kStates = {"open", "reset", "accepted", "false-alarm"};

Status mark_one(StateDatabase& database, const LeakMark& mark, const std::string& id) {
  if (id.size() < kShortest || !is_lower_hex(id)) {
    return Error{ErrorCode::kUsage, "give a secret's id as reports show it, eight digits or more"};
  }
  const Result<std::vector<SqlRow>> rows =
      database.run("SELECT id, state FROM secrets WHERE id LIKE $1 LIMIT 2", {id + "%"});
  if (!rows) return rows.error();
  if (rows->size() != 1) {
    return Error{
        ErrorCode::kUsage,
        id + ": " + (rows->empty() ? "no secret" : "more than one secret") + " has this id"};
  }
  const std::string whole = text_at(rows->front(), 0);
  Status status = database.execute("UPDATE secrets SET state = $1, note = $2 WHERE id = $3",
                                   {mark.state, mark.note, whole});
  if (!status) return status;
  return database.execute("INSERT INTO actions (secret, at, who, was, became, note) VALUES ($1, " +
                              std::string(database.dialect().now) + ", $2, $3, $4, $5)",
                          {whole, mark.who, text_at(rows->front(), 1), mark.state, mark.note});
}

}  // namespace

bool is_leak_state(std::string_view state) {
  return std::find(kStates.begin(), kStates.end(), state) != kStates.end();
}

Status mark_leaks(StateDatabase& database, const LeakMark& mark) {
  const Result<std::unique_ptr<Transaction>> transaction = Transaction::begin(database);
  if (!transaction) return transaction.error();
  for (const std::string& id : mark.ids) {
    Status status = mark_one(database, mark, id);
    if (!status) return status;
  }
  return (*transaction)->commit();
}

}  // namespace rekey
