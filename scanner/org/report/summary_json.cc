// JSON, also a line a leak: the summary in the shape of a report of `rekey git --format json`, so
// that what reads those (rekey reset too) reads this; each place has its repository, no secret has
// a hash without a key.
#include <nlohmann/json.hpp>

#include "scanner/base/json_write.h"
#include "scanner/org/report/summary_formats.h"
#include "scanner/report/text/words.h"
#include "scanner/report/writers.h"

namespace rekey {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json repository_json(const SummaryRepository& one) {
  return {{"name", one.name},
          {"url", or_null(one.url)},
          {"provider", one.provider},
          {"visibility", visibility_name(one.visibility)},
          {"fork_of", or_null(one.fork_of)},
          {"archived", one.archived},
          {"planned", one.is_planned},
          {"state", one.state},
          {"reason", or_null(one.reason)},
          {"head", or_null(one.head)}};
}

Json place_json(const Summary& summary, const LeakPlace& at) {
  return {{"repository", summary.repositories[at.repository].name},
          {"place", at.place},
          {"path", at.path},
          {"line", at.line},
          {"column", at.column},
          {"end_line", at.end_line},
          {"end_column", at.end_column},
          {"status", at.status},
          {"reason", at.reason},
          {"blob", or_null(at.blob)},
          {"commit", or_null(at.commit)},
          {"author", at.author},
          {"email", at.email},
          {"date", or_null(at.date)},
          {"removed_in", or_null(at.removed_in)},
          {"in_head", at.in_head},
          {"refs", at.refs},
          {"owners", or_null(at.owners)}};
}

Json leak_json(const Summary& summary, const Leak& leak) {
  const Rule& rule = summary.rules[leak.rule].rule;
  Json places = Json::array();
  for (const LeakPlace& at : leak.places) places.push_back(place_json(summary, at));
  const LeakPlace& oldest = leak.places.front();
  return {{"id", leak.id},
          {"rule", rule.id},
          {"kind", kind_name(rule)},
          {"provider", rule.provider},
          {"severity", severity_name(leak.severity)},
          {"confidence", confidence_name(leak.confidence)},
          {"state", leak.state},
          {"note", or_null(leak.note)},
          {"status", leak.is_suppressed ? "allowed" : "new"},
          {"first_seen", leak.first_seen},
          {"new_in_round", leak.is_new},
          {"secret", {{"masked", leak.masked}, {"length", leak.length}}},
          {"repositories", leak.repositories},
          {"in_head", leak.in_head},
          {"exposure", visibility_name(leak.exposure)},
          {"oldest_commit", or_null(oldest.commit)},
          {"oldest_date", or_null(oldest.date)},
          {"owners", or_null(leak.owners)},
          {"occurrences", std::move(places)},
          {"reset", Json::parse(reset_json_text(leak.reset), nullptr, false)}};
}

// All but the leaks.
Json head_json(const Summary& summary) {
  Json skipped = Json::array();
  for (const Skipped& one : summary.skipped)
    skipped.push_back({{"what", one.what}, {"why", one.why}});
  Json repositories = Json::array();
  for (const SummaryRepository& one : summary.repositories) {
    repositories.push_back(repository_json(one));
  }
  return {{"tool", "rekey"},
          {"version", summary.version},
          {"ruleset", summary.ruleset},
          {"source", "org"},
          {"round", summary.round},
          {"complete", summary.complete},
          {"counts", summary.counts},
          {"skipped", std::move(skipped)},
          {"repositories", std::move(repositories)}};
}

}  // namespace

std::string summary_json(const Summary& summary, const SummaryOptions& /*options*/) {
  Json json = head_json(summary);
  json["findings"] = Json::array();
  for (const Leak& leak : summary.leaks) json["findings"].push_back(leak_json(summary, leak));
  return dumped(json, 2) + "\n";
}

// The head's line first.
std::string summary_jsonl(const Summary& summary, const SummaryOptions& /*options*/) {
  const auto line = [](const Json& json) { return dumped(json, kOneLine) + "\n"; };
  std::string out = line(head_json(summary));
  for (const Leak& leak : summary.leaks) out += line(leak_json(summary, leak));
  return out;
}

}  // namespace rekey
