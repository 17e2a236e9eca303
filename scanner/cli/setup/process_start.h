// ProcessStart: what the process is before any command runs: how its streams are, what becomes of
// its signals and of its memory should it ever crash.
#pragma once

namespace rekey {

// Once, first in main(). Afterwards:
// - A write to a closed pipe, or beyond a limit of file size, fails instead of ending the program.
// - The numbers 0, 1 and 2 are taken: a stream that the caller had closed is one that cannot be
// used,
//   so that no file that is opened later is written to as if it were standard output.
// - A crash leaves no core file and nothing prints what was in memory: secrets may be.
void start_process();

}  // namespace rekey
