// OriginFetch: what a shallow clone lacks, from its remote "origin", by the git in PATH.
//
// Nothing that the repository's configuration names runs. git never sees that configuration: it
// works in a repository of rekey's own making in a temporary folder, whose objects are those of the
// clone. Of the clone's configuration it has what is data: the address of "origin" (no transport
// helper), headers and certificates for HTTP, whether the clone is a partial one. Files that the
// configuration includes are read for the headers alone, as GitHub's checkout keeps them there.
// What the user's own and the system's configuration and environment say of ssh, proxies and
// credentials holds as ever.
//
// Of the clone only its objects and its file "shallow" change; no ref does. One thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scanner/git/object/object_id.h"

namespace rekey {

class OriginFetch {
 public:
  explicit OriginFetch(std::string folder) : folder_(std::move(folder)) {}
  OriginFetch(const OriginFetch&) = delete;
  OriginFetch& operator=(const OriginFetch&) = delete;
  ~OriginFetch();

  // `wanted`: ids and whole names of refs; none: all branches. `depth`: an option of git fetch.
  // Whether all came.
  bool run(const std::string& depth, std::vector<std::string> wanted);

  // What the first wanted of the last run is at the remote.
  [[nodiscard]] std::optional<ObjectId> first() const;

 private:
  bool prepare();
  [[nodiscard]] bool keep_shallow() const;

  std::string folder_;
  std::string own_;      // the temporary repository, with '/'; "" = not made
  std::string common_;   // of the clone, with '/'
  std::string objects_;  // of the clone
  std::string here_;     // where relative addresses start
  bool is_ready_ = false;
};

}  // namespace rekey
