#include "scanner/rules/load/toml_reader.h"

#include <algorithm>
#include <limits>

#include "scanner/base/ascii.h"

namespace rekey {
namespace {

constexpr size_t kShownKey = 60;  // bytes

// A key as messages have it: short, on one line, without what a terminal would obey.
std::string shown_key(std::string_view key) {
  std::string out(key.substr(0, kShownKey));
  for (char& c : out) c = static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
  return key.size() > kShownKey ? out + "..." : out;
}

constexpr size_t kLongestName = 200;  // bytes
constexpr std::string_view kNameRule = "must have no control characters and at most 200 bytes";

bool is_name(std::string_view text) {
  return text.size() <= kLongestName && std::none_of(text.begin(), text.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
         });
}

}  // namespace

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

void TomlReader::read_name(std::string_view key, std::string& out) {
  read(key, out);
  if (fault_ && !is_name(out)) fail(node(key), std::string(key) + " " + std::string(kNameRule));
}

void TomlReader::read_names(std::string_view key, std::vector<std::string>& out) {
  read(key, out);
  for (const std::string& name : out) {
    if (fault_ && !is_name(name)) fail(node(key), std::string(key) + " " + std::string(kNameRule));
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
    return fail(&node, "unknown key '" + shown_key(name.str()) + "' in " + what_);
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
