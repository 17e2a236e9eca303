// Http: GET requests to code hosts, through libcurl, which is loaded when the first is made: it
// would cost every other command its start.
//
// Only http and https, no redirects, no cookies, no netrc; answers and time are bounded.
// Connections are kept from request to request. Errors name the host and what is wrong, never a
// header. One thread's.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "scanner/base/result.h"

namespace rekey {

struct HttpAnswer {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case; of several the last
  std::string body;
};

struct HttpLimits {
  int64_t seconds = 120;
  uint64_t most_bytes = uint64_t{64} << 20;
};

class Http {
 public:
  // kUnsupported when libcurl is not installed.
  static Result<Http> open();
  Http(Http&&) noexcept;
  Http& operator=(Http&&) noexcept;
  ~Http();

  // `headers` are "Name: value". kUnreadable when no whole answer came; kTooLarge, for one that
  // trickles, too.
  Result<HttpAnswer> get(const std::string& url, const std::vector<std::string>& headers,
                         const HttpLimits& limits = {});

 private:
  struct Impl;
  explicit Http(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// "https://host:port" of a URL; "" when it has none.
std::string origin_of(const std::string& url);

}  // namespace rekey
