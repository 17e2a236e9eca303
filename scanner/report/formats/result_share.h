// ResultShare: which places of which leaks are told where only so many fit.
//
// Each leak has one before any has a second, the most severe first; so a leak of very many places
// pushes no other out. Of a leak's places those in HEAD come first. Pure; any thread.
#pragma once

#include <vector>

#include "scanner/findings/finding.h"

namespace rekey {

struct ResultShare {
  // Of each finding, in the report's order of places; empty where there was no room for one.
  std::vector<std::vector<const Occurrence*>> places;
  size_t left_out = 0;        // places,
  size_t leaks_left_out = 0;  // and leaks without any
};

// The pointers are into `report`.
ResultShare result_share(const Report& report, size_t most);

}  // namespace rekey
