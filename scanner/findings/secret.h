// Secret: a credential's bytes, kept from slipping into output.
//
// There is no operator<< and no conversion: reveal() is the one way to the bytes and can be
// grepped. A plain value; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "scanner/findings/stretch.h"

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
  // stretch_of() the value: at once where it was kept before, else it takes milliseconds.
  [[nodiscard]] Stretch stretched() const { return stretch_ ? *stretch_ : stretch_of(value_); }
  void keep(const Stretch& stretch) { stretch_ = stretch; }

 private:
  std::string value_;
  std::string mask_;  // when there is no value
  std::optional<Stretch> stretch_;
};

}  // namespace rekey
