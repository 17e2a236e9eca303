// Memory: what becomes of work that runs out of it. A text that the memory is too small for costs
// no other text, and no finding. Any thread.
#pragma once

#include <new>
#include <stdexcept>

namespace rekey {

// Why a text was not read, for people.
constexpr auto kNoMemory = "too large for the memory";

// Calls work(); false when it ended because there was no memory. What it had changed by then stays.
template <typename Work>
bool had_memory(const Work& work) {
  try {
    work();
    return true;
  } catch (const std::bad_alloc&) {
  } catch (const std::length_error&) {
  }
  return false;
}

}  // namespace rekey
