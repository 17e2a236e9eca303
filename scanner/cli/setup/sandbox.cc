#include "scanner/cli/setup/sandbox.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define REKEY_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define REKEY_SANITIZED
#endif
#endif

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__)) && !defined(REKEY_SANITIZED)
#define REKEY_HAS_SANDBOX
#endif

#ifdef REKEY_HAS_SANDBOX
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#endif

namespace rekey {

#ifdef REKEY_HAS_SANDBOX
namespace {

#ifdef __x86_64__
constexpr uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#else
constexpr uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#endif

// The system calls that a scan has no use for and whoever broke into one would: programs, hosts,
// other processes' memory, the kernel's own extensions. io_uring would do much of it unseen.
constexpr std::array kDenied = {
    SYS_execve,
    SYS_execveat,
    SYS_socket,
    SYS_connect,
    SYS_bind,
    SYS_listen,
    SYS_accept,
    SYS_accept4,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_move_mount,
    SYS_open_tree,
    SYS_fsopen,
    SYS_fsmount,
    SYS_setns,
    SYS_unshare,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_kexec_load,
    SYS_reboot,
    SYS_swapon,
    SYS_swapoff,
    SYS_open_by_handle_at,
    SYS_io_uring_setup,
    SYS_io_uring_enter,
    SYS_io_uring_register,
    SYS_pidfd_getfd,
    SYS_personality,
    SYS_quotactl,
    SYS_acct,
    SYS_sethostname,
    SYS_setdomainname,
    SYS_settimeofday,
    SYS_clock_settime,
};

constexpr uint16_t kLoad = BPF_LD | BPF_W | BPF_ABS;
constexpr uint16_t kIfEqual = BPF_JMP | BPF_JEQ | BPF_K;
constexpr uint16_t kReturn = BPF_RET | BPF_K;
constexpr uint32_t kDeny = SECCOMP_RET_ERRNO | EPERM;

// Denied calls fail with EPERM; calls of another architecture's table all do.
bool deny_calls() {
  constexpr size_t kCalls = kDenied.size();
  std::array<sock_filter, kCalls + 7> program{};
  size_t at = 0;
  const auto add = [&](uint16_t code, uint32_t value, size_t if_true = 0, size_t if_false = 0) {
    program[at++] = {code, static_cast<uint8_t>(if_true), static_cast<uint8_t>(if_false), value};
  };
  const size_t last = program.size() - 1;  // the denial; before it the permission
  add(kLoad, offsetof(seccomp_data, arch));
  add(kIfEqual, kArchitecture, 0, last - at - 1);
  add(kLoad, offsetof(seccomp_data, nr));
  // x86-64 has a second set of numbers, x32, that starts here.
  add(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, last - at - 1, 0);
  for (const long call : kDenied) {
    add(kIfEqual, static_cast<uint32_t>(call), last - at - 1, 0);
  }
  add(kReturn, SECCOMP_RET_ALLOW);
  while (at < last) add(kReturn, SECCOMP_RET_ALLOW);
  add(kReturn, kDeny);
  sock_fprog filter{static_cast<uint16_t>(program.size()), program.data()};
  // Without the flag kernels before 5.16 slow the processor's speculation down as well.
  return ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &filter) ==
             0 ||
         ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) == 0;
}

// Rights by the version of the interface that knows them; 6.1's headers end with version 2.
constexpr uint64_t kRead = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr uint64_t kRefer = uint64_t{1} << 13;     // version 2: another folder on rename
constexpr uint64_t kTruncate = uint64_t{1} << 14;  // version 3
constexpr uint64_t kFirst = (uint64_t{1} << 13) - 1;
constexpr uint64_t kOfFiles = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
                              LANDLOCK_ACCESS_FS_READ_FILE | kTruncate;
constexpr uint64_t kWrite = kRead | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                            LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                            LANDLOCK_ACCESS_FS_MAKE_DIR | kTruncate;

// A rule for one path, by what it is now; a path that is not there needs none. False when there is
// no number left for it: what the scan needs would be held back with all else.
bool allow(int rules, const std::string& path, uint64_t rights) {
  const int descriptor = ::open(path.c_str(), O_PATH | O_CLOEXEC);
  if (descriptor < 0) return errno != EMFILE && errno != ENFILE && errno != ENOMEM;
  struct stat info {};
  if (::fstat(descriptor, &info) == 0) {
    if (!S_ISDIR(info.st_mode)) rights &= kOfFiles;
    const landlock_path_beneath_attr rule{rights, descriptor};
    ::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  }
  ::close(descriptor);
  return true;
}

// The version of the interface that holds the files now; 0 = none.
long hold_files(const SandboxPlan& plan) {
  const long version =
      ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) return 0;
  uint64_t handled = kFirst;
  if (version >= 2) handled |= kRefer;
  if (version >= 3) handled |= kTruncate;
  const landlock_ruleset_attr attributes{handled};
  const auto rules = static_cast<int>(
      ::syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes.handled_access_fs, 0));
  if (rules < 0) return 0;
  bool all = true;
  for (const std::string& path : plan.read) all = allow(rules, path, kRead & handled) && all;
  for (const std::string& path : plan.write) all = allow(rules, path, kWrite & handled) && all;
  const bool holds = all && ::syscall(SYS_landlock_restrict_self, rules, 0) == 0;
  ::close(rules);
  return holds ? version : 0;
}

}  // namespace

std::string enter_sandbox(const SandboxPlan& plan) {
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return "none: this kernel has no such thing";
  const long version = hold_files(plan);
  const bool calls = deny_calls();
  return (calls ? "no programs, no network (seccomp); " : "no seccomp in this kernel; ") +
         (version > 0 ? "files (Landlock " + std::to_string(version) + ")"
                      : std::string("no Landlock in this kernel"));
}

#else

std::string enter_sandbox(const SandboxPlan&) {
  return "none: this system or this build has no such thing";
}

#endif

}  // namespace rekey
