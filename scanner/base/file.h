// File: reading and writing whole files, with the limit checked before the memory is taken.
//
// Errors start with the path. Nothing is followed or created beyond what is said. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "scanner/base/result.h"

namespace rekey {

// The file's bytes; kTooLarge when it has more than `max_bytes`, kNotFound, kUnreadable otherwise.
// A file that grows or shrinks while it is read gives what was read.
Result<std::string> read_file(const std::string& path, uint64_t max_bytes);

// Everything from an open descriptor until its end; `name` is for errors.
Result<std::string> read_descriptor(int descriptor, const std::string& name, uint64_t max_bytes);

// Replaces the file's content: written beside it, then renamed over it. kOutput on failure.
Status write_file(const std::string& path, std::string_view content);

}  // namespace rekey
