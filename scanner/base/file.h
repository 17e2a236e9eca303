// File: reading and writing whole files, with the limit checked before the memory is taken.
//
// Errors start with the path. Nothing is followed or created beyond what is said. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "scanner/base/open_file.h"
#include "scanner/base/result.h"

namespace rekey {

// The bytes of a regular file, by its name or by a link to it; kTooLarge when it has more than
// `max_bytes`, kNotFound, kUnreadable otherwise, which pipes, sockets and devices are, too.
// A file that grows or shrinks while it is read gives what was read.
Result<std::string> read_file(const std::string& path, uint64_t max_bytes);

// The same of a file below a folder that is open, by no link at all (OpenFile::below).
Result<std::string> read_file_below(const OpenFile& folder, const std::string& relative,
                                    const std::string& path, uint64_t max_bytes);

// The same of what a person named, which may be a pipe or a device ("/dev/stdin", "<(command)"):
// it is read to its end. A pipe that nobody has open for writing is kUnreadable.
Result<std::string> read_named_file(const std::string& path, uint64_t max_bytes);

// Everything from an open descriptor until its end; `name` is for errors.
Result<std::string> read_descriptor(int descriptor, const std::string& name, uint64_t max_bytes);

// Replaces the file's content, all of it or nothing, as FileWriter does. kOutput on failure.
Status write_file(const std::string& path, std::string_view content, unsigned mode = 0666);

}  // namespace rekey
