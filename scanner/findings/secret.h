// Secret: a credential's bytes, kept from slipping into output.
//
// There is no operator<< and no conversion: reveal() is the one way to the bytes and can be
// grepped. A plain value; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace rekey {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  // Of which only this is known: masked() gives it, reveal() nothing.
  static Secret of_mask(std::string mask) {
    Secret out;
    out.mask_ = std::move(mask);
    return out;
  }

  [[nodiscard]] const std::string& reveal() const { return value_; }
  [[nodiscard]] size_t length() const { return value_.size(); }  // bytes

  // "ghp_…(40)": `prefix` if the value starts with it and is at least 8 bytes longer, then the
  // length in bytes. Nothing else of the value.
  [[nodiscard]] std::string masked(std::string_view prefix) const;
  // SHA-256 of the value, 64 lower-case hex digits.
  [[nodiscard]] std::string sha256() const;

 private:
  std::string value_;
  std::string mask_;  // when there is no value
};

}  // namespace rekey
