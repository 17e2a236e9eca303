// SecretKey: what the names of secrets in the state are made with: 32 random bytes in a file of
// their own. Who has the state without the key can confirm no guess of a secret.
//
// The file is its owner's alone. It is not in the database and is kept as long as the state is.
#pragma once

#include <string>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/findings/secret.h"
#include "scanner/org/state/database.h"

namespace rekey {

class SecretKey {
 public:
  // The key in `file`; makes one when there is none and `create` is set. kUsage for a file that is
  // no key.
  static Result<SecretKey> open(const std::string& file, bool create);

  // The state's name for a leak: keyed, 64 hex digits; a leak as fingerprint.h has it.
  [[nodiscard]] std::string name_of(std::string_view family, const Secret& secret) const;

  // kUsage when the state was made with another key; the first one that comes is the state's.
  Status prove(StateDatabase& database) const;

 private:
  explicit SecretKey(std::string bytes) : bytes_(std::move(bytes)) {}

  std::string bytes_;
};

}  // namespace rekey
