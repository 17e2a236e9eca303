// The queue: rounds, leases, attempts; on SQLite.
#include "scanner/org/state/queue.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "scanner/org/inventory/owners.h"
#include "scanner/org/state/schema.h"
#include "scanner/org/state/sqlite_database.h"
#include "scanner/org/work/advertised_refs.h"
#include "scanner/org/work/clones.h"
#include "scanner/org/work/worker_id.h"
#include "tests/support/temp_folder.h"

namespace rekey::test {
namespace {

Inventory repositories(const std::vector<std::string>& paths) {
  Inventory out;
  for (const std::string& path : paths) out.repositories.push_back(*parse_location(path, "/"));
  tidy(out);
  return out;
}

class Queue {
 public:
  Queue() : database(*open_sqlite(folder / "state.sqlite", true)) {
    REQUIRE(migrate(*database));
    REQUIRE(migrate(*database));
    limits.backoff = 0;
  }

  std::string take(const std::string& worker = "a") {
    Result<std::optional<Job>> taken = take_job(*database, worker, limits);
    REQUIRE(taken);
    if (!*taken) return "nothing";
    job = **taken;
    return job.planned.name;
  }

  // "lost" when another has it.
  std::string finish(Outcome outcome, const std::string& worker = "a",
                     const std::string& why = "why") {
    Finished finished;
    finished.outcome = outcome;
    finished.reason = outcome == Outcome::kDone ? "" : why;
    finished.refs = "refs";
    finished.options = "options";
    const Result<bool> ours = finish_job(*database, job, worker, finished, limits);
    REQUIRE(ours);
    return *ours ? "kept" : "lost";
  }

  std::string counts() {
    const Result<QueueCounts> now = queue_counts(*database);
    REQUIRE(now);
    return std::to_string(now->queued) + " queued " + std::to_string(now->working) + " working " +
           std::to_string(now->done) + " done " + std::to_string(now->partial) + " partial " +
           std::to_string(now->failed) + " failed";
  }

