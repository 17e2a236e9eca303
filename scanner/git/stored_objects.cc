#include "scanner/git/stored_objects.h"

#include <utility>
#include <vector>

#include "scanner/git/object_store.h"
#include "scanner/git/repository.h"

namespace rekey {
namespace {

constexpr int kMostTimes = 5;

}  // namespace

struct StoredObjects::Opened {
  explicit Opened(const RepositoryFiles& files)
      : repository(Repository::of(files)), store(opened(repository)), reader(store) {}

  // What is wrong as a whole was told when the repository was opened.
  static ObjectStore opened(const Repository& repository) {
    std::vector<Error> errors;
    return ObjectStore::open_files(repository, errors);
  }

  Repository repository;
  ObjectStore store;
  StoreReader reader;
};

StoredObjects::StoredObjects(RepositoryFiles files) : files_(std::move(files)) {}
StoredObjects::~StoredObjects() = default;

Result<Object> StoredObjects::read(const ObjectId& id, uint64_t max_bytes) {
  for (;;) {
    if (opened_ != nullptr) {
      Result<Object> object = opened_->reader.read(id, max_bytes);
      const bool is_missing = !object && object.error().code == ErrorCode::kNotFound;
      if (!is_missing || times_ == kMostTimes) return object;
    }
    opened_ = std::make_unique<Opened>(files_);
    ++times_;
  }
}

}  // namespace rekey
