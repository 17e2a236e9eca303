#include "scanner/git/repository.h"

#include <git2.h>

#include <algorithm>
#include <filesystem>
#include <unordered_set>

namespace rekey {
namespace {

// One initialization a process; libgit2 counts them and its threads share it.
void start_libgit2() {
  static const bool started = [] {
    git_libgit2_init();
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
    return true;
  }();
  (void)started;
}

// libgit2's message, which lives until the next call on this thread.
std::string last_message() {
  const git_error* error = git_error_last();
  return error != nullptr && error->message != nullptr ? error->message : "unknown error";
}

template <typename T, void (*Free)(T*)>
struct Freed {
  void operator()(T* value) const { Free(value); }
};

using RepositoryHandle =
    std::unique_ptr<git_repository, Freed<git_repository, git_repository_free>>;
using OdbHandle = std::unique_ptr<git_odb, Freed<git_odb, git_odb_free>>;
using ReferenceHandle = std::unique_ptr<git_reference, Freed<git_reference, git_reference_free>>;
using ConfigHandle = std::unique_ptr<git_config, Freed<git_config, git_config_free>>;
using IndexHandle = std::unique_ptr<git_index, Freed<git_index, git_index_free>>;

ObjectId id_of(const git_oid& oid) {
  return ObjectId::from_raw({reinterpret_cast<const char*>(oid.id), ObjectId::kSize});
}

git_oid oid_of(const ObjectId& id) {
  git_oid oid;
  git_oid_fromraw(&oid, id.bytes.data());
  return oid;
}

Error open_error(const std::string& path, int code) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    return {ErrorCode::kNotFound, path + ": no such file or folder"};
  }
  if (code == GIT_ENOTFOUND) return {ErrorCode::kNotFound, path + ": not a git repository"};
  return {ErrorCode::kUnsupported, path + ": cannot open the repository: " + last_message()};
}

Result<RepositoryHandle> open_handle(const std::string& path, unsigned flags) {
  start_libgit2();
  git_repository* repository = nullptr;
  const bool by_environment = (flags & GIT_REPOSITORY_OPEN_FROM_ENV) != 0;
  const char* start = by_environment && path == "." ? nullptr : path.c_str();
  const int code = git_repository_open_ext(&repository, start, flags, nullptr);
  if (code != 0) return open_error(path, code);
  return RepositoryHandle(repository);
}

int ref_class(const std::string& name) {
  if (name == "HEAD") return 0;
  if (name.starts_with("refs/heads/")) return 1;
  if (name.starts_with("refs/remotes/")) return 2;
  if (name.starts_with("refs/tags/")) return 3;
  return 4;
}

// "https://user:token@host/x" without what stands before the '@'.
std::string without_credentials(std::string url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string::npos) return url;
  const size_t start = scheme + 3;
  const size_t slash = url.find('/', start);
  const size_t at = url.rfind('@', slash == std::string::npos ? url.size() : slash);
  if (at != std::string::npos && at >= start) url.erase(start, at + 1 - start);
  return url;
}

bool is_blob_mode(uint32_t mode) {
  return (mode & 0170000) == 0100000 || (mode & 0170000) == 0120000;
}

struct IdCollector {
  std::vector<ObjectId> ids;
};

int collect_id(const git_oid* oid, void* payload) {
  static_cast<IdCollector*>(payload)->ids.push_back(id_of(*oid));
  return 0;
}

ObjectType type_of(git_object_t type) {
  switch (type) {
    case GIT_OBJECT_COMMIT:
      return ObjectType::kCommit;
    case GIT_OBJECT_TREE:
      return ObjectType::kTree;
    case GIT_OBJECT_BLOB:
      return ObjectType::kBlob;
    case GIT_OBJECT_TAG:
      return ObjectType::kTag;
    default:
      return ObjectType::kOther;
  }
}

Error read_error(const ObjectId& id, int code) {
  if (code == GIT_ENOTFOUND) return {ErrorCode::kNotFound, id.hex() + ": missing"};
  return {ErrorCode::kMalformed, id.hex() + ": " + last_message()};
}

}  // namespace

struct Repository::Impl {
  RepositoryHandle handle;
  bool by_environment = false;
};

