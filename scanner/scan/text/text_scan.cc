#include "scanner/scan/text/text_scan.h"

#include <algorithm>
#include <string_view>
#include <thread>

#include "scanner/base/ascii.h"
#include "scanner/findings/lines.h"
#include "scanner/match/judge/surroundings.h"
#include "scanner/scan/text/brief_hits.h"
#include "scanner/scan/text/hiders.h"
#include "scanner/scan/text/searched_text.h"
#include "scanner/scan/text/stored_places.h"

namespace rekey {
namespace {

// What nobody looked at may be secrets, so lines do not show it either.
void add_passed_over(std::string_view text, const std::vector<Segment>& passed_over,
                     std::vector<MaskedSpan>& masks) {
  for (const Segment& one : passed_over) {
    masks.push_back({one.span, Secret(std::string(one.span.of(text))).masked("")});
  }
  const auto begins_first = [](const MaskedSpan& a, const MaskedSpan& b) {
    return a.span.begin < b.span.begin;
  };
  std::stable_sort(masks.begin(), masks.end(), begins_first);
  size_t kept = 0;
  for (size_t i = 1; i < masks.size(); ++i) {
    if (masks[kept].span.overlaps(masks[i].span)) {
      masks[kept].span.end = std::max(masks[kept].span.end, masks[i].span.end);
    } else if (++kept != i) {
      masks[kept] = std::move(masks[i]);
    }
  }
  masks.resize(std::min(masks.size(), kept + 1));
}

// What a line shows instead of its secrets: all of them, also those nobody asked to report, and the
// bytes that a dropped overlapping one has beyond.
std::vector<MaskedSpan> masks_of(std::string_view text, const std::vector<Candidate>& candidates,
                                 const std::vector<Segment>& passed_over,
                                 const std::vector<Rule>& rules) {
  std::vector<MaskedSpan> out;
  for (const auto& [match, dropped] : candidates) {  // by secret.begin
    if (dropped != Dropped::kNot && dropped != Dropped::kOverlap && dropped != Dropped::kPrefix) {
      continue;
    }
    std::string mask =
        Secret(std::string(match.secret.of(text))).masked(rules[match.rule].mask_prefix);
    if (out.empty() || !out.back().span.overlaps(match.secret)) {
      out.push_back({match.secret, std::move(mask)});
      continue;
    }
    if (dropped == Dropped::kNot) out.back().mask = std::move(mask);
    out.back().span.end = std::max(out.back().span.end, match.secret.end);
  }
  if (!passed_over.empty()) add_passed_over(text, passed_over, out);
  return out;
}

// Where a match begins; line ends in front are no part of it.
size_t begin_of(std::string_view text, const Match& match) {
  size_t begin = match.span.begin;
  while (begin < match.secret.begin && (text[begin] == '\n' || text[begin] == '\r')) ++begin;
  return begin;
}

uint32_t lines_between(std::string_view text, size_t begin, size_t end) {
  const std::string_view part = text.substr(begin, end - begin);
  return static_cast<uint32_t>(std::count(part.begin(), part.end(), '\n'));
}

// The match around the secret; lookups are few, for reports that ask.
MatchText match_text(std::string_view text, const Match& match,
                     const std::vector<MaskedSpan>& masked, const Occurrence& at) {
  MatchText out;
  const size_t match_begin = begin_of(text, match);
  out.before = masked_part(text, {match_begin, match.secret.begin}, masked, true);
  out.after = masked_part(text, {match.secret.end, match.span.end}, masked, false);
  // From the secret's position, which is known: a match's ends are near.
  out.line = at.match_line;
  const size_t line_begin = lines_of(text, {match_begin, match_begin}).begin;
  out.column = static_cast<uint32_t>(match_begin - line_begin + 1);
  if (out.line == at.line) {
    out.column = at.column - static_cast<uint32_t>(match.secret.begin - match_begin);
  }
  LineCursor behind(text.substr(match.secret.end, match.span.end - match.secret.end));
  const TextPosition end = behind.at(match.span.end - match.secret.end);
  out.end_line = at.end_line + end.line - 1;
  out.end_column = end.line == 1 ? at.end_column + end.column - 1 : end.column;
  return out;
}

// Positions, context and line hash of every match; `matches` are by secret.begin and disjoint.
std::vector<Hit> hits_of(std::string_view text, const std::vector<Match>& matches,
                         const std::vector<MaskedSpan>& masked, const ScanContext& context) {
  const bool with_hashes = context.options().line_hashes;
  std::vector<Hit> hits;
  std::vector<size_t> offsets;
  offsets.reserve(matches.size());
  for (const Match& match : matches) offsets.push_back(match.secret.begin);
  std::vector<std::string> hashes(matches.size());
  if (with_hashes) hashes = line_hashes_at(text, offsets);
  LineCursor cursor(text);
  InlineMarks marks(text);
  for (size_t i = 0; i < matches.size(); ++i) {
    const Span& span = matches[i].secret;
    Hit& hit = hits.emplace_back();
    hit.rule = matches[i].rule;
    hit.confidence = matches[i].confidence;
    hit.secret = Secret(std::string(span.of(text)));
    if (context.origins().asks_text(hit.rule)) {
      hit.match = Secret(std::string(matches[i].span.of(text)));
      hit.line = Secret(std::string(lines_of(text, matches[i].span).of(text)));
    }
    Occurrence& place = hit.occurrence;
    const TextPosition begin = cursor.at(span.begin);
    LineCursor behind = cursor;  // the next secret may begin before this one's end
    const TextPosition end = behind.at(span.end);
    place.line = begin.line;
    place.column = begin.column;
    place.utf16_column = begin.utf16_column;
    place.end_line = end.line;
    place.end_column = end.column;
    place.utf16_end_column = end.utf16_column;
    place.start_byte = span.begin;
    place.end_byte = span.end;
    place.context_line = masked_context(text, span, masked);
    place.line_hash = hashes[i];
    place.match_line = place.line - lines_between(text, begin_of(text, matches[i]), span.begin);
    add_mark(matches[i].span, context, marks, hit);
    if (context.options().match_texts) place.match = match_text(text, matches[i], masked, place);
  }
  return hits;
}

}  // namespace

std::string_view dropped_name(Dropped dropped) {
  switch (dropped) {
    case Dropped::kEntropy:
      return "entropy";
    case Dropped::kValidator:
      return "validator";
    case Dropped::kAllowlist:
      return "allowlist";
    case Dropped::kContext:
      return "context";
    case Dropped::kKeyword:
      return "keyword";
    case Dropped::kOverlap:
      return "overlap";
    case Dropped::kPart:
      return "part";
    case Dropped::kPrefix:
      return "prefix";
    default:
      return "";
  }
}

unsigned thread_count(const ScanOptions& options, uint64_t work) {
  const unsigned wanted =
      options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
  return static_cast<unsigned>(std::clamp<uint64_t>(work, 1, wanted));
}

namespace {

// What was taken for an id may be a secret in the wrong place: only words are repeated.
std::string quoted_id(const std::string& id) {
  const bool is_plain =
      std::all_of(id.begin(), id.end(), [](char c) { return is_lower(c) || c == '-'; });
  return is_plain ? "'" + id + "'" : "of this name: (value)";
}

}  // namespace

Result<std::shared_ptr<const ScanContext>> ScanContext::create(const ScanOptions& options) {
  auto context = std::make_shared<ScanContext>();
  context->options_ = options;
  const RuleSet& rules = options.matcher->rules();
  context->enabled_.assign(rules.rules().size(), options.only_rules.empty());
  for (const auto& [ids, value] :
       {std::pair{&options.only_rules, true}, std::pair{&options.skip_rules, false}}) {
    for (const std::string& id : *ids) {
      const auto index = rules.index_of(id);
      if (!index)
        return Error{ErrorCode::kUsage, "no rule " + quoted_id(id) + "; rekey rules list has them"};
      context->enabled_[*index] = value;
    }
  }
  Result<std::unique_ptr<OriginFilter>> origins = OriginFilter::create(rules);
  if (!origins) return origins.error();
  context->origins_ = *std::move(origins);
  Result<Severities> severities = Severities::create(rules);
  if (!severities) return severities.error();
  context->severities_.emplace(*std::move(severities));
  for (uint32_t i = 0; i < context->enabled_.size(); ++i) {
    if (context->severities_->worst(i) < options.min_severity) context->enabled_[i] = false;
  }
  if (std::none_of(context->enabled_.begin(), context->enabled_.end(),
                   [](bool on) { return on; })) {
    return Error{
        ErrorCode::kUsage,
        "no rule is left to scan with: look at --only-rules, --skip-rules, --min-severity"};
  }
  context->pairs_ = std::make_unique<Pairs>(rules);
  return std::shared_ptr<const ScanContext>(std::move(context));
}

bool ScanContext::wanted(uint32_t rule, Confidence confidence) const {
  return enabled_[rule] && confidence >= options_.min_confidence;
}

TextScan::TextScan(std::shared_ptr<const ScanContext> context)
    : context_(std::move(context)),
      scratch_(context_->options().matcher->make_scratch(context_->options().deadline)),
      store_(context_->rules()) {}

void TextScan::renew() {
  scratch_.reset();
  scratch_ = context_->options().matcher->make_scratch(context_->options().deadline);
}

std::vector<Hit> TextScan::find(std::string_view text) {
  return find_changed(text, nullptr, {}, nullptr);
}

std::vector<Hit> TextScan::find_changed(std::string_view text, const CarriedEnds* base,
                                        std::span<const CopiedBytes> copies, CarriedEnds* memory) {
  const Matcher& matcher = *context_->options().matcher;
  candidates_ = matcher.explain_changed(text, base, copies, memory, *scratch_);
  const SearchedText searched(text, Matcher::may_have_nul(*scratch_));
  if (searched.is_made()) {
    if (memory != nullptr) *memory = {};  // its places are those of another text
    candidates_ = matcher.explain_changed(searched.bytes(), nullptr, {}, nullptr, *scratch_);
  }
  passed_over_ = Matcher::passed_over(*scratch_);
  parts_passed_over_.clear();
  part_candidates_.clear();
  if (const SearchedText* parts = searched.parts()) {
    part_candidates_ = matcher.explain_changed(parts->bytes(), nullptr, {}, nullptr, *scratch_);
    parts_passed_over_ = Matcher::passed_over(*scratch_);
  }
  return all_hits(searched);
}

std::optional<std::vector<Hit>> TextScan::find_known(std::string_view text,
                                                     std::vector<Candidate> candidates) {
  if (candidates.size() >= Matcher::kMostOfRule) return std::nullopt;  // where others may be
  const SearchedText searched(text);
  std::vector<Candidate> of_parts;
  if (searched.parts() != nullptr) of_parts = take_parts(searched, candidates);
  const size_t rules = context_->rules().size();
  const auto fit = [&](const std::vector<Candidate>& all, const SearchedText& in) {
    const Span whole{0, in.bytes().size()};
    return std::all_of(all.begin(), all.end(), [&](const Candidate& one) {
      return one.match.rule < rules && whole.contains(one.match.span);
    });
  };
  if (!fit(candidates, searched)) return std::nullopt;
  if (searched.parts() != nullptr && !fit(of_parts, *searched.parts())) return std::nullopt;
  candidates_ = std::move(candidates);
  part_candidates_ = std::move(of_parts);
  passed_over_.clear();
  parts_passed_over_.clear();
  return all_hits(searched);
}

// Of the text, and of its wide parts what a search of the text could not find. candidates() then
// has both.
std::vector<Hit> TextScan::all_hits(const SearchedText& searched) {
  ++stats_.texts;
  stats_.bytes += searched.stored().size();
  for (const Candidate& candidate : candidates_) {
    if (candidate.dropped == Dropped::kNot) continue;
    ++stats_.dropped[std::string(dropped_name(candidate.dropped))];
  }
  std::vector<Hit> hits = hits_of_candidates(searched, candidates_, passed_over_);
  if (searched.parts() == nullptr) return hits;
  const SearchedText& parts = *searched.parts();
  const auto is_plain = [&](const Candidate& one) {
    return !parts.encoding_in(one.match.secret.begin, one.match.secret.end);
  };
  std::erase_if(part_candidates_, is_plain);
  for (Hit& hit : hits_of_candidates(parts, part_candidates_, parts_passed_over_))
    hits.push_back(std::move(hit));
  put_parts(searched, part_candidates_, candidates_);
  return hits;
}

std::vector<Hit> TextScan::hits_of_candidates(const SearchedText& searched,
                                              const std::vector<Candidate>& candidates,
                                              const std::vector<Segment>& passed_over) {
  const std::string_view text = searched.bytes();
  std::vector<Match> matches;
  for (const Candidate& candidate : candidates) {
    if (candidate.dropped != Dropped::kNot) continue;
    if (context_->wanted(candidate.match.rule, candidate.match.confidence)) {
      matches.push_back(candidate.match);
    } else {
      context_->unasked().add(candidate.match.rule, candidate.match.secret.of(text));
    }
  }
  if (matches.empty()) return {};
  stats_.left_out += keep_worst(matches, context_->rules());
  for (const Segment& one : passed_over) {
    stats_.left_out += context_->wanted(one.rule, context_->rules()[one.rule].confidence) ? 1 : 0;
  }
  const std::vector<const Match*> others = context_->pairs().take_pairs(text, candidates, matches);
  if (brief_) return brief_hits(text, matches, *context_);
  const std::vector<MaskedSpan> masked = masks_of(text, candidates, passed_over, context_->rules());
  std::vector<Hit> hits = hits_of(text, matches, masked, *context_);
  add_parts(text, others, hits);
  add_hiders(text, candidates, *context_, hits);
  if (searched.is_made()) place_in_stored(searched, hits);
  return hits;
}

void add_path_hits(const ScanContext& context, std::string_view path, std::vector<Hit>& hits) {
  if (path.empty()) return;
  for (const uint32_t rule : context.origins().path_rules()) {
    if (!context.origins().is_for_path(rule, path)) continue;
    const Rule& asked = context.rules()[rule];
    if (asked.skip_report || !context.wanted(rule, asked.confidence)) continue;
    Hit& hit = hits.emplace_back();
    hit.rule = rule;
    hit.confidence = asked.confidence;
    hit.secret = Secret(std::string(path));
    hit.occurrence.line = hit.occurrence.end_line = 1;
    hit.occurrence.column = hit.occurrence.end_column = 1;
    hit.occurrence.utf16_column = hit.occurrence.utf16_end_column = 1;
  }
}

void TextScan::add(std::string_view text, const Occurrence& origin) {
  std::vector<Hit> hits = find(text);
  add_path_hits(*context_, origin.path, hits);
  keep(std::move(hits), origin);
}

void TextScan::keep(std::vector<Hit> hits, const Occurrence& origin) {
  for (Hit& hit : hits) {
    if (!reported_at(*context_, hit, origin.path, origin.commit)) {
      ++stats_.dropped["path"];
      continue;
    }
    set_origin(hit.occurrence, origin);
    store_.add(std::move(hit));
  }
}

bool reported_at(const ScanContext& context, const Hit& hit, std::string_view path,
                 std::string_view commit) {
  const auto reports = [&](const auto& one) {
    FilteredMatch match{one.rule, one.secret.reveal(), one.match.reveal(), one.line.reveal()};
    if (context.rules()[one.rule].regex.empty()) match.secret = {};  // the path, asked for already
    return context.origins().reports(match, path, commit);
  };
  return reports(hit) && std::none_of(hit.hidden_by.begin(), hit.hidden_by.end(), reports);
}

Skipped skipped_of(const Error& error) {
  const size_t colon = error.message.find(": ");
  if (colon == std::string::npos) return {error.message, "unreadable"};
  return {error.message.substr(0, colon), error.message.substr(colon + 2)};
}

void add_stats(Stats& total, const Stats& part) {
  total.texts += part.texts;
  total.bytes += part.bytes;
  total.commits += part.commits;
  total.left_out += part.left_out;
  for (const auto& [reason, count] : part.dropped) total.dropped[reason] += count;
}

}  // namespace rekey
