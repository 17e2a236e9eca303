// Repository: an open git repository: where it is, its refs, its object database.
//
// Never runs code of the repository, never fetches, does not ask who owns the folder. libgit2 stays
// behind it. Movable; one thread, but ObjectReader gives every thread its own.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/object.h"
#include "scanner/git/object_id.h"
#include "scanner/git/ref.h"
#include "scanner/git/repository_files.h"

struct git_repository;

namespace rekey {

class Repository {
 public:
  // `path`: a work tree or a folder in it, a bare repository, a .git folder.
  // kNotFound "PATH: not a git repository"; kUnsupported for what libgit2 cannot open.
  static Result<Repository> open(const std::string& path);
  // The same, and those of SHA-256 ids, which are read as files: there is no handle() then.
  static Result<Repository> open_history(const std::string& path);
  static Repository of(RepositoryFiles files);
  // The same for hooks: GIT_DIR and the like are honoured as git does. GIT_INDEX_FILE must not be
  // set: libgit2 would read that file (index_file.h does).
  static Result<Repository> open_from_environment(const std::string& path);

  Repository(Repository&&) noexcept;
  Repository& operator=(Repository&&) noexcept;
  ~Repository();

  [[nodiscard]] size_t id_size() const;              // of its objects' ids, bytes
  [[nodiscard]] std::string git_dir() const;         // ends with '/'
  [[nodiscard]] std::string common_dir() const;      // the same but for linked worktrees
  [[nodiscard]] std::string objects_folder() const;  // of the common folder
  [[nodiscard]] std::string work_tree() const;       // ends with '/'; "" for a bare one
  [[nodiscard]] bool is_shallow() const;
  [[nodiscard]] std::string origin_url()
      const;  // remote.origin.url, credentials cut out; may be ""

  // HEAD first, then branches, remote branches, tags, everything else, each sorted by name.
  Result<std::vector<Ref>> refs() const;

  // Every object id once: packs in the order of their bytes, then loose objects; alternates too.
  // What could not be listed (a damaged pack's index) is in `errors`.
  Result<std::vector<ObjectId>> object_ids(std::vector<Error>& errors) const;

  // libgit2's, for the other files of this module; null when libgit2 cannot open it.
  [[nodiscard]] git_repository* handle() const;

 private:
  friend class ObjectReader;
  struct Impl;
  explicit Repository(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// ObjectReader: reads objects of a repository; for one thread.
class ObjectReader {
 public:
  static Result<ObjectReader> open(const Repository& repository);
  ObjectReader(ObjectReader&&) noexcept;
  ObjectReader& operator=(ObjectReader&&) noexcept;
  ~ObjectReader();

  // Type and size without the bytes. Errors start with the id and end with the reason: kNotFound,
  // kMalformed.
  Result<ObjectHeader> header(const ObjectId& id) const;
  // The whole object; kTooLarge when its header says more than `max_bytes`.
  Result<Object> read(const ObjectId& id, uint64_t max_bytes = UINT64_MAX) const;

 private:
  struct Impl;
  explicit ObjectReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace rekey
