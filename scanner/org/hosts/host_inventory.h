// HostInventory: all repositories of an organisation, page by page, at the pace that the host sets.
//
// When a host says to wait (Retry-After, a spent rate limit, its secondary limits), it waits; what
// fails is asked again, later each time. What stays away is a fault: the pages before it count. The
// token goes to the API's own origin alone, wherever a page says that the next one is. One thread.
#pragma once

#include <cstdint>
#include <functional>

#include "scanner/org/hosts/host.h"
#include "scanner/org/hosts/http.h"
#include "scanner/org/inventory/planned.h"

namespace rekey {

struct HostPace {
  int64_t attempts = 6;                    // at one page
  int64_t patience = 3600;                 // seconds of waiting, in all
  std::function<int64_t()> now;            // seconds since 1970
  std::function<void(int64_t)> wait;       // seconds
  std::function<void(int64_t)> tell_wait;  // before a wait of some seconds; may be empty
};

using HttpGet = std::function<Result<HttpAnswer>(const std::string& url,
                                                 const std::vector<std::string>& headers)>;

// Tidy.
Inventory host_inventory(const HostSource& source, const HttpGet& get, const HostPace& pace);

// How long to wait before the same question again; nothing when that would not help.
std::optional<int64_t> retry_wait(const HttpAnswer& answer, int64_t attempt, int64_t now);

}  // namespace rekey
