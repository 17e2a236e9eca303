// StopSignals: SIGINT, SIGTERM and SIGHUP ask the command to come to an end instead of ending it:
// the scan stops at its next step, the report says what is missing, temporary files go. The second
// one ends the program at once, and so does the first after ten seconds.
//
// As long as the object lives; one may live within another. A signal that was ignored when the
// program started stays so (nohup). The command then ends by the signal itself, as whoever sent it
// expects: finish().
#pragma once

#include <atomic>
#include <string>

namespace rekey {

class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  // Whether one came; any thread.
  [[nodiscard]] static const std::atomic<bool>& asked();
  // "SIGTERM"; "" when none came.
  [[nodiscard]] static std::string name();
  // Ends the program by the signal that came, if one did.
  static void finish();
};

}  // namespace rekey
