#include "scanner/org/state/database.h"

#include <charconv>

namespace rekey {

std::string text_at(const SqlRow& row, size_t column) {
  return column < row.size() && row[column] ? *row[column] : std::string();
}

int64_t number_at(const SqlRow& row, size_t column) {
  int64_t value = 0;
  if (column < row.size() && row[column]) {
    const std::string& text = *row[column];
    std::from_chars(text.data(), text.data() + text.size(), value);
  }
  return value;
}

Status StateDatabase::execute(std::string_view sql, const std::vector<SqlValue>& values) {
  const Result<std::vector<SqlRow>> rows = run(sql, values);
  return rows ? Status() : Status(rows.error());
}

Result<std::unique_ptr<Transaction>> Transaction::begin(StateDatabase& database) {
  const Status begun = database.execute(database.dialect().begin_write);
  if (!begun) return begun.error();
  return std::unique_ptr<Transaction>(new Transaction(database));
}

Result<std::unique_ptr<Transaction>> Transaction::begin_read(StateDatabase& database) {
  const Status begun = database.execute(database.dialect().begin_read);
  if (!begun) return begun.error();
  return std::unique_ptr<Transaction>(new Transaction(database));
}

Transaction::~Transaction() {
  if (open_) (void)database_.execute("ROLLBACK");
}

Status Transaction::commit() {
  Status status = database_.execute("COMMIT");
  if (status) open_ = false;
  return status;
}

}  // namespace rekey
