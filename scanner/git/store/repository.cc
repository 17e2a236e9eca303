#include "scanner/git/store/repository.h"

#include <array>
#include <filesystem>

#include "scanner/git/store/config_check.h"
#include "scanner/git/store/libgit2.h"
#include "scanner/git/store/stored_objects.h"

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
  const Status readable = check_config_of(path);
  if (!readable) return Error{ErrorCode::kUnsupported, path + ": " + readable.error().message};
  git_repository* repository = nullptr;
  const int code = git_repository_open_ext(&repository, path.c_str(), flags, nullptr);
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

}  // namespace

// Either libgit2's or one of its own.
struct Repository::Impl {
  RepositoryHandle handle;
  GivenPlaces given = {};
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
  return Repository(std::make_unique<Impl>(Impl{nullptr, {}, std::move(files)}));
}

Result<Repository> Repository::open_history(const std::string& path) {
  Result<Repository> repository = open(path);
  if (repository || repository.error().code != ErrorCode::kUnsupported) return repository;
  Result<RepositoryFiles> files = RepositoryFiles::open(path);
  if (!files) return repository;  // libgit2 knows better why
  return of(*std::move(files));
}

Result<Repository> Repository::open_given(const std::string& path, const GivenPlaces& given) {
  constexpr unsigned kAsGiven = GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_NO_DOTGIT;
  Result<RepositoryHandle> handle =
      given.git_dir.empty() ? open_handle(path, GIT_REPOSITORY_OPEN_CROSS_FS)
                            : open_handle(given.git_dir, GIT_REPOSITORY_OPEN_CROSS_FS | kAsGiven);
  if (handle) return Repository(std::make_unique<Impl>(Impl{*std::move(handle), given}));
  if (handle.error().code != ErrorCode::kUnsupported) return handle.error();
  Result<RepositoryFiles> files =
      RepositoryFiles::open(given.git_dir.empty() ? path : given.git_dir);
  if (!files) return handle.error();
  return Repository(std::make_unique<Impl>(Impl{nullptr, given, *std::move(files)}));
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
  return impl_->given.objects.empty() ? common_dir() + "objects" : impl_->given.objects;
}

ObjectRoots Repository::object_roots() const {
  return {objects_folder(), listed_folders(impl_->given.alternates)};
}

RefFolders Repository::ref_folders() const {
  return {git_dir(), common_dir(), id_size()};
}

std::string Repository::work_tree() const {
  if (!impl_->given.work_tree.empty()) {
    std::error_code ignored;
    const auto path = std::filesystem::weakly_canonical(impl_->given.work_tree, ignored);
    return path.string() + "/";
  }
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
RefList Repository::refs() const {
  return read_refs(ref_folders());
}

git_repository* Repository::handle() const {
  return impl_->handle.get();
}

ObjectReader::ObjectReader(std::unique_ptr<StoredObjects> stored) : stored_(std::move(stored)) {}
ObjectReader::ObjectReader(ObjectReader&&) noexcept = default;
ObjectReader& ObjectReader::operator=(ObjectReader&&) noexcept = default;
ObjectReader::~ObjectReader() = default;

Result<ObjectReader> ObjectReader::open(const Repository& repository) {
  return ObjectReader(
      std::make_unique<StoredObjects>(repository.object_roots(), repository.id_size()));
}

Result<ObjectHeader> ObjectReader::header(const ObjectId& id) const {
  return stored_->header(id);
}

Result<Object> ObjectReader::read(const ObjectId& id, uint64_t max_bytes) const {
  return stored_->read(id, max_bytes);
}

void ObjectReader::check(std::vector<Error>& errors) const {
  stored_->check(errors);
}

std::vector<ObjectId> ObjectReader::starting_with(std::string_view digits) const {
  return stored_->starting_with(digits);
}

}  // namespace rekey
