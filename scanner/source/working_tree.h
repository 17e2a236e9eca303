// WorkingTree: the files below some paths, in a fixed order.
//
// Folders named .git and links are not entered; what is ignored by git is listed like the rest.
// Devices, sockets and pipes are left out when met in a folder and given when named themselves.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"

namespace rekey {

struct ListedFile {
  std::string path;  // to open it
  std::string
      reported;  // as reports name it: relative to the one folder that was asked for, else `path`
};

struct FileList {
  std::vector<ListedFile> files;  // sorted by `reported`
  std::vector<Error> unreadable;  // folders that could not be read
};

// kNotFound for a path that does not exist.
Result<FileList> list_files(const std::vector<std::string>& paths);

}  // namespace rekey
