// ExitCode: what the program tells its caller; README lists them, and they are a promise.
#pragma once

namespace rekey {

enum class ExitCode : int {
  kClean = 0,  // scanned all it was asked to; nothing to report
  kLeaks = 1,  // leaks found
  kUsage = 2,  // wrong usage, configuration or rules; nothing was scanned
  // Nothing found, but something could not be read, or what was found could not be written.
  kIncomplete = 3,
};

}  // namespace rekey
