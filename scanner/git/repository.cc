#include "scanner/git/repository.h"

#include <array>
#include <filesystem>
#include <unordered_set>

#include "scanner/git/libgit2.h"
#include "scanner/git/object_store.h"
#include "scanner/git/ref_files.h"
#include "scanner/git/stored_objects.h"

namespace rekey {
namespace {

using RepositoryHandle =
    std::unique_ptr<git_repository, libgit2::Freed<git_repository, git_repository_free>>;
using ConfigHandle = std::unique_ptr<git_config, libgit2::Freed<git_config, git_config_free>>;

// What libgit2 1.5 knows by name alone.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kUnreadExtensions = {{
    {"extensions.objectformat",
     "its objects have SHA-256 ids, which only the scan of a history reads"},
    {"extensions.refstorage", "its refs are in the reftable format, which is not read yet"},
}};

Error open_error(const std::string& path, int code) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    return {ErrorCode::kNotFound, path + ": no such file or folder"};
  }
  if (code == GIT_ENOTFOUND) return {ErrorCode::kNotFound, path + ": not a git repository"};
  const std::string why = libgit2::last_message();
  for (const auto& [extension, meaning] : kUnreadExtensions) {
    if (why.find(extension) != std::string::npos) {
      return {ErrorCode::kUnsupported, path + ": " + std::string(meaning)};
    }
  }
  return {ErrorCode::kUnsupported, path + ": cannot open the repository: " + why};
}

Result<RepositoryHandle> open_handle(const std::string& path, unsigned flags) {
  libgit2::start();
  git_repository* repository = nullptr;
  const bool by_environment = (flags & GIT_REPOSITORY_OPEN_FROM_ENV) != 0;
  const char* start = by_environment && path == "." ? nullptr : path.c_str();
  const int code = git_repository_open_ext(&repository, start, flags, nullptr);
  if (code != 0) return open_error(path, code);
  return RepositoryHandle(repository);
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

struct IdCollector {
  std::vector<ObjectId> ids;
};

int collect_id(const git_oid* oid, void* payload) {
  static_cast<IdCollector*>(payload)->ids.push_back(libgit2::id_of(*oid));
  return 0;
}

}  // namespace

