// rekey_history_agreement REPO...: whether the fast ways of scanning a history find what the slow
// ones do, byte for byte: texts matched where they differ from others against every text in full,
// packs read along their deltas against objects read one by one through libgit2, and 1, 2 and 8
// threads. Exit 1 when a report differs.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "scanner/builtin/builtin.h"
#include "scanner/git/store/repository.h"
#include "scanner/match/matcher.h"
#include "scanner/report/format.h"
#include "scanner/scan/history/history.h"

namespace rekey {
namespace {

template <typename T>
T must(Result<T> result) {
  if (result) return *std::move(result);
  std::fprintf(stderr, "%s\n", result.error().message.c_str());
  std::exit(2);
}

std::string scan(const std::string& path, const std::shared_ptr<const Matcher>& matcher,
                 unsigned threads, bool slowly) {
  ScanOptions options;
  options.matcher = matcher;
  options.threads = threads;
  options.full_texts = slowly;
  options.one_by_one = slowly;
  Report report = must(scan_history(must(Repository::open(path)), path, options));
  report.stats.seconds = 0;
  ReportOptions how;
  how.stats = true;
  return find_format("json")->text(report, how);
}

}  // namespace
}  // namespace rekey

int main(int argc, char** argv) {
  auto rules = std::make_shared<const rekey::RuleSet>(rekey::must(rekey::builtin_rules()));
  const auto matcher =
      rekey::must(rekey::Matcher::create(std::move(rules), rekey::builtin_database()));
  int code = 0;
  for (int i = 1; i < argc; ++i) {
    const std::string slow = rekey::scan(argv[i], matcher, 1, true);
    for (const unsigned threads : {1U, 2U, 8U}) {
      const bool same = rekey::scan(argv[i], matcher, threads, false) == slow;
      std::printf("%s, %u threads: %s (%zu bytes of JSON)\n", argv[i], threads,
                  same ? "the same" : "DIFFERENT", slow.size());
      std::fflush(stdout);
      if (!same) code = 1;
    }
  }
  return code;
}
