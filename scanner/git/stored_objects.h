// StoredObjects: single objects of a repository that libgit2 cannot open, from its files: opened
// when first asked, and again, a few times, when something is not there: git may have packed it
// meanwhile. One thread's.
#pragma once

#include <cstdint>
#include <memory>

#include "scanner/base/result.h"
#include "scanner/git/object.h"
#include "scanner/git/object_id.h"
#include "scanner/git/repository_files.h"

namespace rekey {

class StoredObjects {
 public:
  explicit StoredObjects(RepositoryFiles files);
  ~StoredObjects();

  // As ObjectReader's.
  Result<Object> read(const ObjectId& id, uint64_t max_bytes);

 private:
  struct Opened;

  RepositoryFiles files_;
  std::unique_ptr<Opened> opened_;
  int times_ = 0;
};

}  // namespace rekey
