#include "scanner/org/work/advertised_refs.h"

#include <algorithm>
#include <charconv>

namespace rekey {
namespace {

constexpr size_t kLengthDigits = 4;
constexpr size_t kIdDigits = 40;

// Takes a packet line off `rest`; its text without the newline, "" for a flush. False at the end or
// when it is malformed.
bool take_line(std::string_view& rest, std::string_view& line) {
  if (rest.size() < kLengthDigits) return false;
  size_t length = 0;
  const char* const digits = rest.data();
  const auto [end, error] = std::from_chars(digits, digits + kLengthDigits, length, 16);
  if (error != std::errc() || end != digits + kLengthDigits) return false;
  if (length == 0) {
    line = {};
    rest.remove_prefix(kLengthDigits);
    return true;
  }
  if (length <= kLengthDigits || length > rest.size()) return false;
  line = rest.substr(kLengthDigits, length - kLengthDigits);
  rest.remove_prefix(length);
  if (line.ends_with('\n')) line.remove_suffix(1);
  return true;
}

// The branch that HEAD stands for, among the words of the first line behind its NUL.
std::string_view head_branch(std::string_view capabilities) {
  constexpr std::string_view kHead = "symref=HEAD:";
  while (!capabilities.empty()) {
    const size_t end = std::min(capabilities.find(' '), capabilities.size());
    const std::string_view word = capabilities.substr(0, end);
    if (word.starts_with(kHead)) return word.substr(kHead.size());
    capabilities.remove_prefix(std::min(end + 1, capabilities.size()));
  }
  return {};
}

}  // namespace

std::optional<std::string> advertised_refs(std::string_view answer) {
  std::string_view line;
  if (!take_line(answer, line) || line != "# service=git-upload-pack") return std::nullopt;
  if (!take_line(answer, line) || !line.empty()) return std::nullopt;
  std::string out;
  bool is_first = true;
  while (take_line(answer, line)) {
    if (line.empty()) return out;  // the flush at the end
    if (is_first) {
      const size_t nul = line.find('\0');
      if (nul == std::string_view::npos) return std::nullopt;
      const std::string_view branch = head_branch(line.substr(nul + 1));
      if (!branch.empty()) out.append("ref: ").append(branch).append("\tHEAD\n");
      line = line.substr(0, nul);
      is_first = false;
    }
    if (line.starts_with("shallow ")) continue;
    if (line.size() <= kIdDigits + 1 || line[kIdDigits] != ' ') return std::nullopt;
    const std::string_view name = line.substr(kIdDigits + 1);
    if (name == "capabilities^{}") continue;  // of a repository without refs
    out.append(line.substr(0, kIdDigits)).append("\t").append(name).append("\n");
  }
  return std::nullopt;
}

}  // namespace rekey
