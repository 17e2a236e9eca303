// WorkingTree: the files below some paths, in a fixed order.
//
// Links are not entered; of folders named .git what git_folder.h says, or nothing. What is ignored
// by git is listed like the rest.
// Devices, sockets and pipes are left out when met in a folder and given when named themselves.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/open_file.h"
#include "scanner/base/result.h"

namespace rekey {

struct ListedFile {
  std::string path;  // to open it
  std::string
      reported;  // as reports name it: relative to the one folder that was asked for, else `path`
  uint32_t folder = 0;  // number of the folder it was met in; 0: named itself
  uint32_t below = 0;   // where in `path` its way from that folder begins
};

struct FileList {
  std::vector<ListedFile> files;     // sorted by `reported`
  std::vector<Error> unreadable;     // folders that could not be read
  std::vector<std::string> folders;  // those that were named, by number - 1
};

// kNotFound for a path that does not exist. `git_folders`: what git_folder.h lists as well.
Result<FileList> list_files(const std::vector<std::string>& paths, bool git_folders = false);

// FileReader: reads listed files as what they were when they were listed: what a folder had is read
// only if it is a regular file still, and below that folder by no link. Any thread.
class FileReader {
 public:
  explicit FileReader(const FileList& list);

  // As read_file(); what was named itself as read_named_file().
  [[nodiscard]] Result<std::string> read(const ListedFile& file, uint64_t max_bytes) const;

 private:
  std::vector<Result<OpenFile>> folders_;
};

}  // namespace rekey
