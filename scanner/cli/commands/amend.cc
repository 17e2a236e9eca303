#include "scanner/cli/commands/amend.h"

#include <unistd.h>

#include <charconv>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace rekey {
namespace {

constexpr int kMostAncestors = 12;  // hook, framework, their shells

std::string read_whole(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (!line.empty()) {
    const size_t end = std::min(line.find('\0'), line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return words;
}

// git takes the beginning of a long option for it, down to "--am".
bool is_amend_commit(const std::vector<std::string_view>& words) {
  if (words.empty()) return false;
  const std::string_view program = words.front().substr(words.front().rfind('/') + 1);
  if (program != "git") return false;
  bool commits = false;
  for (const std::string_view word : words) {
    if (word == "commit") commits = true;
    if (commits && word == "--") return false;
    if (commits && word.starts_with("--am") && std::string_view("--amend").starts_with(word)) {
      return true;
    }
  }
  return false;
}

// The fourth field of stat; the second, the name in brackets, may hold anything. 0: none.
int parent_of(int process) {
  const std::string stat = read_whole("/proc/" + std::to_string(process) + "/stat");
  const size_t bracket = stat.rfind(')');
  if (bracket == std::string::npos || stat.size() < bracket + 5) return 0;
  int parent = 0;
  std::from_chars(stat.data() + bracket + 4, stat.data() + stat.size(), parent);
  return parent;
}

}  // namespace

bool is_amending() {
  int process = ::getppid();
  for (int i = 0; i < kMostAncestors && process > 1; ++i) {
    const std::string line = read_whole("/proc/" + std::to_string(process) + "/cmdline");
    if (is_amend_commit(words_of(line))) return true;
    process = parent_of(process);
  }
  return false;
}

}  // namespace rekey
