#include "scanner/org/work/worker_id.h"

#include <unistd.h>

#include <algorithm>
#include <array>

#include "scanner/base/file.h"

namespace rekey {
namespace {

constexpr uint64_t kLargest = 4096;

std::string first_line(const std::string& path) {
  const Result<std::string> text = read_file(path, kLargest);
  return text ? text->substr(0, text->find('\n')) : std::string();
}

// When the process started, in ticks since the boot: the 22nd field, the 20th behind the name,
// which is in brackets and may hold anything. "" when there is no such process.
std::string start_of(const std::string& pid) {
  const std::string stat = first_line("/proc/" + pid + "/stat");
  size_t at = stat.rfind(')');
  for (int field = 0; field < 20 && at != std::string::npos; ++field) at = stat.find(' ', at + 1);
  if (at == std::string::npos) return {};
  return stat.substr(at + 1, stat.find(' ', at + 1) - at - 1);
}

std::string machine() {
  std::array<char, 256> host{};
  (void)::gethostname(host.data(), host.size() - 1);
  std::array<char, 64> space{};
  (void)::readlink("/proc/self/ns/pid", space.data(), space.size() - 1);
  std::string name = host.data();
  std::replace(name.begin(), name.end(), '/', '_');
  return name + "/" + first_line("/proc/sys/kernel/random/boot_id") + "/" + space.data() + "/";
}

}  // namespace

std::string worker_id() {
  const std::string pid = std::to_string(::getpid());
  return machine() + pid + "/" + start_of(pid);
}

bool is_dead_worker(const std::string& id) {
  const std::string here = machine();
  if (!id.starts_with(here)) return false;
  const size_t slash = id.find('/', here.size());
  if (slash == std::string::npos || slash == here.size()) return false;
  const std::string pid = id.substr(here.size(), slash - here.size());
  if (!std::all_of(pid.begin(), pid.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return false;
  }
  return start_of(pid) != id.substr(slash + 1);
}

}  // namespace rekey