  TempFolder folder;
  std::unique_ptr<StateDatabase> database;
  QueueLimits limits;
  Job job;
};

}  // namespace

TEST_CASE("each repository of a round is taken once; a finished round begins anew") {
  Queue queue;
  CHECK(*enqueue(*queue.database, repositories({"/a", "/b"})) == 1);
  CHECK(queue.take() == "/a");
  CHECK(queue.take("b") == "/b");
  CHECK(queue.finish(Outcome::kDone, "b") == "kept");
  CHECK(queue.take() == "nothing");
  CHECK(queue.counts() == "0 queued 1 working 1 done 0 partial 0 failed");
  CHECK(*enqueue(*queue.database, repositories({"/a", "/b", "/c"})) == 1);  // goes on
  CHECK(queue.take() == "/c");
  CHECK(queue.finish(Outcome::kPartial) == "kept");
  REQUIRE(release(*queue.database, "a", queue.limits));
  CHECK(queue.take("c") == "/a");
  CHECK(queue.finish(Outcome::kDone, "c") == "kept");
  CHECK(queue.counts() == "0 queued 0 working 2 done 1 partial 0 failed");
  CHECK(*enqueue(*queue.database, repositories({"/b", "/c"})) == 2);
  CHECK(queue.counts() == "2 queued 0 working 0 done 0 partial 0 failed");
  CHECK(queue.take() == "/b");
  CHECK(queue.job.refs == "refs");
  CHECK(queue.finish(Outcome::kUnchanged) == "kept");
  CHECK(queue.take() == "/c");
  CHECK(queue.finish(Outcome::kUnchanged) == "kept");
  CHECK(queue.counts() == "0 queued 0 working 1 done 1 partial 0 failed");
}

TEST_CASE("a lease that ended is another's, and what the first one did is lost") {
  Queue queue;
  REQUIRE(enqueue(*queue.database, repositories({"/a"})));
  queue.limits.lease = -1;  // ended at once
  CHECK(queue.take("slow") == "/a");
  const Job slow = queue.job;
  CHECK(queue.take("quick") == "/a");
  CHECK(*renew(*queue.database, queue.job, "quick", queue.limits));
  CHECK_FALSE(*renew(*queue.database, slow, "slow", queue.limits));
  const Job quick = std::exchange(queue.job, slow);
  CHECK(queue.finish(Outcome::kDone, "slow") == "lost");
  CHECK(queue.finish(Outcome::kDone, "quick") == "lost");  // not of this scan
  queue.job = quick;
  CHECK(queue.finish(Outcome::kDone, "quick") == "kept");
  CHECK(queue.finish(Outcome::kDone, "quick") == "lost");
}

TEST_CASE("what fails is tried again, later each time, and given up with its reason") {
  Queue queue;
  REQUIRE(enqueue(*queue.database, repositories({"/a", "/b"})));
  CHECK(queue.take() == "/a");
  CHECK(queue.finish(Outcome::kFailed) == "kept");
  CHECK(queue.take() == "/a");
  CHECK(queue.job.failures == 1);
  CHECK(queue.finish(Outcome::kFailed) == "kept");
  CHECK(queue.take() == "/a");
  CHECK(queue.finish(Outcome::kFailed) == "kept");
  CHECK(queue.take() == "/b");
  CHECK(queue.finish(Outcome::kHopeless) == "kept");
  CHECK(queue.counts() == "0 queued 0 working 0 done 0 partial 2 failed");
  REQUIRE(enqueue(*queue.database, repositories({"/a"})));
  queue.limits.backoff = 1000;
  CHECK(queue.take() == "/a");
  CHECK(queue.job.failures == 0);
  CHECK(queue.finish(Outcome::kFailed, "a", "another reason") == "kept");
  CHECK(queue.take() == "nothing");
  CHECK(queue_counts(*queue.database)->next > 990);
}

TEST_CASE("what fails as it did in the round before is given up at once") {
  Queue queue;
  queue.limits.attempts = 2;
  REQUIRE(enqueue(*queue.database, repositories({"/a"})));
  CHECK(queue.take() == "/a");
  CHECK(queue.finish(Outcome::kFailed, "a", "no route") == "kept");
  CHECK(queue.take() == "/a");  // the same, but in the same round
  CHECK(queue.finish(Outcome::kFailed, "a", "no route") == "kept");
  CHECK(queue.take() == "nothing");
  CHECK(*enqueue(*queue.database, repositories({"/a"})) == 2);
  CHECK(queue.take() == "/a");
  CHECK(queue.finish(Outcome::kFailed, "a", "no such host") == "kept");
  CHECK(queue.take() == "/a");
  CHECK(queue.finish(Outcome::kFailed, "a", "no route") == "kept");
  CHECK(*enqueue(*queue.database, repositories({"/a"})) == 3);
  CHECK(queue.take() == "/a");
  CHECK(queue.finish(Outcome::kFailed, "a", "no route") == "kept");
  CHECK(queue.take() == "nothing");
  CHECK(queue.counts() == "0 queued 0 working 0 done 0 partial 1 failed");
}

TEST_CASE("a repository that kills its workers is given up") {
  Queue queue;
  queue.limits.deaths = 2;
  REQUIRE(enqueue(*queue.database, repositories({"/a"})));
  CHECK(queue.take() == "/a");
  REQUIRE(release(*queue.database, "a", queue.limits));
  CHECK(queue.take() == "/a");
  REQUIRE(release(*queue.database, "a", queue.limits));
  CHECK(queue.counts() == "0 queued 0 working 0 done 0 partial 1 failed");
}

TEST_CASE("a later rekey's state is not touched") {
  Queue queue;
  REQUIRE(queue.database->execute("UPDATE meta SET value = '99' WHERE name = 'schema'"));
  CHECK_FALSE(migrate(*queue.database));
}

TEST_CASE("a worker is dead when no process of this machine has its number and start") {
  const std::string id = worker_id();
  CHECK_FALSE(is_dead_worker(id));
  CHECK(is_dead_worker(id + "1"));                        // the number is another's by now
  CHECK_FALSE(is_dead_worker("elsewhere/boot/pid/1/2"));  // who knows
  CHECK_FALSE(is_dead_worker(""));
  CHECK_FALSE(is_dead_worker(id.substr(0, id.rfind('/'))));
}

TEST_CASE("equal refs have one digest, whatever their order; HEAD's branch is a branch") {
  const std::string a = "ref: refs/heads/main\tHEAD\n1111\tHEAD\n1111\trefs/heads/main\n";
  CHECK(read_refs(a).head == "refs/heads/main");
  CHECK(read_refs("2222\trefs/tags/v\n3333\trefs/tags/v^{}\n" + a).digest ==
        read_refs(a + "2222\trefs/tags/v\n").digest);
  CHECK(read_refs(a).digest != read_refs(a + "2222\trefs/tags/v\n").digest);
  CHECK(read_refs("ref: --delete\tHEAD\n").head == "");
}

TEST_CASE("what a server announces is what git ls-remote prints; anything else is nothing") {
  const auto line = [](const std::string& text) {
    char length[5];
    std::snprintf(length, sizeof length, "%04x", static_cast<unsigned>(text.size() + 4));
    return length + text;
  };
  const std::string begin = line("# service=git-upload-pack\n") + "0000";
  const std::string id(40, '1');
  const std::string head =
      line(id + " HEAD" + std::string(1, '\0') + "side-band symref=HEAD:refs/heads/x agent=git\n");
  const std::string whole = begin + head + line(id + " refs/heads/x\n") + "0000";
  CHECK(advertised_refs(whole) ==
        "ref: refs/heads/x\tHEAD\n" + id + "\tHEAD\n" + id + "\trefs/heads/x\n");
  const std::string none(40, '0');
  CHECK(advertised_refs(begin + line(none + " capabilities^{}" + std::string(1, '\0') + "a\n") +
                        "0000") == "");
  for (size_t size = 0; size < whole.size(); ++size) {
    CHECK(advertised_refs(whole.substr(0, size)) == std::nullopt);
  }
  for (const std::string text : {"", "0000", "zzzz", "0001", "<html>", "ffff", "-004"}) {
    CHECK(advertised_refs(text) == std::nullopt);
    CHECK(advertised_refs(begin + text + (text == "0000" ? "x" : "")).value_or("") == "");
  }
}

TEST_CASE("CODEOWNERS: the last pattern that matches names the owners") {
  const Owners owners = Owners::parse(
      "# everything\n* @all\n[Section]\n/src/ @src ada@test.invalid # hers\n*.md @docs\n/src/x.md\n"
      "[ @wrong\nwith\\ space/ @space\n");
  CHECK(owners.of("README") == "@all");
  CHECK(owners.of("src/a/b.c") == "@src ada@test.invalid");
  CHECK(owners.of("src/a/b.md") == "@docs");
  CHECK(owners.of("src/x.md") == "");
  CHECK(owners.of("with space/y") == "@space");
  CHECK(Owners::parse("").of("x") == "");
}

}  // namespace rekey::test
