#include "scanner/org/state/secret_key.h"

#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "scanner/base/ascii.h"
#include "scanner/base/digest.h"
#include "scanner/base/file.h"

namespace rekey {
namespace {

constexpr size_t kDigits = 64;
constexpr uint64_t kLargest = 4096;

Result<std::string> random_digits() {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::array<unsigned char, kDigits / 2> bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    return Error{ErrorCode::kUnreadable, "no random bytes"};
  }
  std::string out;
  for (const unsigned char byte : bytes) {
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
  }
  return out;
}

// Written aside and linked in its place: whole or not there, and the first of several stays.
Status make(const std::string& file) {
  const Result<std::string> digits = random_digits();
  if (!digits) return digits.error();
  const Error failed{ErrorCode::kOutput, file + ": cannot be written"};
  const std::string beside = file + ".new-" + std::to_string(::getpid());
  ::unlink(beside.c_str());
  const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return failed;
  const std::string text = *digits + "\n";
  const bool written =
      ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      ::fsync(descriptor) == 0;
  ::close(descriptor);
  const bool linked = written && (::link(beside.c_str(), file.c_str()) == 0 || errno == EEXIST);
  ::unlink(beside.c_str());
  return linked ? Status() : Status(failed);
}

}  // namespace

Result<SecretKey> SecretKey::open(const std::string& file, bool create) {
  Result<std::string> text = read_file(file, kLargest);
  if (!text && text.error().code == ErrorCode::kNotFound && create) {
    const Status made = make(file);
    if (!made) return made.error();
    text = read_file(file, kLargest);
  }
  if (!text) return Error{ErrorCode::kUsage, text.error().message};
  while (text->ends_with('\n')) text->pop_back();
  if (text->size() != kDigits || !is_lower_hex(*text)) {
    return Error{ErrorCode::kUsage, file + ": not a key: 64 hexadecimal digits"};
  }
  return SecretKey(*std::move(text));
}

std::string SecretKey::name_of(std::string_view family, const Secret& secret) const {
  std::string text = "rekey org leak 1";
  text += '\0';
  text += family;
  text += '\0';
  text += secret.reveal();
  return hmac_sha256_hex(bytes_, text);
}

Status SecretKey::prove(StateDatabase& database) const {
  const std::string proof = hmac_sha256_hex(bytes_, "rekey org key 1");
  Status status = database.execute(
      "INSERT INTO meta VALUES ('key', $1) ON CONFLICT (name) DO NOTHING", {proof});
  if (!status) return status;
  const Result<std::vector<SqlRow>> rows =
      database.run("SELECT value FROM meta WHERE name = 'key'", {});
  if (!rows) return rows.error();
  if (rows->empty() || text_at(rows->front(), 0) != proof) {
    return Error{ErrorCode::kUsage, "the state was made with another key"};
  }
  return {};
}

}  // namespace rekey
