#include "scanner/findings/secret.h"

namespace rekey {
namespace {

constexpr size_t kLeastHidden = 8;  // bytes that must stay hidden for a prefix to be shown

}  // namespace

std::string Secret::masked(std::string_view prefix) const {
  if (!mask_.empty()) return mask_;
  const bool shown = value_.starts_with(prefix) && value_.size() >= prefix.size() + kLeastHidden;
  std::string out(shown ? prefix : std::string_view());
  out += "\xE2\x80\xA6(" + std::to_string(value_.size()) + ")";
  return out;
}

}  // namespace rekey
