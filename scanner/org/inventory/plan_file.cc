#include "scanner/org/inventory/plan_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "scanner/base/json_read.h"
#include "scanner/base/json_write.h"
#include "scanner/report/text/escape.h"
#include "scanner/report/text/words.h"

namespace rekey {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kMostLines = 2'000'000;
constexpr size_t kLongestLine = size_t{64} << 10;
constexpr int kMaxDepth = 4;
constexpr uint64_t kLargestKib = uint64_t{1} << 30;  // what sums count of one repository

std::string line_of(const Json& json) {
  return dumped(json, kOneLine) + "\n";
}

Json json_of(const Planned& planned) {
  Json json = {{"name", planned.name}};
  if (planned.url.empty())
    json["path"] = planned.path;
  else
    json["url"] = planned.url;
  json["provider"] = planned.provider;
  json["visibility"] = visibility_name(planned.visibility);
  json["fork_of"] = planned.fork_of;
  json["size_kib"] = planned.size_kib;
  json["archived"] = planned.archived;
  return json;
}

Status read_object(std::string_view line, Inventory& out) {
  const nlohmann::json json = parsed_json(line, kMaxDepth);
  if (!json.is_object()) return Error{ErrorCode::kUsage, "not a line of a plan"};
  if (json.contains("fault")) {
    out.faults.push_back({json_text(json, "source"), json_text(json, "fault")});
    return {};
  }
  Planned planned;
  planned.name = json_text(json, "name");
  planned.url = json_text(json, "url");
  planned.path = json_text(json, "path");
  planned.provider = json_text(json, "provider");
  planned.visibility = visibility_named(json_text(json, "visibility"));
  planned.fork_of = json_text(json, "fork_of");
  planned.size_kib = json_number(json, "size_kib");
  planned.archived = json_flag(json, "archived");
  Status right = check_planned(planned);
  if (right) out.repositories.push_back(std::move(planned));
  return right;
}

Status read_line(std::string_view line, const std::string& base, Inventory& out) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line.empty() || line.starts_with('#')) return {};
  if (line.size() > kLongestLine) return Error{ErrorCode::kUsage, "too long a line"};
  if (line.starts_with('{')) return read_object(line, out);
  Result<Planned> planned = parse_location(line, base);
  if (!planned) return planned.error();
  out.repositories.push_back(*std::move(planned));
  return {};
}

}  // namespace

std::string write_plan(const Inventory& inventory) {
  std::string out;
  for (const Planned& planned : inventory.repositories) out += line_of(json_of(planned));
  for (const InventoryFault& fault : inventory.faults) {
    out += line_of({{"source", fault.source}, {"fault", fault.reason}});
  }
  return out;
}

std::string show_plan(const Inventory& inventory) {
  std::string out;
  uint64_t kib = 0;
  for (const Planned& planned : inventory.repositories) {
    out += terminal_text(planned.name) + "  " + terminal_text(planned.provider);
    if (planned.visibility != Visibility::kUnknown) {
      out += ", " + std::string(visibility_name(planned.visibility));
    }
    if (!planned.fork_of.empty()) out += ", a fork of " + terminal_text(planned.fork_of);
    if (planned.archived) out += ", archived";
    const uint64_t size = std::min(planned.size_kib, kLargestKib);
    if (size > 0) out += ", " + size_text(size * 1024);
    out += "\n";
    kib += size;
  }
  for (const InventoryFault& fault : inventory.faults) {
    out += "not listed: " + terminal_text(fault.source) + ": " + terminal_text(fault.reason) + "\n";
  }
  const uint64_t count = inventory.repositories.size();
  out += std::to_string(count) + (count == 1 ? " repository" : " repositories");
  if (kib > 0) out += ", " + size_text(kib * 1024);
  if (!inventory.faults.empty()) out += "; " + count_text(inventory.faults.size(), "fault");
  return out + "\n";
}

Result<Inventory> read_plan(std::string_view text, const std::string& name,
                            const std::string& base) {
  Inventory out;
  size_t number = 0;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string place = name + ":" + std::to_string(++number) + ": ";
    if (number > kMostLines) return Error{ErrorCode::kTooLarge, place + "too many lines"};
    const Status status = read_line(text.substr(0, end), base, out);
    if (!status) return Error{status.error().code, place + status.error().message};
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  tidy(out);
  return out;
}

}  // namespace rekey
