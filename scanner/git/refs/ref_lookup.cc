#include "scanner/git/refs/ref_lookup.h"

#include <algorithm>
#include <vector>

#include "scanner/base/file.h"

namespace rekey {
namespace {

constexpr uint64_t kLargestRef = 4096;
constexpr uint64_t kLargestPacked = uint64_t{1} << 30;
constexpr uint64_t kLargestLog = uint64_t{64} << 20;
constexpr int kMostSymbolic = 5;  // as git
constexpr std::string_view kSymbolic = "ref:";

// Whether it can be a ref's name, and so a path below a .git folder that leads nowhere else.
bool is_full_name(std::string_view name) {
  const bool is_top = std::all_of(name.begin(), name.end(),
                                  [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; });
  if (name.empty() || (!is_top && !name.starts_with("refs/"))) return false;
  const bool has_bad = std::any_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == 0x7f ||
           std::string_view("~^:?*[\\").find(c) != std::string_view::npos;
  });
  return !has_bad && name.find("..") == std::string_view::npos &&
         name.find("//") == std::string_view::npos && !name.ends_with('/');
}

// What the file of a ref says, or packed-refs of it; "" when there is none.
std::string value_of(const RefFolders& folders, std::string_view name) {
  if (!is_full_name(name)) return {};
  for (const std::string& folder : {folders.git_dir, folders.common_dir}) {
    const Result<std::string> text = read_file(folder + std::string(name), kLargestRef);
    if (text) return text.value().substr(0, text.value().find_first_of("\r\n"));
  }
  const Result<std::string> packed = read_file(folders.common_dir + "packed-refs", kLargestPacked);
  if (!packed) return {};
  const std::string_view text = packed.value();
  const std::string wanted = " " + std::string(name) + "\n";
  const size_t digits = 2 * folders.id_size;
  std::string out;  // of several the last one's
  for (size_t at = text.find(wanted); at != std::string_view::npos;
       at = text.find(wanted, at + 1)) {
    const bool is_row = at == digits || (at > digits && text[at - digits - 1] == '\n');
    if (is_row) out = text.substr(at - digits, digits);
  }
  return out;
}

std::string name_in(std::string_view value) {
  if (!value.starts_with(kSymbolic)) return {};
  const size_t begin = value.find_first_not_of(" \t", kSymbolic.size());
  return begin == std::string_view::npos ? std::string() : std::string(value.substr(begin));
}

// Oldest first.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (!line.empty()) out.push_back(line);
  }
  return out;
}

std::string log_of(const RefFolders& folders, std::string_view name) {
  if (!is_full_name(name)) return {};
  for (const std::string& folder : {folders.git_dir, folders.common_dir}) {
    Result<std::string> text = read_file(folder + "logs/" + std::string(name), kLargestLog);
    if (text) return *std::move(text);
  }
  return {};
}

}  // namespace

std::optional<ObjectId> ref_target(const RefFolders& folders, std::string_view name) {
  std::string value = value_of(folders, name);
  for (int depth = 0; value.starts_with(kSymbolic); ++depth) {
    if (depth == kMostSymbolic) return std::nullopt;
    value = value_of(folders, name_in(value));
  }
  const auto id = ObjectId::from_hex(std::string_view(value).substr(0, 2 * folders.id_size));
  return id && id->size() == folders.id_size ? id : std::nullopt;
}

std::string symbolic_target(const RefFolders& folders, std::string_view name) {
  return name_in(value_of(folders, name));
}

// A line: the old id, the new one, who and when, a tab, why.
std::optional<ObjectId> earlier_target(const RefFolders& folders, std::string_view name,
                                       uint64_t steps) {
  const std::string text = log_of(folders, name);
  const std::vector<std::string_view> lines = lines_of(text);
  const size_t digits = 2 * folders.id_size;
  std::string_view hex;
  if (steps < lines.size()) {
    const std::string_view line = lines[lines.size() - 1 - steps];
    if (line.size() > 2 * digits + 1) hex = line.substr(digits + 1, digits);
  } else if (steps == lines.size() && !lines.empty()) {
    hex = lines.front().substr(0, digits);
  }
  const auto id = ObjectId::from_hex(hex);
  return id && id->size() == folders.id_size ? id : std::nullopt;
}

std::string earlier_checkout(const RefFolders& folders, uint64_t steps) {
  constexpr std::string_view kMoved = "\tcheckout: moving from ";
  const std::string text = log_of(folders, "HEAD");
  const std::vector<std::string_view> lines = lines_of(text);
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
    const size_t at = line->find(kMoved);
    if (at == std::string_view::npos || --steps > 0) continue;
    const std::string_view from = line->substr(at + kMoved.size());
    return std::string(from.substr(0, from.find(' ')));
  }
  return {};
}

}  // namespace rekey
