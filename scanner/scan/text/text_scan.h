// TextScan: one thread's part of a scan: matches texts and keeps what it found, with positions.
//
// Not shared between threads. The merged result does not depend on which thread saw which text.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/findings/store.h"
#include "scanner/git/pack/mapping_guard.h"
#include "scanner/scan/options.h"
#include "scanner/scan/text/pairs.h"
#include "scanner/scan/text/unasked_secrets.h"
#include "scanner/suppress/origin_filter.h"
#include "scanner/suppress/severities.h"

namespace rekey {

// What all threads of a scan share; immutable but for the secrets that are only to be masked.
class ScanContext {
 public:
  // kUsage for a rule id that does not exist or an expression that is wrong.
  static Result<std::shared_ptr<const ScanContext>> create(const ScanOptions& options);

  [[nodiscard]] const ScanOptions& options() const { return options_; }
  [[nodiscard]] const std::vector<Rule>& rules() const { return options_.matcher->rules().rules(); }
  [[nodiscard]] const OriginFilter& origins() const { return *origins_; }
  [[nodiscard]] const Severities& severities() const { return *severities_; }
  [[nodiscard]] const Pairs& pairs() const { return *pairs_; }
  [[nodiscard]] UnaskedSecrets& unasked() const { return *unasked_; }
  // Whether such a match is reported at any place.
  [[nodiscard]] bool wanted(uint32_t rule, Confidence confidence) const;
  // Whether a mapped file was made shorter since the scan began: what was read of it may be wrong.
  [[nodiscard]] bool had_files_cut() const { return MappingGuard::cut_count() > cut_before_; }

 private:
  ScanOptions options_;
  size_t cut_before_ = MappingGuard::cut_count();
  std::unique_ptr<OriginFilter> origins_;
  std::optional<Severities> severities_;
  std::unique_ptr<Pairs> pairs_;
  std::unique_ptr<UnaskedSecrets> unasked_ = std::make_unique<UnaskedSecrets>();
  std::vector<bool> enabled_;  // by rule
};

class SearchedText;

class TextScan {
 public:
  explicit TextScan(std::shared_ptr<const ScanContext> context);

  // The secrets in `text` with their positions and no origin, of very many the worst
  // (brief_hits.h). Counts the text. What is written in UTF-16 or UTF-32 is read as UTF-8
  // (searched_text.h): lines and columns are those of that, bytes those of `text`. Once
  // ScanOptions::deadline is over, some of them: it is for the caller to ask and to tell.
  std::vector<Hit> find(std::string_view text);

  // find(), counted as a part of the text before.
  std::vector<Hit> find_more(std::string_view text) {
    --stats_.texts;
    return find(text);
  }

  // The same for a text that is partly another's, and for texts made from it (Matcher).
  std::vector<Hit> find_changed(std::string_view text, const CarriedEnds* base,
                                std::span<const CopiedBytes> copies, CarriedEnds* memory);

  // find() for a text whose candidates are known: what candidates() gave for it under these rules.
  // Nothing when they cannot be this text's.
  std::optional<std::vector<Hit>> find_known(std::string_view text,
                                             std::vector<Candidate> candidates);

  // From now on hits say only what marks are made of (brief_hits.h), or all again.
  void set_brief(bool brief) { brief_ = brief; }

  // All candidates of the latest text that was asked for; places are those of the searched text,
  // and behind its end those of its wide parts.
  [[nodiscard]] const std::vector<Candidate>& candidates() const { return candidates_; }

  // find(), and keeps what rules and allowlists report at `origin`, whose place and path are set.
  void add(std::string_view text, const Occurrence& origin);

  // The second half of add(), for what find() gave.
  void keep(std::vector<Hit> hits, const Occurrence& origin);

  // After a text that ended for lack of memory (base/memory.h), before any other: nothing of it is
  // left that the next one could trip over.
  void renew();

  FindingStore& store() { return store_; }
  [[nodiscard]] const Stats& stats() const { return stats_; }

 private:
  std::vector<Hit> all_hits(const SearchedText& searched);
  std::vector<Hit> hits_of_candidates(const SearchedText& searched,
                                      const std::vector<Candidate>& candidates,
                                      const std::vector<Segment>& passed_over);

  std::shared_ptr<const ScanContext> context_;
  std::shared_ptr<MatchScratch> scratch_;
  std::vector<Candidate> candidates_;
  std::vector<Candidate> part_candidates_;                // of SearchedText::parts()
  std::vector<Segment> passed_over_, parts_passed_over_;  // by these searches (Matcher)
  FindingStore store_;
  Stats stats_;
  bool brief_ = false;
};

// The stage as --stats and explain name it: "entropy"; "" for kNot.
std::string_view dropped_name(Dropped dropped);

// Whether `hit` is to be reported at `path` in `commit`; asks the rule's paths and the allowlists'.
bool reported_at(const ScanContext& context, const Hit& hit, std::string_view path,
                 std::string_view commit);

// Adds the hits of rules that report the file itself: their secret is its path.
void add_path_hits(const ScanContext& context, std::string_view path, std::vector<Hit>& hits);

// A reader's error, "what: why", as the two.
Skipped skipped_of(const Error& error);

// Adds the counts of one thread to those of the scan.
void add_stats(Stats& total, const Stats& part);

}  // namespace rekey
