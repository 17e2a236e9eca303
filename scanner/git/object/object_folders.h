// ObjectFolders: where a repository's objects are on disk: its own folder and, through
// info/alternates, those of others; and what is in one.
//
// Nothing is opened but the lists. What cannot be listed is an error that starts with the path.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/object/object_id.h"

namespace rekey {

// Where a repository's objects are looked for.
struct ObjectRoots {
  std::string own;                  // the repository's folder of objects
  std::vector<std::string> others;  // borrowed from besides those that info/alternates names
};

// The folder itself first, each once. Alternates that are not there are in `errors`. As git does:
// five levels, relative paths at the first alone.
std::vector<std::string> object_folders(const ObjectRoots& roots, std::vector<Error>& errors);

// What the variable GIT_ALTERNATE_OBJECT_DIRECTORIES says: paths with colons between them, some of
// them in quotes, as git writes its quarantine's.
std::vector<std::string> listed_folders(std::string_view text);

struct PackNames {
  std::vector<std::string> packs;          // with an index; paths without their ending; sorted
  std::vector<std::string> without_index;  // the same, of packs that have none
  bool partial = false;                    // git marked some as a partial clone's
  bool has_table = false;                  // there is a multi-pack index

  bool operator==(const PackNames&) const = default;
};

PackNames list_packs(const std::string& folder, std::vector<Error>& errors);

// Those whose ids have `id_size` bytes and start with these hex digits, appended to `out` in any
// order.
void list_loose(const std::string& folder, size_t id_size, std::string_view digits,
                std::vector<ObjectId>& out, std::vector<Error>& errors);

}  // namespace rekey
