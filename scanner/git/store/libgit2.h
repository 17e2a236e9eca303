// Libgit2: what the files that call libgit2 share, and what it is asked for at all.
//
// libgit2 is not made for repositories that somebody built to hurt: a loose object whose header
// lies overflows its heap, a crafted pack index or multi-pack index makes it read beyond its map.
// So it is handed no byte of an object, a pack, an index of packs, a ref or the index. It is asked
// for
//   - where a repository is (repository.cc, repository_files.cc): from a path to its .git folder,
//     by names, "gitdir:" files and "commondir", all short texts;
//   - configuration (repository.cc, repository_files.cc, hooks_folder.cc, upstream.cc): a text of
//     lines, whose parser takes no length from its input;
//   - whether a ref's name is well formed (ref_files.cc): a function of a text.
// What answers go with it is ours: objects are read by StoredObjects and ObjectStore. The one file
// that opens its database of objects is judge_objects.cc, for tests and benchmarks.
// tests/tree_test.cc holds the list of these files.
#pragma once

#include <git2.h>

#include <string>

#include "scanner/git/object/object_id.h"

namespace rekey::libgit2 {

template <typename T, void (*Free)(T*)>
struct Freed {
  void operator()(T* value) const { Free(value); }
};

// Before anything else; again costs nothing.
void start();

// libgit2's message, which lives until its next call on this thread.
std::string last_message();

ObjectId id_of(const git_oid& oid);

}  // namespace rekey::libgit2
