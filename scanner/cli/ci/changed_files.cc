#include "scanner/cli/ci/changed_files.h"

namespace rekey {
namespace {

constexpr size_t kShown = 12;  // digits of an id

}  // namespace

ChangedFiles::ChangedFiles(const TrustedFiles& trusted)
    : own_(kTrustedNames.begin(), kTrustedNames.end()) {
  own_.insert(trusted.paths().begin(), trusted.paths().end());
}

void ChangedFiles::look_at(const Change& change, const ObjectId& commit) {
  if (own_.contains(change.path)) changed_.insert_or_assign(change.path, commit);
}

std::vector<std::string> ChangedFiles::notes(std::string_view who, std::string_view how) const {
  std::vector<std::string> out;
  for (const auto& [path, commit] : changed_) {
    std::string note = "this " + std::string(who) + " changes " + path + " (commit " +
                       commit.hex().substr(0, kShown) + "); " + std::string(how);
    if (path.ends_with(".toml")) note += "; rekey rules check " + path + " tells if it is right";
    out.push_back(std::move(note));
  }
  return out;
}

}  // namespace rekey
