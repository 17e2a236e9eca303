#include "scanner/cli/org_tokens.h"

#include <algorithm>
#include <sstream>
#include <utility>

#include "scanner/base/file.h"

namespace rekey {
namespace {

constexpr uint64_t kLargest = uint64_t{1} << 20;

// What hosts take as the user's name beside a token.
std::string usual_user(const std::string& host) {
  return host == "bitbucket.org" ? "x-token-auth" : "x-access-token";
}

Result<Credential> credential_of(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  if (words.size() < 2 || words.size() > 3) {
    return Error{ErrorCode::kUsage, "give HOST TOKEN, or HOST USER TOKEN"};
  }
  std::string host = words[0];
  std::string scheme = "https://";
  for (const char* known : {"https://", "http://"}) {
    if (!host.starts_with(known)) continue;
    scheme = known;
    host.erase(0, scheme.size());
  }
  if (host.ends_with('/')) host.pop_back();
  if (host.empty() || host.find_first_of("/@?#*\"") != std::string::npos) {
    return Error{ErrorCode::kUsage, "the first word is no host"};
  }
  return Credential{scheme + host + "/", words.size() == 3 ? words[1] : usual_user(host),
                    words.back()};
}

}  // namespace

Result<std::vector<Credential>> find_credentials(const std::string& file) {
  std::vector<Credential> out;
  if (file.empty()) return out;
  const Result<std::string> text = read_file(file, kLargest);
  if (!text) return Error{ErrorCode::kUsage, text.error().message};
  std::istringstream lines(*text);
  size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos || line.starts_with('#')) continue;
    Result<Credential> one = credential_of(line);
    if (!one) {
      return Error{ErrorCode::kUsage,
                   file + ":" + std::to_string(number) + ": " + one.error().message};
    }
    out.push_back(*std::move(one));
  }
  return out;
}

}  // namespace rekey
