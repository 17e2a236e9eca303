// Heartbeat: renews a job's lease, on a connection and a thread of its own, while the object lives.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "scanner/org/state/database.h"
#include "scanner/org/state/queue.h"

namespace rekey {

class Heartbeat {
 public:
  Heartbeat(std::function<Result<std::unique_ptr<StateDatabase>>()> connect, Job job,
            std::string worker, QueueLimits limits);
  Heartbeat(const Heartbeat&) = delete;
  Heartbeat& operator=(const Heartbeat&) = delete;
  ~Heartbeat();

 private:
  void beat();

  std::function<Result<std::unique_ptr<StateDatabase>>()> connect_;
  Job job_;
  std::string worker_;
  QueueLimits limits_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool over_ = false;
  std::thread thread_;
};

}  // namespace rekey
