// WorkerId: names a process for as long as it lives, over all machines that share a state.
//
// "host/boot/namespace/pid/start": who has it can tell whether a process of its own machine is
// gone, so that a scan that was killed goes on at once, not when a lease ends. Linux; any thread.
#pragma once

#include <string>

namespace rekey {

std::string worker_id();

// Whether `id` names a process of this machine that is no more; false when in doubt.
bool is_dead_worker(const std::string& id);

}  // namespace rekey