// One of the two.
struct Repository::Impl {
  RepositoryHandle handle;
  bool by_environment = false;
  std::optional<RepositoryFiles> files = std::nullopt;
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

Repository Repository::of(RepositoryFiles files) {
  return Repository(std::make_unique<Impl>(Impl{nullptr, false, std::move(files)}));
}

Result<Repository> Repository::open_history(const std::string& path) {
  Result<Repository> repository = open(path);
  if (repository || repository.error().code != ErrorCode::kUnsupported) return repository;
  Result<RepositoryFiles> files = RepositoryFiles::open(path);
  if (!files) return repository;  // libgit2 knows better why
  return of(*std::move(files));
}

Result<Repository> Repository::open_from_environment(const std::string& path) {
  Result<RepositoryHandle> handle =
      open_handle(path, GIT_REPOSITORY_OPEN_FROM_ENV | GIT_REPOSITORY_OPEN_CROSS_FS);
  if (!handle) return handle.error();
  return Repository(std::make_unique<Impl>(Impl{*std::move(handle), true}));
}

size_t Repository::id_size() const {
  return impl_->files ? impl_->files->id_size : ObjectId::kSha1;
}

std::string Repository::git_dir() const {
  if (impl_->files) return impl_->files->git_dir;
  return git_repository_path(impl_->handle.get());
}

std::string Repository::common_dir() const {
  if (impl_->files) return impl_->files->common_dir;
  return git_repository_commondir(impl_->handle.get());
}

std::string Repository::objects_folder() const {
  if (impl_->files) return impl_->files->common_dir + "objects";
  git_buf path = GIT_BUF_INIT;
  std::string out = git_dir() + "objects";
  if (git_repository_item_path(&path, impl_->handle.get(), GIT_REPOSITORY_ITEM_OBJECTS) == 0) {
    out.assign(path.ptr, path.size);
  }
  git_buf_dispose(&path);
  return out;
}

std::string Repository::work_tree() const {
  if (impl_->files) return impl_->files->work_tree;
  const char* path = git_repository_workdir(impl_->handle.get());
  return path != nullptr ? path : "";
}

bool Repository::is_shallow() const {
  if (impl_->files) return impl_->files->is_shallow();
  return git_repository_is_shallow(impl_->handle.get()) == 1;
}

std::string Repository::origin_url() const {
  if (impl_->files) return without_credentials(impl_->files->origin_url);
  git_config* raw = nullptr;
  if (git_repository_config_snapshot(&raw, impl_->handle.get()) != 0) return {};
  const ConfigHandle config(raw);
  const char* url = nullptr;
  if (git_config_get_string(&url, config.get(), "remote.origin.url") != 0) return {};
  return without_credentials(url);
}

// From the files: libgit2 takes several times as long.
Result<std::vector<Ref>> Repository::refs() const {
  return read_refs({git_dir(), common_dir(), id_size()});
}

Result<std::vector<ObjectId>> Repository::object_ids(std::vector<Error>& errors) const {
  if (impl_->files) return ObjectStore::open_files(*this, errors).ids().all();
  git_odb* raw = nullptr;
  if (git_repository_odb(&raw, impl_->handle.get()) != 0) {
    return Error{ErrorCode::kUnreadable, git_dir() + ": objects: " + libgit2::last_message()};
  }
  const libgit2::OdbHandle odb(raw);
  IdCollector collector;
  if (git_odb_foreach(odb.get(), collect_id, &collector) != 0) {
    errors.push_back({ErrorCode::kMalformed, git_dir() + "objects: " + libgit2::last_message()});
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

// Either libgit2's or one of its own.
struct ObjectReader::Impl {
  RepositoryHandle repository;
  libgit2::OdbHandle odb;
  std::unique_ptr<StoredObjects> stored = nullptr;
};

ObjectReader::ObjectReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ObjectReader::ObjectReader(ObjectReader&&) noexcept = default;
ObjectReader& ObjectReader::operator=(ObjectReader&&) noexcept = default;
ObjectReader::~ObjectReader() = default;

// A database of its own: libgit2's caches and locks are then this thread's alone.
Result<ObjectReader> ObjectReader::open(const Repository& repository) {
  if (repository.impl_->files) {
    auto stored = std::make_unique<StoredObjects>(*repository.impl_->files);
    return ObjectReader(std::make_unique<Impl>(Impl{nullptr, nullptr, std::move(stored)}));
  }
  // In a hook on a server the objects of a push lie where only the environment says.
  Result<RepositoryHandle> handle =
      repository.impl_->by_environment
          ? open_handle(".", GIT_REPOSITORY_OPEN_FROM_ENV | GIT_REPOSITORY_OPEN_CROSS_FS)
          : open_handle(repository.git_dir(),
                        GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_NO_DOTGIT);
  if (!handle) return handle.error();
  git_odb* odb = nullptr;
  if (git_repository_odb(&odb, handle->get()) != 0) {
    return Error{ErrorCode::kUnreadable,
                 repository.git_dir() + ": objects: " + libgit2::last_message()};
  }
  return ObjectReader(std::make_unique<Impl>(Impl{*std::move(handle), libgit2::OdbHandle(odb)}));
}

Result<ObjectHeader> ObjectReader::header(const ObjectId& id) const {
  if (impl_->stored != nullptr) {
    const Result<Object> object = impl_->stored->read(id, UINT64_MAX);
    if (!object) return object.error();
    return ObjectHeader{object.value().type, object.value().bytes.size()};
  }
  return libgit2::read_header(impl_->odb.get(), id);
}

Result<Object> ObjectReader::read(const ObjectId& id, uint64_t max_bytes) const {
  if (impl_->stored != nullptr) return impl_->stored->read(id, max_bytes);
  return libgit2::read_object(impl_->odb.get(), id, max_bytes);
}

}  // namespace rekey
