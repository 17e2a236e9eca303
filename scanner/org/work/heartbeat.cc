#include "scanner/org/work/heartbeat.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace rekey {

Heartbeat::Heartbeat(std::function<Result<std::unique_ptr<StateDatabase>>()> connect, Job job,
                     std::string worker, QueueLimits limits)
    : connect_(std::move(connect)),
      job_(std::move(job)),
      worker_(std::move(worker)),
      limits_(limits),
      thread_([this] { beat(); }) {}

Heartbeat::~Heartbeat() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  ended_.notify_all();
  thread_.join();
}

// Connects only when a first beat is due: most repositories are done before. A beat that fails is
// tried again; in the end the lease decides.
void Heartbeat::beat() {
  const auto step = std::chrono::seconds(std::max<int64_t>(limits_.lease / 4, 1));
  std::unique_ptr<StateDatabase> database;
  std::unique_lock lock(mutex_);
  while (!ended_.wait_for(lock, step, [this] { return over_; })) {
    lock.unlock();
    if (!database) {
      Result<std::unique_ptr<StateDatabase>> connected = connect_();
      if (connected) database = *std::move(connected);
    }
    if (database && !renew(*database, job_, worker_, limits_)) database.reset();
    lock.lock();
  }
}

}  // namespace rekey
