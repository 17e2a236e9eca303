// KnownSecrets: masks in any text what is a secret elsewhere.
//
//   known: "bQ8rw31NcYd5Vb"        a password that a file has
//   "add bQ8rw31NcYd5Vb"           a commit's message, where no rule knows it
//   "add …(14)"                    as it is shown
//
// Linear in the text, whatever the number of secrets. Filled, then sealed; any thread from then on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "scanner/findings/secret.h"

namespace rekey {

class KnownSecrets {
 public:
  // Lines of text repeat whatever stands in other lines. Names are people's words, and so may
  // passwords be: in names only what has ten bytes and a digit is masked.
  enum class Where : uint8_t { kText, kName };

  // Secrets that are a single plain word ("password") or shorter than six bytes are left out: to
  // mask them in other texts would tell them. Of a secret of several lines each is one.
  void add(const Secret& secret, std::string_view mask_prefix);
  void seal();

  [[nodiscard]] bool empty() const { return entries_.empty(); }
  // `text` with the longest secret at every place masked.
  [[nodiscard]] std::string masked(std::string_view text, Where where) const;
  // For a text cut out of a longer one, with or without "…" there: what its ends have of a secret,
  // eight bytes or more, too.
  [[nodiscard]] std::string masked_excerpt(std::string_view text, bool is_cut_before,
                                           bool is_cut_behind) const;

 private:
  struct Entry {
    std::string value, mask;
    bool is_for_names = false, is_for_inside = false;  // of longer words
    int64_t shorter = -1;  // the longest other one that this one begins with
  };

  void add_part(std::string_view value, const std::string& mask);
  [[nodiscard]] bool may_begin(std::string_view text) const;
  [[nodiscard]] const Entry* longest_at(std::string_view text, size_t at, Where where) const;
  [[nodiscard]] const Entry* begun_by(std::string_view text) const;
  [[nodiscard]] const Entry* ended_by(std::string_view text) const;

  std::unordered_set<std::string> seen_;
  std::vector<Entry> entries_;                               // sorted by value
  std::vector<std::pair<std::string, uint32_t>> backwards_;  // ends, reversed; sorted
  std::vector<uint64_t> starts_, ends_;  // a bit for a hash of the first, the last bytes
};

}  // namespace rekey
