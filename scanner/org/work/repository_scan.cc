#include "scanner/org/work/repository_scan.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <utility>
#include <vector>

#include "scanner/base/digest.h"
#include "scanner/base/time_text.h"
#include "scanner/git/store/repository.h"
#include "scanner/report/text/escape.h"
#include "scanner/scan/finish/mask_names.h"
#include "scanner/scan/history/history.h"

namespace rekey {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr size_t kLongestReason = 500;

int64_t milliseconds_since(Clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start).count();
}

std::string shown(std::string_view text) {
  return terminal_text(valid_utf8(text.substr(0, kLongestReason)));
}

// Refs and objects of a repository that is read in place: there objects that no ref reaches may
// come without a ref.
std::string local_digest(const Repository& repository) {
  std::vector<std::string> lines;
  const RefList refs = repository.refs();
  lines.reserve(refs.refs.size());
  for (const Ref& ref : refs.refs) lines.push_back(ref.target.hex() + " " + ref.name);
  for (const Error& error : refs.unread) lines.push_back(error.message);
  const fs::path objects = repository.objects_folder();
  std::error_code error;
  fs::recursive_directory_iterator entry(objects, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    lines.push_back(entry->path().lexically_relative(objects).string());
  }
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return sha256_hex(text);
}

class OneScan {
 public:
  OneScan(const RepositoryScan& how, const Job& job, bool may_end) : how_(how), job_(job) {
    is_known_ = job.options == how.key && !job.refs.empty() &&
                (!may_end || day_text(job.scanned) == how.options.today);
  }

  ScannedRepository run() {
    if (job_.planned.url.empty())
      scan(job_.planned.path, "");
    else
      fetch();
    return std::move(out_);
  }

 private:
  [[nodiscard]] Finished failed(const Error& error, bool hopeless) const {
    Finished out;
    out.outcome = hopeless ? Outcome::kHopeless : Outcome::kFailed;
    out.reason = shown(masked_by_rules(error.message, *how_.options.matcher));
    return out;
  }

  // True when there is no more to do.
  bool is_unchanged(const std::string& refs) {
    out_.finished.refs = refs;
    if (!is_known_ || refs != job_.refs) return false;
    out_.finished.outcome = Outcome::kUnchanged;
    return true;
  }

  void fetch() {
    const auto start = Clock::now();
    const Result<RemoteRefs> refs = how_.clones.remote_refs(job_.planned);
    if (refs && is_unchanged(refs->digest)) return;
    Result<Clone> clone = refs ? how_.clones.fetch(job_.planned, *refs) : refs.error();
    if (!refs && how_.is_last_attempt) {
      if (const auto path = how_.clones.existing(job_.planned)) {
        clone = Clone{*path, refs.error().message};
      }
    }
    out_.finished.fetch_ms = milliseconds_since(start);
    if (clone && !clone->stale.empty() && !how_.is_last_attempt) {
      clone = Error{ErrorCode::kUnreadable, clone->stale};
    }
    if (!clone) {
      out_.finished = failed(clone.error(), clone.error().code == ErrorCode::kTooLarge);
      return;
    }
    scan(clone->path, clone->stale);
  }

  void scan(const std::string& path, const std::string& stale) {
    const auto start = Clock::now();
    const Result<Repository> repository = Repository::open_history(path);
    if (!repository) {
      out_.finished = failed(repository.error(), true);
      return;
    }
    if (job_.planned.url.empty() && is_unchanged(local_digest(*repository))) return;
    ScanOptions options = how_.options;
    options.only_reached = shares_objects(job_.planned);
    options.fetched = !job_.planned.url.empty();
    Result<Report> report = scan_history(*repository, job_.planned.name, options);
    if (!report) {
      out_.finished = failed(report.error(), false);
      return;
    }
    keep(*repository, *std::move(report), stale);
    out_.finished.scan_ms = milliseconds_since(start);
  }

  void keep(const Repository& repository, Report report, const std::string& stale) {
    Finished& finished = out_.finished;
    finished.outcome = Outcome::kDone;
    finished.options = how_.key;
    finished.head = report.revision;
    SecretMask mask(*how_.options.matcher);
    mask.add(report);
    mask.seal();
    finished.authors = last_authors(repository);
    mask.mask_name(finished.authors);
    finished.texts = static_cast<int64_t>(report.stats.texts);
    finished.bytes = static_cast<int64_t>(report.stats.bytes);
    finished.commits = static_cast<int64_t>(report.stats.commits);
    if (!report.complete) {
      finished.outcome = Outcome::kPartial;
      const size_t count = report.skipped.size();
      if (count > 0) {
        finished.reason = shown(report.skipped.front().what + ": " + report.skipped.front().why);
      }
      if (count > 1) finished.reason += ", and " + std::to_string(count - 1) + " more";
    }
    if (!stale.empty()) {
      finished.outcome = Outcome::kPartial;
      finished.refs.clear();
      finished.reason = shown(masked_by_rules("the clone of an earlier time was scanned; " + stale,
                                              *how_.options.matcher));
    }
    out_.owners = Owners::of_head(repository);
    out_.owners.each([&](std::string& owners) { mask.mask_name(owners); });
    out_.report = std::move(report);
  }

  const RepositoryScan& how_;
  const Job& job_;
  bool is_known_ = false;
  ScannedRepository out_;
};

}  // namespace

ScannedRepository RepositoryScan::run(const Job& job, bool may_end) const {
  return OneScan(*this, job, may_end).run();
}

}  // namespace rekey
