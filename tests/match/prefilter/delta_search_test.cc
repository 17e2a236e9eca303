// Matching a text as changes to another must give what matching all of it gives, byte for byte.
#include "scanner/match/prefilter/delta_search.h"

#include <doctest/doctest.h>

#include <random>

#include "tests/support/planted.h"

namespace rekey::test {
namespace {

struct Version {
  std::string text;
  std::vector<CopiedBytes> copies;
};

// Makes versions of texts as deltas do: copies of the base, insertions between them.
class Editor {
 public:
  explicit Editor(uint64_t seed) : random_(seed), plants_(planted(seed)) {}

  std::string first(size_t plants) {
    std::string text;
    for (size_t i = 0; i < plants; ++i) text += inserted();
    return text;
  }

  // Usually a few small edits; sometimes pieces moved, repeated, or cut off.
  Version edit(const std::string& base) {
    Version out;
    size_t from = random_() % 4 == 0 ? random_() % (base.size() + 1) : 0;
    for (int edits = static_cast<int>(random_() % 6); edits >= 0 && from < base.size(); --edits) {
      const size_t rest = base.size() - from;
      copy(base, from, edits == 0 && random_() % 4 != 0 ? rest : 1 + random_() % rest, out);
      from = std::min(base.size(), from + out.copies.back().size);
      switch (random_() % 5) {
        case 0:
          out.text += inserted();
          break;
        case 1:
          out.text += inserted().substr(0, random_() % 9);
          break;
        case 2:
          from = random_() % (base.size() + 1);
          break;
        default:
          from = std::min(base.size(), from + random_() % 40);
      }
    }
    return out;
  }

 private:
  void copy(const std::string& base, size_t from, size_t size, Version& out) {
    out.copies.push_back({static_cast<uint32_t>(out.text.size()), static_cast<uint32_t>(from),
                          static_cast<uint32_t>(size)});
    out.text += base.substr(from, size);
  }

  std::string inserted() {
    std::string text = plants_[random_() % plants_.size()].text;
    if (random_() % 3 == 0) text.erase(random_() % text.size(), random_() % 30);
    for (size_t lines = random_() % 8; lines > 0; --lines) {
      text += "some_line = of(text, " + std::to_string(random_() % 1000) + ");\n";
    }
    return text;
  }

  std::mt19937_64 random_;
  std::vector<Planted> plants_;
};

class Checker {
 public:
  Checker() : matcher_(builtin_matcher()), scratch_(matcher_->make_scratch()) {}

  // Matches `version` as a change of what `base` is known of.
  CarriedEnds check(const Version& version, const CarriedEnds* base) {
    CarriedEnds memory;
    const auto changed =
        matcher_->explain_changed(version.text, base, version.copies, &memory, *scratch_);
    auto full = matcher_->explain(version.text, *scratch_);
    // Left out: what the judge drops of the values that names are bound to.
    std::erase_if(full, [&](const Candidate& one) {
      return matcher_->rules().rules()[one.match.rule].binding &&
             (one.dropped == Dropped::kValidator || one.dropped == Dropped::kAllowlist);
    });
    CHECK(changed == full);
    candidates_ += full.size();
    usable_ += memory.usable ? 1 : 0;
    return memory;
  }

  size_t candidates_ = 0, usable_ = 0;

 private:
  std::shared_ptr<const Matcher> matcher_;
  std::shared_ptr<MatchScratch> scratch_;
};

TEST_CASE("Versions of a text have the candidates that a full search finds, down long chains") {
  Checker checker;
  for (uint64_t seed = 1; seed <= 6; ++seed) {
    Editor editor(seed);
    Version version{editor.first(seed * 6), {}};
    CarriedEnds known = checker.check(version, nullptr);
    for (int i = 0; i < 60; ++i) {
      Version next = editor.edit(version.text);
      if (next.text.empty()) continue;
      known = checker.check(next, &known);
      version = std::move(next);
    }
  }
  CHECK(checker.candidates_ > 1000);
  CHECK(checker.usable_ > 300);
}

TEST_CASE("A text that ends where its base went on is searched at its end") {
  Checker checker;
  Editor editor(9);
  for (int i = 0; i < 100; ++i) {
    const Version base{editor.first(3), {}};
    const CarriedEnds known = checker.check(base, nullptr);
    const size_t cut = base.text.size() * static_cast<size_t>(i) / 100;
    const auto size = static_cast<uint32_t>(cut);
    checker.check({base.text.substr(0, cut), {{0, 0, size}}}, &known);
    checker.check(
        {base.text.substr(cut), {{0, size, static_cast<uint32_t>(base.text.size() - cut)}}},
        &known);
  }
}

}  // namespace
}  // namespace rekey::test
