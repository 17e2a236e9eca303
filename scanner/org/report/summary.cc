#include "scanner/org/report/summary.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "scanner/base/time_text.h"
#include "scanner/report/text/words.h"
#include "scanner/reset/order.h"

namespace rekey {
namespace {

constexpr size_t kMostOwners = 3;

template <typename T>
T clamped(int64_t value, T most) {
  return static_cast<T>(std::clamp<int64_t>(value, 0, static_cast<int64_t>(most)));
}

class Reading {
 public:
  Reading(StateDatabase& database, const std::function<ReportRule(const std::string&)>& rule_named)
      : database_(database), rule_named_(rule_named) {}

  Result<Summary> run() {
    Status status = read_repositories();
    if (status) status = read_faults();
    if (status) status = read_leaks();
    if (status) status = read_findings();
    if (status) status = read_places();
    if (!status) return status.error();
    for (Leak& leak : out_.leaks) complete(leak);
    std::erase_if(out_.leaks, [](const Leak& leak) { return leak.places.empty(); });
    number_rules();
    const auto key = [](const Leak& leak) {
      return std::tuple(!leak.is_open(), -static_cast<int>(leak.severity),
                        -static_cast<int>(leak.exposure), -static_cast<int64_t>(leak.repositories),
                        std::string_view(leak.id));
    };
    std::sort(out_.leaks.begin(), out_.leaks.end(),
              [&](const Leak& a, const Leak& b) { return key(a) < key(b); });
    return std::move(out_);
  }

 private:
  Status each(std::string_view sql, const std::function<void(const SqlRow&)>& use) {
    const Result<std::vector<SqlRow>> rows = database_.run(sql, {});
    if (!rows) return rows.error();
    for (const SqlRow& row : *rows) use(row);
    return {};
  }

  Status read_repositories() {
    Status status = each("SELECT value FROM meta WHERE name = 'round'",
                         [&](const SqlRow& row) { out_.round = number_at(row, 0); });
    if (!status) return status;
    return each(
        "SELECT id, name, url, provider, fork_of, state, reason, head, authors, visibility, "
        "archived, round FROM repositories ORDER BY name",
        [&](const SqlRow& row) {
          SummaryRepository one{text_at(row, 1), text_at(row, 2), text_at(row, 3), text_at(row, 4),
                                text_at(row, 5), text_at(row, 6), text_at(row, 7), text_at(row, 8)};
          one.visibility = visibility_named(text_at(row, 9));
          one.archived = number_at(row, 10) != 0;
          one.is_planned = number_at(row, 11) == out_.round;
          if (one.is_planned) count(one);
          numbers_[number_at(row, 0)] = out_.repositories.size();
          out_.repositories.push_back(std::move(one));
        });
  }

  void count(const SummaryRepository& one) {
    ++out_.counts[one.state];
    if (one.state == "done") return;
    out_.complete = false;
    std::string why = one.reason;
    if (one.state == "partial") why = "scanned in part: " + why;
    if (one.state == "queued" || one.state == "working") {
      why = "not scanned yet" + (why.empty() ? why : "; the last attempt: " + why);
    }
    out_.skipped.push_back({one.name, why});
  }

  Status read_faults() {
    return each("SELECT source, reason FROM faults ORDER BY source, reason",
                [&](const SqlRow& row) {
                  out_.complete = false;
                  out_.skipped.push_back({text_at(row, 0), "not listed: " + text_at(row, 1)});
                });
  }

  Status read_leaks() {
    return each(
        "SELECT id, masked, length, state, note, first_seen, first_round FROM secrets ORDER BY id",
        [&](const SqlRow& row) {
          Leak leak;
          leak.id = text_at(row, 0);
          leak.masked = text_at(row, 1);
          leak.length = number_at(row, 2);
          leak.state = text_at(row, 3);
          leak.note = text_at(row, 4);
          leak.first_seen = day_text(number_at(row, 5));
          leak.is_new = number_at(row, 6) == out_.round;
          by_id_[leak.id] = out_.leaks.size();
          out_.leaks.push_back(std::move(leak));
        });
  }

  // The worst of what repositories' scans say names the leak.
  Status read_findings() {
    return each(
        "SELECT secret, rule, kind, provider, severity, confidence FROM findings "
        "ORDER BY severity DESC, rule, confidence DESC",
        [&](const SqlRow& row) {
          const auto found = by_id_.find(text_at(row, 0));
          if (found == by_id_.end()) return;
          Leak& leak = out_.leaks[found->second];
          leak.confidence =
              std::max(leak.confidence, clamped(number_at(row, 5), Confidence::kCertain));
          std::string& rule = rule_of_[found->second];
          if (!rule.empty()) return;
          rule = text_at(row, 1);
          leak.severity = clamped(number_at(row, 4), Severity::kCritical);
          if (rules_.contains(rule)) return;
          ReportRule entry = rule_named_(rule);
          entry.rule.id = rule;
          entry.rule.kind = text_at(row, 2);
          entry.rule.provider = text_at(row, 3);
          entry.rule.severity = leak.severity;
          rules_.emplace(rule, std::move(entry));
        });
  }

