// JudgeObjects: a repository's objects as libgit2 gives them, for tests and benchmarks alone: what
// our own readers must agree with.
//
// libgit2 is no strict reader: a repository that somebody made to hurt can make it read and write
// where it may not. No command asks it for an object (libgit2.h).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/object/object.h"
#include "scanner/git/object/object_id.h"

namespace rekey {

class JudgeObjects {
 public:
  // `objects_folder`: the repository's, with its alternates. SHA-1 ids alone.
  static Result<JudgeObjects> open(const std::string& objects_folder);
  JudgeObjects(JudgeObjects&&) noexcept;
  JudgeObjects& operator=(JudgeObjects&&) noexcept;
  ~JudgeObjects();

  // Each once. What could not be listed is in `errors`.
  [[nodiscard]] std::vector<ObjectId> ids(std::vector<Error>& errors) const;
  // As ObjectReader's.
  [[nodiscard]] Result<ObjectHeader> header(const ObjectId& id) const;
  [[nodiscard]] Result<Object> read(const ObjectId& id, uint64_t max_bytes) const;

 private:
  struct Impl;
  explicit JudgeObjects(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace rekey
