// Clones: the mirrors of remote repositories in a folder, fetched through the git program.
//
// A clone has every ref of its remote and is named by a digest: nothing that a host says becomes a
// path. It is made aside and renamed when it is whole; one that was interrupted is swept away.
// A fork gets its parent's objects from the parent's clone, when that is there: as hard links, so
// that neither needs the other afterwards. It then also has objects that none of its refs reaches.
// Credentials go to git in its environment, for the addresses that they are for, and stand in no
// address, no argument and no file.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/org/hosts/http.h"
#include "scanner/org/inventory/planned.h"

namespace rekey {

// What is sent to addresses that start with `prefix` ("https://host/").
struct Credential {
  std::string prefix;
  std::string user, token;
};

struct CloneOptions {
  std::string folder;                    // made when it is needed
  std::vector<std::string> environment;  // this process's; git gets it without what traces git
  std::vector<Credential> credentials;
  std::chrono::seconds longest{1800};        // of one run of git
  uint64_t most_bytes = uint64_t{20} << 30;  // of one clone
};

struct RemoteRefs {
  std::string digest;  // of all refs and what they name; equal for equal refs
  std::string head;    // the ref that HEAD stands for; "" = unknown
};

struct Clone {
  std::string path;
  std::string stale;  // why it could not be updated, when it is of an earlier time; else ""
};

class Clones {
 public:
  explicit Clones(CloneOptions options);

  // Over HTTP without git, where that works.
  Result<RemoteRefs> remote_refs(const Planned& planned) const;
  // Makes or updates it. kTooLarge: beyond the limit, the next attempt would be, too.
  Result<Clone> fetch(const Planned& planned, const RemoteRefs& refs) const;
  // The clone of an earlier time.
  [[nodiscard]] std::optional<std::string> existing(const Planned& planned) const;
  void drop(const Planned& planned) const;
  // Takes away what dead workers left behind.
  void sweep() const;

 private:
  [[nodiscard]] std::string path_of(const Planned& planned) const;
  [[nodiscard]] std::optional<std::string> asked_refs(const std::string& url) const;
  Status clone_to(const std::string& path, const Planned& planned, const std::string& parent) const;
  Status clone_to(const std::string& path, const Planned& planned) const;
  Status update(const std::string& path, const Planned& planned, const RemoteRefs& refs) const;

  CloneOptions options_;
  std::vector<std::string> environment_, hidden_;
  std::unique_ptr<Http> http_;  // null: git alone
};

// Whether the clone may have objects of another repository: a fork of one at the same host.
bool shares_objects(const Planned& planned);

// Of refs as `git ls-remote --symref` prints them.
RemoteRefs read_refs(std::string_view listing);

}  // namespace rekey
