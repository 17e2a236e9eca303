// ConfigCheck: a repository's configuration looked at before libgit2 reads it.
//
// libgit2 opens what the configuration includes, whatever it is: it would wait for a pipe and read
// a device to the end. So each file is read here first: a regular file, of a bounded size, in git's
// own syntax, and all of them together no more than some. Any thread.
#pragma once

#include <string>

#include "scanner/base/result.h"

namespace rekey {

// Of the repository whose common folder, with '/' at its end, this is. No file is right.
Status check_config(const std::string& common_dir);

// Of the repository that `path` is in; right when there is none.
Status check_config_of(const std::string& path);

}  // namespace rekey
