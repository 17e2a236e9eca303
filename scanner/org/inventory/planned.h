// Planned: one repository to scan: what it is called, where it comes from, what its host says of
// it. Inventory: all of a source, with what could not be listed.
//
// Plain data. What a list, a plan or a host names is hostile: parse_location() and is_planned()
// let through only addresses that git takes for data, without credentials in them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"

namespace rekey {

enum class Visibility : uint8_t { kUnknown, kPrivate, kInternal, kPublic };

struct Planned {
  std::string name;      // unique: "host/group/repository", or an absolute path
  std::string url;       // to clone; "" = read in place
  std::string path;      // absolute, read in place; "" = cloned
  std::string provider;  // "github", ...; "folder", "list"
  Visibility visibility = Visibility::kUnknown;
  std::string fork_of;    // the name of another; "?" = of some; "" = no fork, or unknown
  uint64_t size_kib = 0;  // as the host has it; 0 = unknown
  bool archived = false;

  bool operator==(const Planned&) const = default;
};

// What could not be listed: the scan of the source is not whole.
struct InventoryFault {
  std::string source, reason;

  bool operator==(const InventoryFault&) const = default;
};

struct Inventory {
  std::vector<Planned> repositories;
  std::vector<InventoryFault> faults;
};

// An address (https, http, ssh, git, file; host:path as ssh has it) or a path, which is taken from
// `base`. kUsage, without the text, for what is neither, and for an address with a password, a
// token or a query in it.
Result<Planned> parse_location(std::string_view text, const std::string& base);

// Whether `planned`, read from a plan or a host, is one that parse_location() could give.
Status check_planned(const Planned& planned);

// Sorted by name, each name once: the first.
void tidy(Inventory& inventory);

std::string_view visibility_name(Visibility visibility);  // "unknown", ...
// kUnknown for any other text.
Visibility visibility_named(std::string_view name);

}  // namespace rekey
