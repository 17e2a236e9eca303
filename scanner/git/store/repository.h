// Repository: an open git repository: where it is, its refs, its objects.
//
// Never runs code of the repository, never fetches, does not ask who owns the folder. libgit2 stays
// behind it, and gets no object to read (libgit2.h). Movable; one thread, but ObjectReader gives
// every thread its own.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/object/object.h"
#include "scanner/git/object/object_folders.h"
#include "scanner/git/object/object_id.h"
#include "scanner/git/refs/ref.h"
#include "scanner/git/refs/ref_files.h"
#include "scanner/git/store/repository_files.h"

struct git_repository;

namespace rekey {

class StoredObjects;

// What git tells the programs that it starts, hooks above all, of the repository: the values of its
// variables; "" = not set.
struct GivenPlaces {
  std::string git_dir, work_tree;   // GIT_DIR, GIT_WORK_TREE
  std::string objects, alternates;  // GIT_OBJECT_DIRECTORY, GIT_ALTERNATE_OBJECT_DIRECTORIES
};

class Repository {
 public:
  // `path`: a work tree or a folder in it, a bare repository, a .git folder.
  // kNotFound "PATH: not a git repository"; kUnsupported for what libgit2 cannot open.
  static Result<Repository> open(const std::string& path);
  // The same, and those of SHA-256 ids, which are read as files: there is no handle() then.
  static Result<Repository> open_history(const std::string& path);
  static Repository of(RepositoryFiles files);
  // The same as open_history() for what git starts: what is given goes before what is found.
  static Result<Repository> open_given(const std::string& path, const GivenPlaces& given);

  Repository(Repository&&) noexcept;
  Repository& operator=(Repository&&) noexcept;
  ~Repository();

  [[nodiscard]] size_t id_size() const;              // of its objects' ids, bytes
  [[nodiscard]] std::string git_dir() const;         // ends with '/'
  [[nodiscard]] std::string common_dir() const;      // the same, but for a linked worktree
  [[nodiscard]] std::string objects_folder() const;  // of the common folder, for linked worktrees
  [[nodiscard]] ObjectRoots object_roots() const;
  [[nodiscard]] RefFolders ref_folders() const;
  [[nodiscard]] std::string work_tree() const;  // ends with '/'; "" for a bare one
  [[nodiscard]] bool is_shallow() const;
  [[nodiscard]] std::string origin_url()
      const;  // remote.origin.url, credentials cut out; may be ""

  // HEAD, refs, and other worktrees' HEADs (ref_files.h); whether their objects are there is not
  // asked.
  [[nodiscard]] RefList refs() const;

  // libgit2's, for the other files of this module; null when libgit2 cannot open it.
  [[nodiscard]] git_repository* handle() const;

 private:
  struct Impl;
  explicit Repository(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// ObjectReader: reads single objects of a repository, each held to its id (stored_objects.h). For
// one thread.
class ObjectReader {
 public:
  // Nothing is opened before it is asked for.
  static Result<ObjectReader> open(const Repository& repository);
  ObjectReader(ObjectReader&&) noexcept;
  ObjectReader& operator=(ObjectReader&&) noexcept;
  ~ObjectReader();

  // Type and size without the bytes, which may be others. Errors start with the id and end with the
  // reason: kNotFound, kMalformed.
  Result<ObjectHeader> header(const ObjectId& id) const;
  // The whole object; kTooLarge when its header says more than `max_bytes`.
  Result<Object> read(const ObjectId& id, uint64_t max_bytes = UINT64_MAX) const;
  // What is wrong with packs and their indexes, whatever is read of them. Looks at every id.
  void check(std::vector<Error>& errors) const;
  // Those whose hex digits start with `digits`, lower-case ones, each once, in order.
  [[nodiscard]] std::vector<ObjectId> starting_with(std::string_view digits) const;

 private:
  explicit ObjectReader(std::unique_ptr<StoredObjects> stored);
  std::unique_ptr<StoredObjects> stored_;
};

}  // namespace rekey
