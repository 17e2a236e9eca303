#include "scanner/git/loose_objects.h"

#include <optional>

#include "scanner/git/libgit2.h"
#include "scanner/git/loose_files.h"

namespace rekey {

struct LooseObjects::Impl {
  libgit2::OdbHandle odb;
  std::optional<LooseFiles> files;  // for SHA-256
};

LooseObjects::LooseObjects(LooseObjects&&) noexcept = default;
LooseObjects& LooseObjects::operator=(LooseObjects&&) noexcept = default;
LooseObjects::~LooseObjects() = default;

LooseObjects::LooseObjects(const std::vector<std::string>& folders, size_t id_size)
    : impl_(std::make_unique<Impl>()) {
  if (id_size != ObjectId::kSha1) {
    impl_->files.emplace(folders);
    return;
  }
  libgit2::start();
  git_odb* odb = nullptr;
  if (git_odb_new(&odb) != 0) return;
  impl_->odb.reset(odb);
  int priority = static_cast<int>(folders.size());
  for (const std::string& folder : folders) {
    git_odb_backend* backend = nullptr;
    if (git_odb_backend_loose(&backend, folder.c_str(), -1, 0, 0, 0) == 0) {
      git_odb_add_backend(odb, backend, priority--);
    }
  }
}

Result<ObjectHeader> LooseObjects::header(const ObjectId& id) const {
  if (impl_->files) return impl_->files->header(id);
  if (impl_->odb == nullptr) return Error{ErrorCode::kNotFound, id.hex() + ": missing"};
  return libgit2::read_header(impl_->odb.get(), id);
}

Result<Object> LooseObjects::read(const ObjectId& id, uint64_t max_bytes) const {
  if (impl_->files) return impl_->files->read(id, max_bytes);
  if (impl_->odb == nullptr) return Error{ErrorCode::kNotFound, id.hex() + ": missing"};
  return libgit2::read_object(impl_->odb.get(), id, max_bytes);
}

}  // namespace rekey
