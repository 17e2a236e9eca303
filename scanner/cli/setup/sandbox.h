// Sandbox: what this process may still do once it knows its inputs: read these, write there, start
// no program, speak to no host. Whatever a hostile file might make of the scan, it could not take
// what it finds elsewhere.
//
// Linux alone, and as far as the kernel goes: Landlock (5.13) holds the files, a seccomp filter
// (with no_new_privs) the programs, the network and what reaches into other processes or the
// kernel. What a kernel lacks is left out and said; the scan goes on. Nothing of it ends with an
// object: it holds for the process, its threads and what they start. Documents:
// https://docs.kernel.org/userspace-api/landlock.html, .../seccomp_filter.html
#pragma once

#include <string>
#include <vector>

namespace rekey {

// Files and folders by their names, with all that is below; those that do not exist are left out.
struct SandboxPlan {
  std::vector<std::string> read;
  std::vector<std::string> write;  // and read, made and removed
};

// Before any thread is started. What holds from now on, for --stats: "no programs, no network
// (seccomp); files (Landlock 3)".
std::string enter_sandbox(const SandboxPlan& plan);

}  // namespace rekey
