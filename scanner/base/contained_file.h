// ContainedFile: a file found in a folder that somebody else filled, read without leaving the
// folder.
//
// Errors start with the path. Any thread.
#pragma once

#include <cstdint>
#include <string>

#include "scanner/base/result.h"

namespace rekey {

// The bytes of the regular file `path`, relative to the folder `root`, and in it: links are
// followed only while they stay in `root`, an absolute link never. What is opened is what is looked
// at, so that nothing can be swapped in between. kNotFound, also for a link to nothing; kUnreadable
// for what leads out of `root` and for pipes, devices and folders, which are not waited for;
// kTooLarge when it has more than `max_bytes`.
Result<std::string> read_file_in(const std::string& root, const std::string& path,
                                 uint64_t max_bytes);

}  // namespace rekey
