// rekey_history_benchmark REPO [RUNS [REKEY]]: what the scan of a history costs beside two floors,
// on 1 and 2 threads; medians of RUNS (3) runs. Both inflate and resolve each object once and do
// nothing else: one every blob, the other every object. No scan that reads messages and tells
// commits and paths can do with less than the second; the first is what matching alone needs.
//
// Every measurement is a process of its own, those of one round one after the other, so that noise
// meets all of them. Peak memory is the anonymous part alone: mapped packs are the system's.
#include "scanner/scan/history/history.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "scanner/base/freed_memory.h"
#include "scanner/builtin/builtin.h"
#include "scanner/git/store/object_store.h"
#include "scanner/scan/objects/object_scan.h"

namespace rekey {
namespace {

using Clock = std::chrono::steady_clock;

struct Cost {
  double wall = 0, cpu = 0;  // seconds
  double memory = 0;         // MB, anonymous, at the peak
};

// What a measured process tells of its work.
struct Told {
  uint64_t objects = 0, bytes = 0, findings = 0;
  double attribution = 0;  // seconds of wall time
};

[[noreturn]] void stop(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(2);
}

template <typename T>
T must(Result<T> result) {
  if (!result) stop(result.error().message);
  return *std::move(result);
}

double anonymous_mb(pid_t process) {
  std::ifstream in("/proc/" + std::to_string(process) + "/statm");
  uint64_t size = 0, resident = 0, shared = 0;
  in >> size >> resident >> shared;
  return static_cast<double>(resident - shared) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

// Runs `work` in a process of its own.
Cost measure(const std::function<void()>& work) {
  const auto start = Clock::now();
  std::fflush(stdout);  // or the child prints it again
  const pid_t child = fork();
  if (child == 0) {
    work();
    std::_Exit(0);
  }
  Cost cost;
  rusage usage{};
  int status = 0;
  while (wait4(child, &status, WNOHANG, &usage) == 0) {
    cost.memory = std::max(cost.memory, anonymous_mb(child));
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  cost.wall = std::chrono::duration<double>(Clock::now() - start).count();
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  cost.cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  if (!WIFEXITED(status) || WEXITSTATUS(status) == 2) stop("a measured process failed");
  return cost;
}

// The same, and what it told through a pipe.
Cost measure(const std::function<Told()>& work, Told& told) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) stop("no pipe");
  const Cost cost = measure([&] {
    const Told result = work();
    if (write(ends[1], &result, sizeof result) != sizeof result) std::_Exit(2);
  });
  if (read(ends[0], &told, sizeof told) != sizeof told) stop("a measured process told nothing");
  close(ends[0]);
  close(ends[1]);
  return cost;
}

class Counter : public ObjectVisitor {
 public:
  explicit Counter(bool blobs_alone) : blobs_alone_(blobs_alone) {}
  [[nodiscard]] bool wants(ObjectType type) const override {
    return !blobs_alone_ || type == ObjectType::kBlob;
  }
  void object(const VisitedObject& object) override {
    ++told.objects;
    told.bytes += object.bytes.size();
  }
  void failed(const ObjectId& /*id*/, ObjectType /*type*/, const Error& /*error*/) override {}
  Told told;

