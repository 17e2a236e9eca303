// StateDatabase: where an organisation's scan keeps its state: one connection, statements with
// values.
//
// The statements are the same for every kind of database: values are $1, $2, ... in the order of
// their first use, and what kinds say differently is asked of dialect(). Not shared between
// threads: each opens its own. Errors are kUnreadable and name the database, never a value.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "scanner/base/result.h"

namespace rekey {

using SqlValue = std::variant<std::monostate, int64_t, std::string>;
using SqlCell = std::optional<std::string>;
using SqlRow = std::vector<SqlCell>;

std::string text_at(const SqlRow& row, size_t column);  // "" for NULL
int64_t number_at(const SqlRow& row, size_t column);    // 0 for NULL

struct SqlDialect {
  std::string_view now;          // seconds since 1970, by the database's own clock
  std::string_view id;           // the type of a column that numbers its rows
  std::string_view begin_read;   // starts a transaction that sees one moment
  std::string_view begin_write;  // starts a transaction that will write
  std::string_view skip_locked;  // behind a SELECT: rows that others are taking are passed over
};

class StateDatabase {
 public:
  StateDatabase() = default;
  StateDatabase(const StateDatabase&) = delete;
  StateDatabase& operator=(const StateDatabase&) = delete;
  virtual ~StateDatabase() = default;

  [[nodiscard]] virtual const SqlDialect& dialect() const = 0;
  // One statement; all rows that it gives.
  virtual Result<std::vector<SqlRow>> run(std::string_view sql,
                                          const std::vector<SqlValue>& values) = 0;

  // For statements without rows of interest.
  Status execute(std::string_view sql, const std::vector<SqlValue>& values = {});
};

// Transaction: what is executed until commit() is done as a whole, or undone when the object goes.
class Transaction {
 public:
  static Result<std::unique_ptr<Transaction>> begin(StateDatabase& database);
  // Sees one moment, whatever others write meanwhile.
  static Result<std::unique_ptr<Transaction>> begin_read(StateDatabase& database);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  Status commit();

 private:
  explicit Transaction(StateDatabase& database) : database_(database) {}

  StateDatabase& database_;
  bool open_ = true;
};

}  // namespace rekey
