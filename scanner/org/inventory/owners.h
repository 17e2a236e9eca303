// Owners: who might know what a leaked secret is for: the owners that CODEOWNERS in HEAD names for
// a path, and the authors of the last commits.
//
// A guess, for a person. What CODEOWNERS holds is the repository's word; it is bounded. One thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/git/store/repository.h"
#include "scanner/suppress/path_glob.h"

namespace rekey {

class Owners {
 public:
  // `text` as GitHub and GitLab have it: a pattern and owners a line; the last that matches counts.
  // Sections are passed over; lines that are no pattern, too.
  static Owners parse(std::string_view text);
  // That of HEAD, at the first of its places; no owners where there is none.
  static Owners of_head(const Repository& repository);

  // "@team ada@test.invalid"; "" when nobody is named.
  [[nodiscard]] std::string of(std::string_view path) const;

  // Each line's owners, to be changed.
  void each(const std::function<void(std::string&)>& use) {
    for (auto& [paths, owners] : lines_) use(owners);
  }

 private:
  std::vector<std::pair<PathGlob, std::string>> lines_;
};

// The three authors with the most of the last hundred commits of HEAD's first parents, as
// "Ada <ada@test.invalid>; ...".
std::string last_authors(const Repository& repository);

}  // namespace rekey
