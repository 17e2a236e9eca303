#include "scanner/git/pack/mapping_guard.h"

#include <signal.h>  // NOLINT(modernize-deprecated-headers): sigaction()
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <mutex>

namespace rekey {

// A mapping, as the handler sees it. `version` is odd while the others change, so that the handler
// never takes the beginning of one mapping with the size of another. Slots are never freed, but
// used again.
struct MappingGuard::Slot {
  std::atomic<uint32_t> version{0};
  std::atomic<uintptr_t> begin{0};
  std::atomic<size_t> size{0};  // 0 = free
  std::atomic<bool> was_cut{false};
  Slot* next = nullptr;
  Slot* next_free = nullptr;  // among those that guard nothing

  void set(uintptr_t new_begin, size_t new_size) {
    version.fetch_add(1);
    begin.store(new_begin);
    size.store(new_size);
    was_cut.store(false);
    version.fetch_add(1);
  }
};

namespace {

// The one place that a signal handler can look at belongs to the process, not to an object.
std::atomic<MappingGuard::Slot*> first_slot{nullptr};
std::atomic<size_t> cuts{0};
std::atomic<size_t> page_size{0};
std::mutex changing;  // of slots; never the handler's
MappingGuard::Slot* first_free = nullptr;
struct sigaction before {};

bool put_zeros(MappingGuard::Slot& slot, uintptr_t at) {
  const uint32_t version = slot.version.load();
  const uintptr_t begin = slot.begin.load();
  const size_t size = slot.size.load();
  if (version % 2 != 0 || at < begin || at - begin >= size || slot.version.load() != version) {
    return false;
  }
  const size_t page = page_size.load();
  const uintptr_t from = at / page * page;
  const uintptr_t end = (begin + size + page - 1) / page * page;
  void* const start = reinterpret_cast<void*>(from);  // NOLINT(performance-no-int-to-ptr)
  void* const zeros =
      ::mmap(start, end - from, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  if (zeros == MAP_FAILED) return false;
  if (!slot.was_cut.exchange(true)) cuts.fetch_add(1);
  return true;
}

void on_bus_error(int, siginfo_t* info, void*) {
  const int old_errno = errno;
  const auto at = reinterpret_cast<uintptr_t>(info->si_addr);
  bool is_ours = false;
  for (auto* slot = first_slot.load(); slot != nullptr && !is_ours; slot = slot->next) {
    is_ours = put_zeros(*slot, at);
  }
  // The same read again, as if there had been no handler.
  if (!is_ours) ::sigaction(SIGBUS, &before, nullptr);
  errno = old_errno;
}

void start_listening() {
  page_size.store(static_cast<size_t>(::sysconf(_SC_PAGESIZE)));
  struct sigaction action {};
  action.sa_sigaction = on_bus_error;
  action.sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(SIGBUS, &action, &before);
}

}  // namespace

MappingGuard::MappingGuard(const void* address, size_t size) {
  const std::lock_guard lock(changing);
  if (page_size.load() == 0) start_listening();
  slot_ = first_free;
  if (slot_ != nullptr) {
    first_free = slot_->next_free;
  } else {
    slot_ = new Slot;
    slot_->next = first_slot.load();
    first_slot.store(slot_);
  }
  slot_->set(reinterpret_cast<uintptr_t>(address), size);
}

MappingGuard::~MappingGuard() {
  if (slot_ == nullptr) return;
  const std::lock_guard lock(changing);
  slot_->set(0, 0);
  slot_->next_free = std::exchange(first_free, slot_);
}

size_t MappingGuard::cut_count() {
  return cuts.load();
}

}  // namespace rekey
