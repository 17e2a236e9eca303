// OrgState: the state of an organisation's scan as the command line names it: a folder with the
// database `state.sqlite`, or the URL of a server; the key of secrets' names `key`; in the folder,
// too, by default the clones and verdicts.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "scanner/base/result.h"
#include "scanner/org/state/database.h"
#include "scanner/org/state/secret_key.h"

namespace CLI {
class App;
}

namespace rekey {

struct StateFlags {
  std::string folder = "rekey-org";
  std::string database;  // a server's URL; "" = state.sqlite in the folder
  std::string key;       // a file; "" = in the folder
};

void add_state_flags(CLI::App& command, StateFlags& flags);

using Connect = std::function<Result<std::unique_ptr<StateDatabase>>()>;

// A connection to the state, its tables of this version. kUsage when there is none, unless
// `create`.
Result<std::unique_ptr<StateDatabase>> open_state(const StateFlags& flags, bool create);
Connect state_connection(const StateFlags& flags);

// The key, proven to be the state's; made with the state when `create` is set.
Result<SecretKey> state_key(const StateFlags& flags, StateDatabase& database, bool create);

}  // namespace rekey
