// AdvertisedRefs: the refs of a remote as its server announces them over HTTP, asked for without
// starting git: what makes looking at thousands of repositories that did not change cheap.
//
// Format: git's gitprotocol-http and gitprotocol-pack, version 0. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rekey {

// What an answer to URL/info/refs?service=git-upload-pack says, as `git ls-remote --symref` prints
// it; nothing when it is no such answer.
std::optional<std::string> advertised_refs(std::string_view answer);

}  // namespace rekey
