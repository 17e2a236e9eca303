// TomlReader: reads one TOML table key by key and knows which keys nobody asked for.
//
// The first fault is kept, with file and line; later reads then give nothing. One thread.
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"

namespace rekey {

class TomlReader {
 public:
  // `fault` is shared by the readers of one file; `what` names the table in messages ("rule").
  TomlReader(const toml::table& table, const std::string& file, std::string what, Status& fault);

  // Absent: the value stays as it is. A wrong type is a fault.
  void read(std::string_view key, std::string& out);
  void read(std::string_view key, double& out);
  void read(std::string_view key, bool& out);
  void read(std::string_view key, uint32_t& out);  // 0 to 2^31 - 1
  void read(std::string_view key, std::vector<std::string>& out);

  // The same for what names something: short, and without control characters.
  void read_name(std::string_view key, std::string& out);
  void read_names(std::string_view key, std::vector<std::string>& out);

  // The table, array of tables or node under `key`; nullptr when absent.
  const toml::table* table(std::string_view key);
  // Each table of the array of tables `key`; `key` may also hold a single table.
  void each(std::string_view key, const std::function<void(const toml::table&)>& use);
  const toml::node* node(std::string_view key);

  // A fault for every key that was not read. Call last.
  void reject_unknown_keys();

  [[nodiscard]] bool has(std::string_view key) const;
  [[nodiscard]] uint32_t line() const;
  void fail(const toml::node* at, const std::string& message);

 private:
  const toml::node* take(std::string_view key);

  const toml::table& table_;
  const std::string& file_;
  std::string what_;
  Status& fault_;
  std::set<std::string, std::less<>> seen_;
};

// "file:line" of a node.
std::string place_of(const toml::node& node, const std::string& file);

}  // namespace rekey
