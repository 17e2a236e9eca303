#include "scanner/org/hosts/host_inventory.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "scanner/report/text/escape.h"

namespace rekey {
namespace {

constexpr size_t kMostPages = 20'000;
// Hosts fill their pages. So many of them with next to nothing are a host that has no end.
constexpr size_t kPagesToTrust = 200, kFewestAPage = 2;
constexpr int64_t kLongestStep = 60;     // seconds, where the host names no time
constexpr size_t kMostEntryFaults = 20;  // told one by one

std::string header(const HttpAnswer& answer, const char* name) {
  const auto found = answer.headers.find(name);
  return found == answer.headers.end() ? std::string() : found->second;
}

std::optional<int64_t> number_in(const std::string& text) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end == text.data() || value < 0) return std::nullopt;
  return value;
}

class Listing {
 public:
  Listing(const HostSource& source, const HttpGet& get, const HostPace& pace)
      : source_(source),
        get_(get),
        pace_(pace),
        name_(std::string(host_name(source.kind)) + ":" + source.owner) {}

  Inventory run() {
    const std::string first = *first_page(source_, false);
    Result<HttpAnswer> answer = ask(first);
    std::string url = first;
    if (answer && answer->status == 404) {
      if (const auto other = first_page(source_, true)) {
        url = *other;
        answer = ask(url);
      }
    }
    for (size_t page = 1; take(url, answer, page); ++page) {
      const bool is_idle = page >= kPagesToTrust && out_.repositories.size() < page * kFewestAPage;
      if (page == kMostPages || is_idle) {
        fault("page " + std::to_string(page) + ": too many pages");
        break;
      }
      answer = ask(url);
    }
    if (entry_faults_ > kMostEntryFaults) {
      fault(std::to_string(entry_faults_ - kMostEntryFaults) + " more entries are no repository");
    }
    tidy(out_);
    return std::move(out_);
  }

 private:
  void fault(std::string reason) { out_.faults.push_back({name_, std::move(reason)}); }

  // Keeps the page's repositories; true when `url` is the next page's by now.
  bool take(std::string& url, const Result<HttpAnswer>& answer, size_t number) {
    const std::string place = "page " + std::to_string(number) + ": ";
    if (!answer) {
      fault(place + answer.error().message);
      return false;
    }
    if (answer->status != 200) {
      fault(place + "HTTP status " + std::to_string(answer->status));
      return false;
    }
    Result<HostPage> page = read_page(source_, url, *answer);
    if (!page) {
      fault(place + page.error().message);
      return false;
    }
    std::move(page->repositories.begin(), page->repositories.end(),
              std::back_inserter(out_.repositories));
    for (const std::string& reason : page->faults) {
      if (++entry_faults_ <= kMostEntryFaults) fault(place + reason);
    }
    if (page->next.empty()) return false;
    if (origin_of(page->next) != origin_of(source_.api)) {
      fault(place + "the next page is at another host");
      return false;
    }
    if (page->next == url) {
      fault(place + "the next page is this one");
      return false;
    }
    url = page->next;
    return true;
  }

  Result<HttpAnswer> ask(const std::string& url) {
    for (int64_t attempt = 1;; ++attempt) {
      Result<HttpAnswer> answer = get_(url, request_headers(source_));
      std::optional<int64_t> wait;
      if (answer)
        wait = retry_wait(*answer, attempt, pace_.now());
      else if (answer.error().code == ErrorCode::kUnreadable)
        wait = int64_t{1} << std::min<int64_t>(attempt - 1, 5);
      if (!wait || attempt >= pace_.attempts) return answer;
      waited_ += *wait;
      if (waited_ > pace_.patience) return answer;
      if (pace_.tell_wait && *wait > 2) pace_.tell_wait(*wait);
      pace_.wait(*wait);
    }
  }

  const HostSource& source_;
  const HttpGet& get_;
  const HostPace& pace_;
  std::string name_;
  Inventory out_;
  size_t entry_faults_ = 0;
  int64_t waited_ = 0;
};

}  // namespace

std::optional<int64_t> retry_wait(const HttpAnswer& answer, int64_t attempt, int64_t now) {
  const bool is_limit = answer.status == 429 || answer.status == 403;
  if (!is_limit && answer.status < 500) return std::nullopt;
  if (const auto seconds = number_in(header(answer, "retry-after"))) return *seconds;
  if (is_limit) {
    for (const char* prefix : {"x-ratelimit-", "ratelimit-"}) {
      const auto left = number_in(header(answer, (std::string(prefix) + "remaining").c_str()));
      const auto reset = number_in(header(answer, (std::string(prefix) + "reset").c_str()));
      if (left && *left == 0 && reset) return std::max<int64_t>(*reset - now, 0) + 1;
    }
    // GitHub's secondary limits say so in words alone and ask for a minute.
    const bool is_secondary = answer.body.find("secondary rate limit") != std::string::npos;
    if (answer.status == 403 && !is_secondary) return std::nullopt;
    return kLongestStep << std::min<int64_t>(attempt - 1, 4);
  }
  return std::min(int64_t{1} << std::min<int64_t>(attempt - 1, 10), kLongestStep);
}

Inventory host_inventory(const HostSource& source, const HttpGet& get, const HostPace& pace) {
  return Listing(source, get, pace).run();
}

}  // namespace rekey
