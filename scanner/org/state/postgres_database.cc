#include "scanner/org/state/postgres_database.h"

#include <libpq-fe.h>

#include <algorithm>
#include <utility>

#include "scanner/base/loaded_library.h"
#include "scanner/report/text/escape.h"

namespace rekey {
namespace {

constexpr SqlDialect kDialect = {"CAST(extract(epoch FROM clock_timestamp()) AS BIGINT)",
                                 "BIGSERIAL PRIMARY KEY", "BEGIN ISOLATION LEVEL REPEATABLE READ",
                                 "BEGIN", "FOR UPDATE SKIP LOCKED"};

// What is called of libpq.
struct Pq {
  decltype(&PQconnectdbParams) connect = nullptr;
  decltype(&PQfinish) finish = nullptr;
  decltype(&PQstatus) status = nullptr;
  decltype(&PQreset) reset = nullptr;
  decltype(&PQexecParams) run = nullptr;
  decltype(&PQresultStatus) result = nullptr;
  decltype(&PQresultErrorField) field = nullptr;
  decltype(&PQntuples) rows = nullptr;
  decltype(&PQnfields) columns = nullptr;
  decltype(&PQgetisnull) is_null = nullptr;
  decltype(&PQgetvalue) value = nullptr;
  decltype(&PQgetlength) length = nullptr;
  decltype(&PQclear) clear = nullptr;
};

const Pq* pq() {
  static const Pq* const kLoaded = []() -> const Pq* {
    const LoadedLibrary library{"libpq.so.5"};
    static Pq out;
    const bool whole =
        library.find("PQconnectdbParams", out.connect) && library.find("PQfinish", out.finish) &&
        library.find("PQstatus", out.status) && library.find("PQreset", out.reset) &&
        library.find("PQexecParams", out.run) && library.find("PQresultStatus", out.result) &&
        library.find("PQresultErrorField", out.field) && library.find("PQntuples", out.rows) &&
        library.find("PQnfields", out.columns) && library.find("PQgetisnull", out.is_null) &&
        library.find("PQgetvalue", out.value) && library.find("PQgetlength", out.length) &&
        library.find("PQclear", out.clear);
    return whole ? &out : nullptr;
  }();
  return kLoaded;
}

class PostgresDatabase : public StateDatabase {
 public:
  PostgresDatabase(const Pq& library, PGconn* connection, std::string name)
      : pq_(library), connection_(connection), name_(std::move(name)) {}
  ~PostgresDatabase() override { pq_.finish(connection_); }

  [[nodiscard]] const SqlDialect& dialect() const override { return kDialect; }

  Result<std::vector<SqlRow>> run(std::string_view sql,
                                  const std::vector<SqlValue>& values) override {
    const bool is_lost = pq_.status(connection_) != CONNECTION_OK;
    // The transaction went with its connection: only who began it can begin again.
    if (is_lost && std::exchange(began_, false)) return lost();
    if (is_lost) pq_.reset(connection_);
    Result<std::vector<SqlRow>> rows = execute_now(std::string(sql), values);
    if (sql.starts_with("BEGIN")) began_ = rows.ok();
    if (sql == "COMMIT" || sql == "ROLLBACK") began_ = false;
    return rows;
  }

 private:
  [[nodiscard]] Error lost() const {
    return {ErrorCode::kUnreadable, name_ + ": the connection was lost"};
  }

  Result<std::vector<SqlRow>> execute_now(const std::string& sql,
                                          const std::vector<SqlValue>& values) {
    std::vector<std::string> texts(values.size());
    std::vector<const char*> pointers(values.size(), nullptr);
    for (size_t i = 0; i < values.size(); ++i) {
      if (const auto* integer = std::get_if<int64_t>(&values[i]))
        texts[i] = std::to_string(*integer);
      if (const auto* text = std::get_if<std::string>(&values[i])) texts[i] = *text;
      if (!std::holds_alternative<std::monostate>(values[i])) pointers[i] = texts[i].c_str();
    }
    PGresult* const result = pq_.run(connection_, sql.c_str(), static_cast<int>(values.size()),
                                     nullptr, pointers.data(), nullptr, nullptr, 0);
    const ExecStatusType status = pq_.result(result);
    Result<std::vector<SqlRow>> out = rows_of(result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) out = error_of(result);
    pq_.clear(result);
    return out;
  }

  std::vector<SqlRow> rows_of(const PGresult* result) const {
    std::vector<SqlRow> rows(static_cast<size_t>(std::max(pq_.rows(result), 0)));
    const int columns = pq_.columns(result);
    for (size_t row = 0; row < rows.size(); ++row) {
      const int number = static_cast<int>(row);
      for (int column = 0; column < columns; ++column) {
        SqlCell& cell = rows[row].emplace_back();
        if (pq_.is_null(result, number, column) != 0) continue;
        cell = std::string(pq_.value(result, number, column),
                           static_cast<size_t>(pq_.length(result, number, column)));
      }
    }
    return rows;
  }

  // The primary message alone: details quote values.
  Error error_of(const PGresult* result) const {
    const char* text = result == nullptr ? nullptr : pq_.field(result, PG_DIAG_MESSAGE_PRIMARY);
    if (text == nullptr) return lost();
    return {ErrorCode::kUnreadable, name_ + ": " + terminal_text(text)};
  }

  const Pq& pq_;
  PGconn* connection_;
  std::string name_;
  bool began_ = false;
};

// "postgresql://user:password@host": what stands between the first "//" and the next '/'.
bool has_password(const std::string& url) {
  const size_t begin = url.find("://") + 3;
  const size_t at = url.find('@', begin);
  const size_t colon = url.find(':', begin);
  return (at != std::string::npos && colon < at) || url.find("password=") != std::string::npos;
}

}  // namespace

Result<std::unique_ptr<StateDatabase>> open_postgres(const std::string& url) {
  if (!url.starts_with("postgresql://") && !url.starts_with("postgres://")) {
    return Error{ErrorCode::kUsage, "--database: give postgresql://user@host/database"};
  }
  if (has_password(url)) {
    return Error{ErrorCode::kUsage,
                 "--database: a password in an address is seen by everybody here; give it by "
                 "PGPASSWORD or PGPASSFILE"};
  }
  const Pq* const library = pq();
  if (library == nullptr) {
    return Error{ErrorCode::kUnsupported, "libpq is not installed: apt-get install libpq5"};
  }
  const char* const names[] = {"dbname", "application_name", "connect_timeout", "client_encoding",
                               nullptr};
  const char* const values[] = {url.c_str(), "rekey", "30", "UTF8", nullptr};
  PGconn* const connection = library->connect(names, values, 1);
  const std::string name = url.substr(0, url.find('?'));
  auto database = std::make_unique<PostgresDatabase>(*library, connection, name);
  if (library->status(connection) != CONNECTION_OK) {
    return Error{ErrorCode::kUnreadable, name + ": cannot be connected to"};
  }
  const Status quiet = database->execute("SET client_min_messages = error");
  if (!quiet) return quiet.error();
  return std::unique_ptr<StateDatabase>(std::move(database));
}

}  // namespace rekey
