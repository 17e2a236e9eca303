// LooseObjects: the loose objects of some object folders, whatever packs say. libgit2 stays behind
// it; what has a SHA-256 id, which libgit2 does not know, is read here. One thread's.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/object.h"
#include "scanner/git/object_id.h"

namespace rekey {

class LooseObjects {
 public:
  LooseObjects(const std::vector<std::string>& folders, size_t id_size);
  LooseObjects(LooseObjects&&) noexcept;
  LooseObjects& operator=(LooseObjects&&) noexcept;
  ~LooseObjects();

  // As ObjectReader's.
  [[nodiscard]] Result<ObjectHeader> header(const ObjectId& id) const;
  [[nodiscard]] Result<Object> read(const ObjectId& id, uint64_t max_bytes) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace rekey
