// Prefilter: Hyperscan over a whole text: which rule may have a match, and where it may end.
//
// It errs on one side: whatever confirm.h would find in the text ends inside a segment given here.
// A Database is immutable and shared; a PrefilterScratch is one thread's.
//
// Form of a compiled database: "rekey database 1", then per rule how it is searched and the widest
// match (wire.h), then Hyperscan's serialized database, which fits one Hyperscan release and, as it
// is compiled for no CPU features, every processor of the architecture.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/bytes.h"
#include "scanner/base/result.h"
#include "scanner/rules/rule.h"

struct hs_scratch;

namespace rekey {

struct CompiledRules {
  std::string bytes;
  std::vector<size_t> unfiltered;  // rules that Hyperscan does not take: RE2 searches every text
};

// kUsage when a rule cannot be compiled at all.
Result<CompiledRules> compile_database(const std::vector<Rule>& rules);

// Segment: every match of `rule` that confirm can find in the text lies inside one.
struct Segment {
  uint32_t rule = 0;
  Span span;
};

// The ends that Hyperscan reported for a rule, those close together as one.
struct EndRange {
  uint32_t rule = 0;
  size_t first = 0, last = 0;
};

class PrefilterScratch {
 public:
  PrefilterScratch() = default;
  ~PrefilterScratch();
  PrefilterScratch(const PrefilterScratch&) = delete;
  PrefilterScratch& operator=(const PrefilterScratch&) = delete;

 private:
  friend class Prefilter;
  hs_scratch* scratch_ = nullptr;
  std::vector<EndRange> ranges_;
  std::vector<size_t> latest_;  // by rule: its newest element of ranges_ plus 1, or 0
};

class Prefilter {
 public:
  // `rules` are those that `bytes` was compiled from.
  static Result<std::unique_ptr<Prefilter>> create(std::string_view bytes,
                                                   const std::vector<Rule>& rules);
  ~Prefilter();

  [[nodiscard]] std::unique_ptr<PrefilterScratch> make_scratch() const;

  // Segments by rule, then position; disjoint for a rule.
  void scan(std::string_view text, PrefilterScratch& scratch, std::vector<Segment>& out) const;

 private:
  struct Impl;
  explicit Prefilter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace rekey
