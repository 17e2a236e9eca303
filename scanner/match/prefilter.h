// Prefilter: Hyperscan over a whole text: which rule may have a match, and where it may end.
//
// Most secrets are random runs (random_run.h), which few lines of a text have. So there are two
// databases: a small one for rules whose secrets need not be random, which reads the whole text,
// and a large one for all others, which reads the lines with a random run.
//
// It errs on one side: whatever confirm.h would find in the text ends inside a segment given here.
// A Database is immutable and shared; a PrefilterScratch is one thread's.
//
// Form of a compiled database: "rekey database 6", then per rule how it is searched and the widest
// match (wire.h), then Hyperscan's serialized databases of the expressions for whole texts (with
// the literals of wide_rules.h) and of those for lines with a random run, of the words of named
// rules (named_search.h) and of assigned rules (assigned_search.h), then the gate (gate.h), which
// fit one Hyperscan release and, as they are compiled for no CPU features, every processor of the
// architecture.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/bytes.h"
#include "scanner/base/result.h"
#include "scanner/match/assigned_search.h"
#include "scanner/match/gate.h"
#include "scanner/match/gathered.h"
#include "scanner/match/hyperscan.h"
#include "scanner/match/named_search.h"
#include "scanner/match/segment.h"
#include "scanner/rules/rule.h"

namespace rekey {

struct CompiledRules {
  std::string bytes;
  std::vector<size_t> unfiltered;  // rules that Hyperscan does not take: RE2 searches every text
};

// kUsage when a rule cannot be compiled at all.
Result<CompiledRules> compile_database(const std::vector<Rule>& rules);

class PrefilterScratch {
 public:
 private:
  friend class Prefilter;
  Scratch scratch_;
  uint64_t literals_ = 0;           // those of wide rules in the latest text
  Gathered random_;                 // lines with a random run
  std::vector<EndRange> gathered_;  // ends in them
  std::vector<EndRange> ranges_;
  std::vector<size_t> latest_;    // by rule: its newest range plus 1, or 0
  std::vector<Span> named_ends_;  // where the expression of all named rules ended
  std::vector<Span> lead_ends_;   // and these and where assigned rules' did
  std::vector<AssignedEnd> assigned_ends_;
  std::vector<Segment> found_;
  std::unique_ptr<NamedScratch> named_;
  std::unique_ptr<AssignedScratch> assigned_;
  std::unique_ptr<GateScratch> gate_;
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

  // The two halves of scan(). Ends that are none may be added to those found, and ranges be longer
  // than need be: what confirm finds in the segments stays the same.
  void find_ends(std::string_view text, PrefilterScratch& scratch,
                 std::vector<EndRange>& out) const;
  // The literals (wide_rules.h) that the latest find_ends() saw in its text, by bit.
  static uint64_t literals(const PrefilterScratch& scratch) { return scratch.literals_; }
  void segments(std::string_view text, const std::vector<EndRange>& ends, PrefilterScratch& scratch,
                std::vector<Segment>& out) const;

  // Which bytes before an end decide that it is one; kReachBehind behind it do, too.
  enum class Within : uint8_t { kText, kLine, kLeadLines };  // the end's line, or lead_lines.h
  struct Reach {
    size_t bytes = 0;  // SIZE_MAX = any number
    Within within = Within::kText;
  };
  // Two expressions that rules share have the numbers behind the rules': that of all named rules,
  // that of assigned rules.
  static constexpr uint32_t kLeads = 2;
  static constexpr size_t kReachBehind = 2;  // $ looks over a newline to the end of the text
  [[nodiscard]] Reach reach(uint32_t rule) const;
  // Whether every rule is searched here; segments of others are whole texts.
  [[nodiscard]] bool is_complete() const;

 private:
  struct Impl;
  explicit Prefilter(std::unique_ptr<Impl> impl);
  static void search(const Database& database, std::string_view text, PrefilterScratch& scratch,
                     std::vector<EndRange>& out);
  std::unique_ptr<Impl> impl_;
};

}  // namespace rekey
