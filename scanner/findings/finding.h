// Finding: one leaked secret with all its places. Report: all that a scan says.
//
// Plain data. Reporters are pure functions of a Report; they get it sorted (store.h).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/findings/secret.h"
#include "scanner/rules/rule.h"

namespace rekey {

// Where in a repository a text came from.
enum class Place : uint8_t {
  kFile,
  kCommitMessage,
  kTagMessage,
  kOrphan,  // a blob on no tree
  kCommitHeader,
  kTagHeader,
};

// What allows a place: a comment beside it, or an entry of an ignore file.
enum class Allowed : uint8_t { kNot, kByComment, kByFile };

// The other half of a pair (rules/rule.h) at one place.
struct Part {
  uint32_t rule = 0;  // index as Finding::rule
  Secret secret;
  uint32_t line = 0, column = 0, end_line = 0, end_column = 0;
  uint32_t utf16_column = 0, utf16_end_column = 0;
  uint64_t start_byte = 0, end_byte = 0;
  std::string path;  // of another file in the same folder; "" = in the same text
};

// A whole match, boundaries and context included, around its secret.
struct MatchText {
  std::string before, after;  // up to 256 bytes each; other secrets in them are masked
  uint32_t line = 0, column = 0, end_line = 0, end_column = 0;  // as of a secret
};

struct Occurrence {
  Place place = Place::kFile;
  // Repository paths are bytes with '/' between folders, as git stores them; not always UTF-8.
  // "" for messages, headers and kOrphan: display_path() names those.
  std::string path;
  // 1-based; columns count bytes, so UTF-8 bytes in UTF-8 text; end_* is exclusive: the position
  // behind the secret's last byte. Lines end at LF. For messages: lines of the message;
  // for headers: of the object, as `git cat-file commit ID` shows it.
  uint32_t line = 0, column = 0, end_line = 0, end_column = 0;
  uint32_t match_line = 0;  // where the whole match begins, as gitleaks counts; 0 = as `line`
  // The same columns in UTF-16 code units, as SARIF and editors count; an invalid byte counts as
  // one.
  uint32_t utf16_column = 0, utf16_end_column = 0;
  // Half open, in the file, blob, message or (of a header) object as stored.
  uint64_t start_byte = 0, end_byte = 0;
  std::vector<std::string> layers;  // how it was wrapped, outermost first: "base64", "utf-16le"

  // Of a report over several repositories: the name of this place's, and the URL of its remote.
  std::string repository, repository_url;

  // History; empty where there is none. Object ids are lower-case hex.
  std::string blob;    // the blob, or for a tag's message or header the tag object
  std::string commit;  // that introduced it
  std::string author, email;
  std::string date;  // committer's, ISO 8601 with offset: 2026-11-23T09:15:00+01:00
  std::string
      removed_in;  // the commit that took it away; empty = still there on some ref, or unknown
  bool in_head = false;           // in the tree of HEAD, at this path
  std::vector<std::string> refs;  // some refs that reach `commit`; none = only dangling objects

  // What a report needs of the text around it: the line of the secret's start, without its newline,
  // cut to 256 bytes around the secret, every secret of the scan in it already masked.
  std::string context_line;
  // The line hash that GitHub's code scanning computes ("c129715d7a2bc9a3:1"); empty = not
  // computed.
  std::string line_hash;

  std::vector<Part> parts;         // in the same text, or beside it
  std::optional<MatchText> match;  // if the scan was asked for it

  Allowed allowed = Allowed::kNot;
  // Why it is allowed; or why a mark that is there does not allow it. "" = there is none.
  std::string allow_reason;
};

// kAllowed: every place is. kBaseline: not so, but the leak is known already.
enum class FindingStatus : uint8_t { kNew, kBaseline, kAllowed };

// What an organisation knows of a leak beside its places.
struct Standing {
  std::string state;     // "open", "reset", ...: what people say
  std::string exposure;  // the widest circle that can read it: "public", ...; "" = unknown
  std::string owners;    // who is to be asked; "" = unknown
  size_t repositories = 1;
  bool is_new = false;  // seen in this round for the first time
};

struct Finding {
  uint32_t rule = 0;  // index in Report::rules
  Severity severity = Severity::kHigh;
  Confidence confidence = Confidence::kHigh;
  std::string key;          // leak_key(), of a scan; reports never show it
  std::string fingerprint;  // fingerprint.h; "" where nobody asked for it
  Secret secret;
  std::vector<Occurrence> occurrences;  // sorted: commit date, path, position; at least one
  FindingStatus status = FindingStatus::kNew;
  std::string reason;                // why it is suppressed
  std::optional<Standing> standing;  // in a report over several repositories
};

struct Skipped {
  std::string what;  // path, or "blob 1234..." or the like
  std::string why;   // "larger than --max-file-size (256 MiB)"
};

// A rule as reports show it, of findings and of their parts.
struct ReportRule {
  Rule rule;
  Reset reset;
};

struct Stats {
  uint64_t texts = 0;                       // files, blobs or messages matched
  uint64_t bytes = 0;                       // their size
  uint64_t commits = 0;                     // commits read
  double seconds = 0;                       // wall time of the scan
  uint64_t left_out = 0;                    // places beyond those that a report has room for
  std::map<std::string, uint64_t> dropped;  // candidates by the reason they were dropped
  // Places by what suppresses them: "comment", "ignore file", "baseline".
  std::map<std::string, uint64_t> suppressed;
};

struct Report {
  std::string version;  // rekey's
  std::string ruleset;  // RuleSet::hash()
  int64_t started = 0;  // when the scan began, in seconds since 1970 (UTC); 0 = not known
  std::string source;   // "git /path", "dir a b", "stdin", "staged"
  std::string note;  // a sentence for people about the whole scan: "Nothing is staged."; may be ""
  std::string root;  // what paths are relative to; "" for stdin
  std::string repository;  // history: URL of the remote "origin", no credentials in it; may be ""
  std::string revision;    // history: the commit HEAD names; may be ""
  bool over_repositories = false;  // of an organisation: places say where, findings how they stand
  bool whole_history = false;      // all that any ref reaches was looked at
  bool has_baseline = false;       // so "new" means: not in it
  std::vector<std::string> stale;  // leaks of the baseline that a whole history has no more
  bool complete = true;            // nothing was skipped that should have been read
  std::vector<Skipped> skipped;
  // What a person should know of how it was judged, a sentence each: a push that changes rekey's
  // own files. They do not make the report incomplete.
  std::vector<std::string> notes;
  Stats stats;
  std::vector<ReportRule> rules;  // those that `findings` name, sorted by id
  std::vector<Finding> findings;  // sorted: severity (worst first), path, position, key
};

// The path, or "(commit message)", "(commit header)", "(tag message)", "(tag header)", "(blob
// 1234abcd…)" where there is none; before
// it the repository, if there are several.
std::string display_path(const Occurrence& occurrence);

// Takes from `origin` where the text of `at` is from: place, path and history. What `at` knows of
// the text itself stays.
void set_origin(Occurrence& at, const Occurrence& origin);

}  // namespace rekey
