// LazyRegex: an RE2 expression over bytes that is compiled when it is first asked; most runs never
// ask. Any thread.
#pragma once

#include <re2/re2.h>

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace rekey {

class LazyRegex {
 public:
  // `text` is proven (check.h) and must outlive it.
  explicit LazyRegex(const std::string& text) : text_(text) {}

  // Whether the expression matches anywhere in `target`.
  [[nodiscard]] bool matches(std::string_view target) const;

 private:
  const std::string& text_;
  mutable std::once_flag once_;
  mutable std::unique_ptr<re2::RE2> compiled_;
};

}  // namespace rekey
