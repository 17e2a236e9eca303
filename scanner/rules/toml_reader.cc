#include "scanner/rules/toml_reader.h"

#include <limits>

#include "scanner/base/ascii.h"

namespace rekey {

std::string place_of(const toml::node& node, const std::string& file) {
  return file + ":" + std::to_string(node.source().begin.line);
}

TomlReader::TomlReader(const toml::table& table, const std::string& file, std::string what,
                       Status& fault)
    : table_(table), file_(file), what_(std::move(what)), fault_(fault) {}

// gitleaks decodes its keys without regard to case, so a key is found in any.
static bool same_key(std::string_view a, std::string_view b) {
  return lowered(a) == lowered(b);
}

const toml::node* TomlReader::take(std::string_view key) {
  if (!fault_) return nullptr;
  for (const auto& [name, node] : table_) {
    if (!same_key(name.str(), key)) continue;
    seen_.emplace(name.str());
    return &node;
  }
  return nullptr;
}

void TomlReader::fail(const toml::node* at, const std::string& message) {
  if (!fault_) return;
  const toml::node& node = at != nullptr ? *at : static_cast<const toml::node&>(table_);
  fault_ = Error{ErrorCode::kUsage, place_of(node, file_) + ": " + message};
}

void TomlReader::read(std::string_view key, std::string& out) {
  const toml::node* node = take(key);
  if (node == nullptr) return;
  if (const auto* text = node->as_string()) {
    out = text->get();
  } else {
    fail(node, std::string(key) + " must be a string");
  }
}

void TomlReader::read(std::string_view key, double& out) {
  const toml::node* node = take(key);
  if (node == nullptr) return;
  if (const auto value = node->value<double>(); value && node->is_number()) {
    out = *value;
  } else {
    fail(node, std::string(key) + " must be a number");
  }
}

void TomlReader::read(std::string_view key, bool& out) {
  const toml::node* node = take(key);
  if (node == nullptr) return;
  if (const auto* value = node->as_boolean()) {
    out = value->get();
  } else {
    fail(node, std::string(key) + " must be true or false");
  }
}

void TomlReader::read(std::string_view key, uint32_t& out) {
  const toml::node* node = take(key);
  if (node == nullptr) return;
  const auto* value = node->as_integer();
  if (value != nullptr && value->get() >= 0 &&
      value->get() <= std::numeric_limits<int32_t>::max()) {
    out = static_cast<uint32_t>(value->get());
  } else {
    fail(node, std::string(key) + " must be a whole number from 0");
  }
}

void TomlReader::read(std::string_view key, std::vector<std::string>& out) {
  const toml::node* node = take(key);
  if (node == nullptr) return;
  const auto* array = node->as_array();
  if (array == nullptr) return fail(node, std::string(key) + " must be an array of strings");
  for (const toml::node& element : *array) {
    const auto* text = element.as_string();
    if (text == nullptr) return fail(&element, std::string(key) + " must be an array of strings");
    out.push_back(text->get());
  }
}

const toml::table* TomlReader::table(std::string_view key) {
  const toml::node* node = take(key);
  if (node == nullptr) return nullptr;
  if (node->as_table() == nullptr) fail(node, std::string(key) + " must be a table");
  return node->as_table();
}

const toml::node* TomlReader::node(std::string_view key) {
  return take(key);
}

void TomlReader::each(std::string_view key, const std::function<void(const toml::table&)>& use) {
  const toml::node* node = take(key);
  if (node == nullptr) return;
  if (const auto* single = node->as_table()) return use(*single);
  const auto* array = node->as_array();
  if (array == nullptr) return fail(node, std::string(key) + " must be an array of tables");
  for (const toml::node& element : *array) {
    const auto* inner = element.as_table();
    if (inner == nullptr) return fail(&element, std::string(key) + " must be an array of tables");
    use(*inner);
  }
}

void TomlReader::reject_unknown_keys() {
  if (!fault_) return;
  for (const auto& [name, node] : table_) {
    if (seen_.contains(name.str())) continue;
    return fail(&node, "unknown key '" + std::string(name.str()) + "' in " + what_);
  }
}

bool TomlReader::has(std::string_view key) const {
  for (const auto& [name, node] : table_) {
    if (same_key(name.str(), key)) return true;
  }
  return false;
}

uint32_t TomlReader::line() const {
  return table_.source().begin.line;
}

}  // namespace rekey
