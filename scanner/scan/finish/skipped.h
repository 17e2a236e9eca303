// Skipped: the order in which a report tells what could not be read.
#pragma once

#include <vector>

#include "scanner/findings/finding.h"

namespace rekey {

// By what, then by why; each once, and of very many the first with the number of the others.
void order_skipped(std::vector<Skipped>& skipped);

}  // namespace rekey
