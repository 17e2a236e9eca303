#include "scanner/cli/org/org_state.h"

#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "scanner/org/state/postgres_database.h"
#include "scanner/org/state/schema.h"
#include "scanner/org/state/sqlite_database.h"

namespace rekey {

void add_state_flags(CLI::App& command, StateFlags& flags) {
  constexpr auto kState = "State";
  command.add_option("--state", flags.folder, "Folder of what is known from run to run")
      ->type_name("DIR")
      ->capture_default_str()
      ->group(kState);
  command
      .add_option("--database", flags.database, "postgresql://user@host/name, for many machines")
      ->type_name("URL")
      ->group(kState);
  command
      .add_option("--key-file", flags.key, "What names of secrets are made with; else in the state")
      ->type_name("FILE")
      ->group(kState);
}

Connect state_connection(const StateFlags& flags) {
  return [flags] {
    return flags.database.empty() ? open_sqlite(flags.folder + "/state.sqlite", false)
                                  : open_postgres(flags.database);
  };
}

Result<std::unique_ptr<StateDatabase>> open_state(const StateFlags& flags, bool create) {
  if (create || !flags.database.empty()) {
    std::error_code error;
    std::filesystem::create_directories(
        std::filesystem::absolute(flags.folder, error).parent_path(), error);
    if (::mkdir(flags.folder.c_str(), 0700) != 0 && errno != EEXIST) {
      return Error{ErrorCode::kUsage, flags.folder + ": " + std::strerror(errno)};
    }
  }
  Result<std::unique_ptr<StateDatabase>> database =
      flags.database.empty() ? open_sqlite(flags.folder + "/state.sqlite", create)
                             : open_postgres(flags.database);
  if (!database) return Error{ErrorCode::kUsage, database.error().message};
  const Status ready = migrate(**database);
  if (!ready) return ready.error();
  return database;
}

Result<SecretKey> state_key(const StateFlags& flags, StateDatabase& database, bool create) {
  Result<SecretKey> key =
      SecretKey::open(flags.key.empty() ? flags.folder + "/key" : flags.key, create);
  if (!key) return key;
  const Status proven = key->prove(database);
  if (!proven) return proven.error();
  return key;
}

}  // namespace rekey
