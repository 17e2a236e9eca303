// IndexFile: what git's index file says that the next commit holds: its entries, those of the
// shared file of a split index among them, and the trees that it knows.
//
// Formats: index_entries.h, cache_tree.h, index_link.h. The whole is
//
//   "DIRC" VERSION COUNT    entries    extensions: NAME SIZE bytes    SHA-1 (SHA-256) of all that
//
// Everything is checked before anything is used, so what is taken is what git takes when it
// commits: the sum at the end, unless it is zeros (index.skipHash); an extension that this does not
// know and whose name begins with a small letter is an error, as git has it, any other is left out;
// what tells git's threads where to begin (EOIE, IEOT) must agree with what is read from the start.
//
// Times, sizes and owners of files are not looked at, and nothing outside of the git folder.
// Immutable; any thread may read. Large ones take a second thread for the sum.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/changes/cache_tree.h"
#include "scanner/git/changes/index_entries.h"

namespace rekey {

class IndexFile {
 public:
  // `git_dir`, which ends with '/', has the shared file of a split index. A file that is not there
  // is an index without entries, as to git. Errors start with the path: kUnreadable, kMalformed,
  // kUnsupported, kTooLarge.
  static Result<IndexFile> read(const std::string& path, const std::string& git_dir,
                                size_t id_size);

  // Of the file's bytes alone; kUnsupported when it is a split one.
  static Result<IndexFile> parse(std::string bytes, size_t id_size);

  // By path, then stage.
  [[nodiscard]] const std::vector<IndexEntry>& entries() const;
  [[nodiscard]] const CacheTree& trees() const;
  [[nodiscard]] size_t id_size() const { return id_size_; }

 private:
  struct Part;  // one file

  explicit IndexFile(size_t id_size) : id_size_(id_size) {}
  static Result<std::shared_ptr<const Part>> part_of(std::string bytes, size_t id_size);
  static Result<IndexFile> joined(
      std::string bytes, size_t id_size,
      const std::function<Result<std::string>(const std::string& name)>& shared);

  std::shared_ptr<const Part> own_, shared_;  // what all entries look at
  std::vector<IndexEntry> entries_;           // of a split index
  size_t id_size_;
};

}  // namespace rekey
