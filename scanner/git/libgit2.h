// Libgit2: what the files that call libgit2 share. Only they include this.
#pragma once

#include <git2.h>

#include <cstdint>
#include <memory>
#include <string>

#include "scanner/base/result.h"
#include "scanner/git/object.h"
#include "scanner/git/object_id.h"

namespace rekey::libgit2 {

template <typename T, void (*Free)(T*)>
struct Freed {
  void operator()(T* value) const { Free(value); }
};

using OdbHandle = std::unique_ptr<git_odb, Freed<git_odb, git_odb_free>>;

// Before anything else; again costs nothing.
void start();

// libgit2's message, which lives until its next call on this thread.
std::string last_message();

ObjectId id_of(const git_oid& oid);

// As ObjectReader has them.
Result<ObjectHeader> read_header(git_odb* odb, const ObjectId& id);
Result<Object> read_object(git_odb* odb, const ObjectId& id, uint64_t max_bytes);

}  // namespace rekey::libgit2