 private:
  bool blobs_alone_;
};

Told floor_of(const std::string& path, unsigned threads, bool blobs_alone) {
  const Repository repository = must(Repository::open_history(path));
  std::vector<Error> errors;
  ObjectStore store = must(ObjectStore::open(repository, errors));
  store.link(threads);
  std::vector<std::unique_ptr<Counter>> counters;
  std::vector<ObjectVisitor*> visitors;
  for (unsigned i = 0; i < threads; ++i) {
    visitors.push_back(counters.emplace_back(std::make_unique<Counter>(blobs_alone)).get());
  }
  if (!store.walk(WalkLimits(), visitors, {})) stop("the walk failed");
  Told told;
  for (const auto& counter : counters) {
    told.objects += counter->told.objects;
    told.bytes += counter->told.bytes;
  }
  return told;
}

ScanOptions options_of(unsigned threads) {
  ScanOptions options;
  auto rules = std::make_shared<const RuleSet>(must(builtin_rules()));
  options.matcher = must(Matcher::create(std::move(rules), builtin_database()));
  options.threads = threads;
  return options;
}

// Every object but trees read and matched: what the scan is without attribution.
Told matched(const std::string& path, unsigned threads) {
  const Repository repository = must(Repository::open_history(path));
  std::vector<Error> errors;
  ObjectStore store = must(ObjectStore::open(repository, errors));
  store.link(threads);
  const ObjectScan scan = must(scan_objects(store, must(ScanContext::create(options_of(threads)))));
  return {scan.stats.texts, scan.stats.bytes, scan.blobs.size(), 0};
}

Told attributed(const std::string& path, unsigned threads) {
  const Repository repository = must(Repository::open_history(path));
  ScanOptions options = options_of(threads);
  Clock::time_point begin = Clock::now();
  options.progress = [&](const Progress& progress) {
    if (progress.doing == "reading objects") begin = Clock::now();
  };
  const Report report = must(scan_history(repository, path, options));
  Told told;
  told.findings = report.findings.size();
  told.attribution = std::chrono::duration<double>(Clock::now() - begin).count();
  return told;
}

void run_program(const std::string& rekey, const std::string& path, unsigned threads) {
  const std::string count = std::to_string(threads);
  if (std::freopen("/dev/null", "w", stdout) == nullptr) std::_Exit(2);
  execl(rekey.c_str(), rekey.c_str(), "git", path.c_str(), "--format", "json", "--no-progress",
        "--threads", count.c_str(), static_cast<char*>(nullptr));
  std::_Exit(2);
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

class Series {
 public:
  void add(const Cost& cost) { costs_.push_back(cost); }
  [[nodiscard]] double of(double Cost::*part) const {
    std::vector<double> values;
    for (const Cost& cost : costs_) values.push_back(cost.*part);
    return median(std::move(values));
  }
  // The median of the rounds' ratios: noise that lasts longer than a round falls out of it.
  [[nodiscard]] double ratio(const Series& to, double Cost::*part) const {
    std::vector<double> ratios;
    for (size_t round = 0; round < costs_.size(); ++round) {
      ratios.push_back(costs_[round].*part / to.costs_[round].*part);
    }
    return median(std::move(ratios));
  }
  void print(const char* name, const Series& blobs, const Series& all) const {
    std::printf("  %-34s %6.2f s  %6.2f s cpu  %4.0f MB   %.2f, %.2f in cpu   %.2f, %.2f in cpu\n",
                name, of(&Cost::wall), of(&Cost::cpu), of(&Cost::memory), ratio(blobs, &Cost::wall),
                ratio(blobs, &Cost::cpu), ratio(all, &Cost::wall), ratio(all, &Cost::cpu));
  }

 private:
  std::vector<Cost> costs_;
};

void compare(const std::string& path, unsigned threads, int runs, const std::string& rekey) {
  Series floor, all, match, whole;
  Told blobs, objects, texts, report;
  std::vector<double> attribution;
  measure([&] { return floor_of(path, threads, false); }, objects);  // its files are in memory now
  for (int run = 0; run < runs; ++run) {
    floor.add(measure([&] { return floor_of(path, threads, true); }, blobs));
    all.add(measure([&] { return floor_of(path, threads, false); }, objects));
    match.add(measure([&] { return matched(path, threads); }, texts));
    whole.add(measure([&] { run_program(rekey, path, threads); }));
    measure([&] { return attributed(path, threads); }, report);
    attribution.push_back(report.attribution);
  }
  const auto print_objects = [](const char* what, const Told& told) {
    std::printf("%llu %s, %.0f MB; ", static_cast<unsigned long long>(told.objects), what,
                static_cast<double>(told.bytes) / 1e6);
  };
  std::printf("%u thread%s, %d runs: ", threads, threads == 1 ? "" : "s", runs);
  print_objects("blobs", blobs);
  print_objects("objects", objects);
  std::printf("%llu findings\n%62s%-23s%s\n", static_cast<unsigned long long>(report.findings), "",
              "x floor of blobs", "x floor of all");
  floor.print("floor: inflate and resolve blobs", floor, all);
  all.print("floor: inflate and resolve all", floor, all);
  match.print("blobs and messages, matched", floor, all);
  whole.print("whole run: rekey git", floor, all);
  std::printf("  %-34s %6.2f s\n", "attribution and report", median(std::move(attribution)));
}

}  // namespace
}  // namespace rekey

int main(int argc, char** argv) {
  if (argc < 2) rekey::stop("rekey_history_benchmark REPO [RUNS [REKEY]]");
  rekey::keep_freed_memory();  // as rekey itself
  const int runs = argc > 2 ? std::max(1, std::atoi(argv[2])) : 3;
  const std::string rekey = argc > 3 ? argv[3] : "build/release/rekey";
  for (const unsigned threads : {2U, 1U}) rekey::compare(argv[1], threads, runs, rekey);
}