  Status read_places() {
    return each(
        "SELECT o.secret, o.repository, o.place, o.path, o.line, o.start_column, o.end_line, "
        "o.end_column, o.utf16_column, o.utf16_end_column, o.blob, o.commit_id, o.author, o.email, "
        "o.date, o.removed_in, o.refs, o.owners, o.allowed, o.reason, o.in_head "
        "FROM occurrences o JOIN repositories r ON r.id = o.repository "
        "ORDER BY o.secret, r.name, o.number",
        [&](const SqlRow& row) {
          const auto leak = by_id_.find(text_at(row, 0));
          const auto repository = numbers_.find(number_at(row, 1));
          if (leak == by_id_.end() || repository == numbers_.end()) return;
          LeakPlace at;
          at.repository = repository->second;
          at.place = text_at(row, 2);
          at.path = text_at(row, 3);
          at.line = number_at(row, 4);
          at.column = number_at(row, 5);
          at.end_line = number_at(row, 6);
          at.end_column = number_at(row, 7);
          at.utf16_column = number_at(row, 8);
          at.utf16_end_column = number_at(row, 9);
          at.blob = text_at(row, 10);
          at.commit = text_at(row, 11);
          at.author = text_at(row, 12);
          at.email = text_at(row, 13);
          at.date = text_at(row, 14);
          at.removed_in = text_at(row, 15);
          at.refs = text_at(row, 16);
          at.owners = text_at(row, 17);
          at.status = text_at(row, 18);
          at.reason = text_at(row, 19);
          at.in_head = number_at(row, 20) != 0;
          out_.leaks[leak->second].places.push_back(std::move(at));
        });
  }

  void complete(Leak& leak) {
    std::set<size_t> repositories;
    std::set<std::string> owners, authors;
    leak.is_suppressed = true;
    for (const LeakPlace& at : leak.places) {
      const SummaryRepository& repository = out_.repositories[at.repository];
      repositories.insert(at.repository);
      leak.is_suppressed = leak.is_suppressed && at.status != "new";
      leak.in_head = leak.in_head || at.in_head;
      leak.exposure = std::max(leak.exposure, repository.visibility);
      if (!at.owners.empty()) owners.insert(at.owners);
      // A fork's authors know less of it than its source's.
      if (!repository.authors.empty() && repository.fork_of.empty()) {
        authors.insert(repository.authors);
      }
    }
    leak.repositories = repositories.size();
    // Dates that are not known come last.
    std::stable_sort(leak.places.begin(), leak.places.end(),
                     [](const LeakPlace& a, const LeakPlace& b) {
                       return std::pair(a.date.empty(), std::string_view(a.date)) <
                              std::pair(b.date.empty(), std::string_view(b.date));
                     });
    for (const std::string& one : owners.empty() ? authors : owners) {
      leak.owners += (leak.owners.empty() ? "" : "; ") + one;
      if (static_cast<size_t>(std::count(leak.owners.begin(), leak.owners.end(), ';')) >=
          kMostOwners) {
        break;
      }
    }
  }

  // After leaks without a place are gone: only rules that are used.
  void number_rules() {
    std::map<std::string, size_t> numbers;
    for (const Leak& leak : out_.leaks) numbers.emplace(rule_of_[by_id_[leak.id]], 0);
    for (auto& [id, number] : numbers) {
      number = out_.rules.size();
      out_.rules.push_back(rules_[id]);
    }
    for (Leak& leak : out_.leaks) {
      leak.rule = numbers[rule_of_[by_id_[leak.id]]];
      Plan plan = plan_of_rule(out_.rules[leak.rule].rule, out_.rules[leak.rule].reset);
      if (leak.exposure == Visibility::kPublic) order_steps(plan, Exposure::kPublic);
      if (leak.exposure == Visibility::kPrivate || leak.exposure == Visibility::kInternal) {
        order_steps(plan, Exposure::kPrivate);
      }
      leak.reset = plan.front().reset;
    }
  }

  StateDatabase& database_;
  const std::function<ReportRule(const std::string&)>& rule_named_;
  Summary out_;
  std::unordered_map<int64_t, size_t> numbers_;  // repositories by row
  std::unordered_map<std::string, size_t> by_id_;
  std::unordered_map<size_t, std::string> rule_of_;  // by leak, as read
  std::map<std::string, ReportRule> rules_;
};

}  // namespace

Result<Summary> summarize(StateDatabase& database,
                          const std::function<ReportRule(const std::string&)>& rule_named) {
  const Result<std::unique_ptr<Transaction>> view = Transaction::begin_read(database);
  if (!view) return view.error();
  return Reading(database, rule_named).run();
}

void each_text(Summary& summary, const std::function<void(std::string&)>& use) {
  for (SummaryRepository& one : summary.repositories) {
    for (std::string* text : {&one.name, &one.url, &one.fork_of, &one.reason, &one.authors}) {
      use(*text);
    }
  }
  for (Skipped& one : summary.skipped) {
    use(one.what);
    use(one.why);
  }
  for (Leak& leak : summary.leaks) {
    for (std::string* text : {&leak.note, &leak.owners}) use(*text);
    for (LeakPlace& at : leak.places) {
      for (std::string* text :
           {&at.path, &at.author, &at.email, &at.refs, &at.owners, &at.reason}) {
        use(*text);
      }
    }
  }
}

}  // namespace rekey
