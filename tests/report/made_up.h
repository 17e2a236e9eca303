// MadeUp: a Report that no scan gave: two rules, every kind of place, and bytes of a hostile
// repository wherever a repository has a say. The secrets are drawn from a seed.
#pragma once

#include <random>
#include <string>

#include "scanner/findings/finding.h"
#include "scanner/findings/fingerprint.h"

namespace rekey::test {

// A path with an escape sequence, a line end, quotes, markup, a comma and an invalid byte.
inline const std::string kHostilePath = "a \x1b[2J\n\"b\" '<c>',|`$(d)`\xff/%=::x.env";
// An author who turns the text around (U+202E) and goes on in another line.
inline const std::string kHostileAuthor = "Eve \xE2\x80\xAE\x72\x65\x6b\x65\x79\r\n::error::\x9b";
inline const std::string kHostileReason = "known;\x07 \"fixture\"\n<!-- \xC3\x28 -->";

inline std::string made_up_secret(uint64_t seed, const std::string& prefix = "") {
  std::mt19937_64 random(seed);
  std::string out = prefix;
  for (int i = 0; i < 30; ++i) out += static_cast<char>('a' + random() % 26);
  return out;
}

inline ReportRule lock_rule() {
  ReportRule entry;
  entry.rule.id = "lock-key";
  entry.rule.kind = "Lock key";
  entry.rule.provider = "Lock";
  entry.rule.severity = Severity::kCritical;
  entry.rule.confidence = Confidence::kCertain;
  entry.rule.mask_prefix = "lock-";
  entry.rule.tags = {"api", "secret", "Lock"};
  entry.reset.summary = "Turn the lock's key now.";
  entry.reset.urgency = "now";
  entry.reset.console_url = "https://lock.test.invalid/keys";
  entry.reset.console_path = "Settings > Keys | Turn";
  entry.reset.revoke = {"DELETE", "https://lock.test.invalid/v1/key", "the key itself", "", "204"};
  entry.reset.self_revocable = true;
  entry.reset.steps = {"Make a new key.", "Put it where the old one is used.",
                       "Revoke the old key.", "Read the access log since the leak."};
  entry.reset.check = "A request with the old key answers 401.";
  entry.reset.after = "The access log.";
  entry.reset.side_effects = "Sessions end.";
  entry.reset.docs = {"https://lock.test.invalid/docs?a=1&b=2"};
  return entry;
}

// As a foreign rule file has it: hardly anything is filled in, and what is there is hostile.
inline ReportRule foreign_rule() {
  ReportRule entry;
  entry.rule.id = "strange \x1b]0;x\x07id";
  entry.rule.severity = Severity::kMedium;
  entry.rule.confidence = Confidence::kLow;
  return entry;
}

inline Occurrence made_up_place(const std::string& path, uint32_t line) {
  Occurrence at;
  at.path = path;
  at.line = at.end_line = line;
  at.column = 8;
  at.end_column = 43;
  at.utf16_column = 7;
  at.utf16_end_column = 42;
  at.start_byte = 100;
  at.end_byte = 135;
  at.context_line = "key = \"lock-\xE2\x80\xA6(35)\" \x1b[31m# \xE2\x80\xAEturned";
  at.blob = std::string(40, 'b');
  return at;
}

inline void made_up_history(Occurrence& at) {
  at.commit = std::string(40, 'c');
  at.author = kHostileAuthor;
  at.email = "eve\n@test.invalid";
  at.date = "2026-11-23T09:15:00+01:00";
  at.refs = {"refs/heads/\xE2\x80\xAEmain"};
}

// Of rule 0: in HEAD with a hostile path, removed from a plain one, then the places with no path.
inline Finding lock_finding() {
  Finding finding;
  finding.severity = Severity::kCritical;
  finding.confidence = Confidence::kCertain;
  finding.secret = Secret(made_up_secret(1, "lock-"));
  finding.secret.keep(stretch_of(finding.secret.reveal()));
  finding.fingerprint = fingerprint("lock", finding.secret);
  for (int i = 0; i < 5; ++i) finding.occurrences.push_back(made_up_place("conf/key.txt", 3));
  std::vector<Occurrence>& places = finding.occurrences;
  for (Occurrence& at : places) made_up_history(at);
  places[0].path = kHostilePath;
  places[0].in_head = true;
  places[0].line_hash = "c129715d7a2bc9a3:1";
  places[0].layers = {"base64", "utf-16le"};
  Part half;  // the other half of a pair, two lines above
  half.rule = 1;
  half.secret = Secret(made_up_secret(4, "id-"));
  half.secret.keep(stretch_of(half.secret.reveal()));
  half.line = half.end_line = 1;
  half.column = half.utf16_column = 4;
  half.end_column = half.utf16_end_column = 37;
  half.start_byte = 3;
  half.end_byte = 36;
  places[0].match = MatchText{"key = \"", "\"\n", 3, 1, 4, 1};
  places[0].parts = places[1].parts = {half};
  places[1].removed_in = std::string(40, 'd');
  places[2].place = Place::kCommitMessage;
  places[2].path = places[2].blob = "";
  places[3].place = Place::kTagMessage;
  places[3].path = "";
  places[4].place = Place::kOrphan;
  places[4].path = places[4].commit = "";
  places[4].refs.clear();
  return finding;
}

// Of rule 1: suppressed, over two lines.
inline Finding foreign_finding() {
  Finding finding;
  finding.rule = 1;
  finding.severity = Severity::kMedium;
  finding.confidence = Confidence::kLow;
  finding.secret = Secret(made_up_secret(2) + "\n" + made_up_secret(3));
  finding.secret.keep(stretch_of(finding.secret.reveal()));
  finding.fingerprint = fingerprint("strange", finding.secret);
  finding.occurrences.push_back(made_up_place("-rf=@SUM(A1)", 7));
  finding.occurrences[0].end_line = 8;
  finding.status = FindingStatus::kBaseline;
  finding.reason = kHostileReason;
  return finding;
}

inline Report empty_report() {
  Report report;
  report.version = "1.2.3";
  report.ruleset = std::string(64, '0');
  report.started = 1764000000;
  report.source = "git /made/up";
  report.root = "/made/up";
  report.stats.texts = 12;
  report.stats.bytes = 34567;
  report.stats.commits = 3;
  report.stats.seconds = 0.25;
  return report;
}

inline Report made_up_report() {
  Report report = empty_report();
  report.note = "A note \x1b[1mof the scan.";
  report.repository = "https://host.test.invalid/team/repo.git";
  report.revision = std::string(40, 'e');
  report.complete = false;
  report.skipped = {{kHostilePath, "larger than --max-file-size (256 MiB)"},
                    {"blob " + std::string(40, 'f'), "cannot be read: \x1b[0m"}};
  report.stats.dropped = {{"placeholder", 4}};
  report.rules = {lock_rule(), foreign_rule()};
  report.findings = {lock_finding(), foreign_finding()};
  return report;
}

}  // namespace rekey::test