Repository::Repository(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Repository::Repository(Repository&&) noexcept = default;
Repository& Repository::operator=(Repository&&) noexcept = default;
Repository::~Repository() = default;

Result<Repository> Repository::open(const std::string& path) {
  Result<RepositoryHandle> handle = open_handle(path, GIT_REPOSITORY_OPEN_CROSS_FS);
  if (!handle) return handle.error();
  return Repository(std::make_unique<Impl>(Impl{*std::move(handle)}));
}

Result<Repository> Repository::open_from_environment(const std::string& path) {
  Result<RepositoryHandle> handle =
      open_handle(path, GIT_REPOSITORY_OPEN_FROM_ENV | GIT_REPOSITORY_OPEN_CROSS_FS);
  if (!handle) return handle.error();
  return Repository(std::make_unique<Impl>(Impl{*std::move(handle), true}));
}

std::string Repository::git_dir() const {
  return git_repository_path(impl_->handle.get());
}

std::string Repository::objects_folder() const {
  git_buf path = GIT_BUF_INIT;
  std::string out = git_dir() + "objects";
  if (git_repository_item_path(&path, impl_->handle.get(), GIT_REPOSITORY_ITEM_OBJECTS) == 0) {
    out.assign(path.ptr, path.size);
  }
  git_buf_dispose(&path);
  return out;
}

std::string Repository::work_tree() const {
  const char* path = git_repository_workdir(impl_->handle.get());
  return path != nullptr ? path : "";
}

bool Repository::is_shallow() const {
  return git_repository_is_shallow(impl_->handle.get()) == 1;
}

std::string Repository::origin_url() const {
  git_config* raw = nullptr;
  if (git_repository_config_snapshot(&raw, impl_->handle.get()) != 0) return {};
  const ConfigHandle config(raw);
  const char* url = nullptr;
  if (git_config_get_string(&url, config.get(), "remote.origin.url") != 0) return {};
  return without_credentials(url);
}

Result<std::vector<Ref>> Repository::refs() const {
  std::vector<Ref> refs;
  git_oid oid;
  if (git_reference_name_to_id(&oid, impl_->handle.get(), "HEAD") == 0) {
    refs.push_back({"HEAD", id_of(oid)});
  }
  git_reference_iterator* iterator = nullptr;
  if (git_reference_iterator_new(&iterator, impl_->handle.get()) != 0) {
    return Error{ErrorCode::kUnreadable, git_dir() + ": refs: " + last_message()};
  }
  git_reference* raw = nullptr;
  while (git_reference_next(&raw, iterator) == 0) {
    const ReferenceHandle reference(raw);
    git_reference* resolved_raw = nullptr;
    if (git_reference_resolve(&resolved_raw, reference.get()) != 0) continue;  // dangling symref
    const ReferenceHandle resolved(resolved_raw);
    refs.push_back(
        {git_reference_name(reference.get()), id_of(*git_reference_target(resolved.get()))});
  }
  git_reference_iterator_free(iterator);
  std::sort(refs.begin(), refs.end(), [](const Ref& a, const Ref& b) {
    return std::pair(ref_class(a.name), a.name) < std::pair(ref_class(b.name), b.name);
  });
  return refs;
}

Result<std::vector<ObjectId>> Repository::object_ids(std::vector<Error>& errors) const {
  git_odb* raw = nullptr;
  if (git_repository_odb(&raw, impl_->handle.get()) != 0) {
    return Error{ErrorCode::kUnreadable, git_dir() + ": objects: " + last_message()};
  }
  const OdbHandle odb(raw);
  IdCollector collector;
  if (git_odb_foreach(odb.get(), collect_id, &collector) != 0) {
    errors.push_back({ErrorCode::kMalformed, git_dir() + "objects: " + last_message()});
  }
  std::unordered_set<ObjectId, ObjectIdHash> seen;
  seen.reserve(collector.ids.size());
  std::vector<ObjectId> ids;
  ids.reserve(collector.ids.size());
  for (const ObjectId& id : collector.ids) {
    if (seen.insert(id).second) ids.push_back(id);
  }
  return ids;
}

git_repository* Repository::handle() const {
  return impl_->handle.get();
}

Result<std::vector<IndexedBlob>> Repository::index_blobs() const {
  git_index* raw = nullptr;
  if (git_repository_index(&raw, impl_->handle.get()) != 0) {
    return Error{ErrorCode::kUnreadable, git_dir() + "index: " + last_message()};
  }
  const IndexHandle index(raw);
  std::vector<IndexedBlob> blobs;
  for (size_t i = 0; i < git_index_entrycount(index.get()); ++i) {
    const git_index_entry* entry = git_index_get_byindex(index.get(), i);
    if (!is_blob_mode(entry->mode)) continue;
    blobs.push_back({entry->path, id_of(entry->id)});
  }
  return blobs;
}

struct ObjectReader::Impl {
  RepositoryHandle repository;
  OdbHandle odb;
};

ObjectReader::ObjectReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ObjectReader::ObjectReader(ObjectReader&&) noexcept = default;
ObjectReader& ObjectReader::operator=(ObjectReader&&) noexcept = default;
ObjectReader::~ObjectReader() = default;

// A database of its own: libgit2's caches and locks are then this thread's alone.
Result<ObjectReader> ObjectReader::open(const Repository& repository) {
  // In a hook on a server the objects of a push lie where only the environment says.
  Result<RepositoryHandle> handle =
      repository.impl_->by_environment
          ? open_handle(".", GIT_REPOSITORY_OPEN_FROM_ENV | GIT_REPOSITORY_OPEN_CROSS_FS)
          : open_handle(repository.git_dir(),
                        GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_NO_DOTGIT);
  if (!handle) return handle.error();
  git_odb* odb = nullptr;
  if (git_repository_odb(&odb, handle->get()) != 0) {
    return Error{ErrorCode::kUnreadable, repository.git_dir() + ": objects: " + last_message()};
  }
  return ObjectReader(std::make_unique<Impl>(Impl{*std::move(handle), OdbHandle(odb)}));
}

Result<ObjectHeader> ObjectReader::header(const ObjectId& id) const {
  const git_oid oid = oid_of(id);
  size_t size = 0;
  git_object_t type = GIT_OBJECT_INVALID;
  const int code = git_odb_read_header(&size, &type, impl_->odb.get(), &oid);
  if (code != 0) return read_error(id, code);
  return ObjectHeader{type_of(type), size};
}

Result<Object> ObjectReader::read(const ObjectId& id, uint64_t max_bytes) const {
  if (max_bytes != UINT64_MAX) {
    Result<ObjectHeader> header = this->header(id);
    if (!header) return header.error();
    if (header->size > max_bytes) {
      return Error{ErrorCode::kTooLarge,
                   id.hex() + ": larger than the limit of " + std::to_string(max_bytes) + " bytes"};
    }
  }
  const git_oid oid = oid_of(id);
  git_odb_object* raw = nullptr;
  const int code = git_odb_read(&raw, impl_->odb.get(), &oid);
  if (code != 0) return read_error(id, code);
  Object object;
  object.type = type_of(git_odb_object_type(raw));
  object.bytes.assign(static_cast<const char*>(git_odb_object_data(raw)), git_odb_object_size(raw));
  git_odb_object_free(raw);
  return object;
}

}  // namespace rekey
