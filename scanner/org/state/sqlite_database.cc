#include "scanner/org/state/sqlite_database.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include <cerrno>
#include <map>
#include <utility>

namespace rekey {
namespace {

// Another worker's longest transaction takes a second or two. Who opens the file waits less: a lock
// that is held as long as that is no worker's.
constexpr int kBusyMilliseconds = 30'000;
constexpr int kOpeningMilliseconds = 10'000;

constexpr SqlDialect kDialect = {"unixepoch()", "INTEGER PRIMARY KEY AUTOINCREMENT", "BEGIN",
                                 "BEGIN IMMEDIATE", ""};

struct Finalized {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalized>;

class SqliteDatabase : public StateDatabase {
 public:
  SqliteDatabase(sqlite3* handle, std::string file) : handle_(handle), file_(std::move(file)) {}
  ~SqliteDatabase() override {
    statements_.clear();
    sqlite3_close(handle_);
  }

  [[nodiscard]] const SqlDialect& dialect() const override { return kDialect; }

  Result<std::vector<SqlRow>> run(std::string_view sql,
                                  const std::vector<SqlValue>& values) override {
    const Result<sqlite3_stmt*> prepared = statement(sql);
    if (!prepared) return prepared.error();
    sqlite3_stmt* const at = *prepared;
    for (size_t i = 0; i < values.size(); ++i) bind(at, i + 1, values[i]);
    std::vector<SqlRow> rows;
    int code = SQLITE_OK;
    while ((code = sqlite3_step(at)) == SQLITE_ROW) rows.push_back(row_of(at));
    const Error failed = error();
    sqlite3_reset(at);
    sqlite3_clear_bindings(at);
    if (code != SQLITE_DONE) return failed;
    return rows;
  }

 private:
  // SQLite's messages name tables and syntax, no values. A file that is damaged, locked or on a
  // full disk is not "away", and nobody waits for it to come back (patience.h).
  [[nodiscard]] Error error() const {
    const int code = sqlite3_errcode(handle_);
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
      return {ErrorCode::kMalformed, file_ + ": locked by another program for too long"};
    }
    const bool is_damage = code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
    return {ErrorCode::kMalformed,
            file_ + ": " + sqlite3_errmsg(handle_) +
                (is_damage ? "; move the file away or restore a copy of it" : "")};
  }

  // Each text is prepared once: there are a few dozen.
  Result<sqlite3_stmt*> statement(std::string_view sql) {
    const auto known = statements_.find(sql);
    if (known != statements_.end()) return known->second.get();
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(handle_, sql.data(), static_cast<int>(sql.size()), &raw, nullptr) !=
        SQLITE_OK) {
      return error();
    }
    statements_.emplace(std::string(sql), Statement(raw));
    return raw;
  }

  static void bind(sqlite3_stmt* at, size_t number, const SqlValue& value) {
    const std::string name = "$" + std::to_string(number);
    const int index = sqlite3_bind_parameter_index(at, name.c_str());
    if (const auto* integer = std::get_if<int64_t>(&value)) {
      sqlite3_bind_int64(at, index, *integer);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      sqlite3_bind_text(at, index, text->data(), static_cast<int>(text->size()), SQLITE_TRANSIENT);
    } else {
      sqlite3_bind_null(at, index);
    }
  }

  static SqlRow row_of(sqlite3_stmt* at) {
    SqlRow row(static_cast<size_t>(sqlite3_column_count(at)));
    for (size_t i = 0; i < row.size(); ++i) {
      const int column = static_cast<int>(i);
      if (sqlite3_column_type(at, column) == SQLITE_NULL) continue;
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(at, column));
      row[i] = std::string(text, static_cast<size_t>(sqlite3_column_bytes(at, column)));
    }
    return row;
  }

  sqlite3* handle_;
  std::string file_;
  std::map<std::string, Statement, std::less<>> statements_;
};

}  // namespace

Result<std::unique_ptr<StateDatabase>> open_sqlite(const std::string& file, bool create) {
  struct stat info {};
  if (!create && ::stat(file.c_str(), &info) != 0) {
    return Error{ErrorCode::kNotFound, file + ": there is none; rekey org work makes it"};
  }
  // The files beside it get the mode of the database from SQLite. Only whoever makes it, before
  // there are threads, changes the process's mask.
  const mode_t old_mask = create ? ::umask(0077) : 0;
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
  auto database = std::make_unique<SqliteDatabase>(handle, file);
  Status status;
  if (code != SQLITE_OK) status = Error{ErrorCode::kUnreadable, file + ": cannot be opened"};
  if (status) {
    sqlite3_busy_timeout(handle, kOpeningMilliseconds);
    status = database->execute("PRAGMA journal_mode = WAL");
  }
  // With a log before the file a killed program loses nothing so; a power cut costs the last
  // repositories their results, and they are scanned again. Each step of the queue would wait for
  // the disk else.
  if (status) status = database->execute("PRAGMA synchronous = NORMAL");
  if (status) status = database->execute("PRAGMA foreign_keys = ON");
  if (create) ::umask(old_mask);
  sqlite3_busy_timeout(handle, kBusyMilliseconds);
  if (!status) return status.error();
  return std::unique_ptr<StateDatabase>(std::move(database));
}

}  // namespace rekey
