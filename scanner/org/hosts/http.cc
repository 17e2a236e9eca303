#include "scanner/org/hosts/http.h"

#include <curl/curl.h>

#include <chrono>
#include <utility>

#include "scanner/base/ascii.h"
#include "scanner/base/loaded_library.h"

namespace rekey {
namespace {

constexpr uint64_t kMostHeaderBytes = uint64_t{256} << 10;

// What is called of libcurl.
struct Curl {
  decltype(&curl_global_init) global_init = nullptr;
  decltype(&curl_easy_init) init = nullptr;
  decltype(&curl_easy_setopt) set = nullptr;
  decltype(&curl_easy_perform) perform = nullptr;
  decltype(&curl_easy_getinfo) info = nullptr;
  decltype(&curl_easy_strerror) reason = nullptr;
  decltype(&curl_easy_cleanup) cleanup = nullptr;
  decltype(&curl_slist_append) append = nullptr;
  decltype(&curl_slist_free_all) free_all = nullptr;
};

const Curl* curl() {
  static const Curl* const kLoaded = []() -> const Curl* {
    const LoadedLibrary library{"libcurl.so.4", "libcurl-gnutls.so.4"};
    static Curl out;
    const bool whole = library.find("curl_global_init", out.global_init) &&
                       library.find("curl_easy_init", out.init) &&
                       library.find("curl_easy_setopt", out.set) &&
                       library.find("curl_easy_perform", out.perform) &&
                       library.find("curl_easy_getinfo", out.info) &&
                       library.find("curl_easy_strerror", out.reason) &&
                       library.find("curl_easy_cleanup", out.cleanup) &&
                       library.find("curl_slist_append", out.append) &&
                       library.find("curl_slist_free_all", out.free_all);
    if (!whole || out.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return nullptr;
    return &out;
  }();
  return kLoaded;
}

using Clock = std::chrono::steady_clock;

// A server may think for a while, but what it answers comes at this speed at least.
constexpr std::chrono::seconds kSpeedSeconds{10};
constexpr uint64_t kSpeedBytes = 10'000;

struct Receiving {
  HttpAnswer answer;
  uint64_t most_bytes = 0, header_bytes = 0;
  bool too_large = false, too_slow = false;
  Clock::time_point look_again = Clock::time_point::max();  // at the speed; from the answer's start
  uint64_t bytes_then = 0;
};

size_t take_body(char* bytes, size_t one, size_t count, void* target) {
  auto& into = *static_cast<Receiving*>(target);
  if (into.answer.body.size() + one * count > into.most_bytes) {
    into.too_large = true;
    return 0;
  }
  into.answer.body.append(bytes, one * count);
  return one * count;
}

size_t take_header(char* bytes, size_t one, size_t count, void* target) {
  auto& into = *static_cast<Receiving*>(target);
  const std::string_view line(bytes, one * count);
  if (into.header_bytes == 0) into.look_again = Clock::now() + kSpeedSeconds;
  into.header_bytes += line.size();
  if (into.header_bytes > kMostHeaderBytes) {
    into.too_large = true;
    return 0;
  }
  if (line.starts_with("HTTP/")) into.answer.headers.clear();  // after an interim answer
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos) return line.size();
  std::string_view value = line.substr(colon + 1);
  while (!value.empty() && is_blank(value.front())) value.remove_prefix(1);
  while (!value.empty() && (value.back() == '\r' || value.back() == '\n')) value.remove_suffix(1);
  into.answer.headers[lowered(line.substr(0, colon))] = std::string(value);
  return line.size();
}

// libcurl calls it every second at least.
int look_at_speed(void* target, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  auto& into = *static_cast<Receiving*>(target);
  const Clock::time_point now = Clock::now();
  if (now < into.look_again) return 0;
  const uint64_t bytes = into.header_bytes + into.answer.body.size();
  into.too_slow = bytes - into.bytes_then < kSpeedBytes;
  into.bytes_then = bytes;
  into.look_again = now + kSpeedSeconds;
  return into.too_slow ? 1 : 0;
}

}  // namespace

struct Http::Impl {
  const Curl* curl = nullptr;
  CURL* handle = nullptr;

  Impl(const Curl* library, CURL* connection) : curl(library), handle(connection) {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() { curl->cleanup(handle); }
};

Http::Http(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Http::Http(Http&&) noexcept = default;
Http& Http::operator=(Http&&) noexcept = default;
Http::~Http() = default;

Result<Http> Http::open() {
  const Curl* library = curl();
  CURL* handle = library == nullptr ? nullptr : library->init();
  if (handle == nullptr) {
    return Error{ErrorCode::kUnsupported, "libcurl is not installed: apt-get install libcurl4"};
  }
  return Http(std::make_unique<Impl>(library, handle));
}

Result<HttpAnswer> Http::get(const std::string& url, const std::vector<std::string>& headers,
                             const HttpLimits& limits) {
  const Curl& library = *impl_->curl;
  CURL* const handle = impl_->handle;
  Receiving into;
  into.most_bytes = limits.most_bytes;
  curl_slist* list = nullptr;
  for (const std::string& header : headers) {
    curl_slist* longer = library.append(list, header.c_str());
    if (longer != nullptr) list = longer;
  }
  library.set(handle, CURLOPT_URL, url.c_str());
  library.set(handle, CURLOPT_HTTPHEADER, list);
  library.set(handle, CURLOPT_USERAGENT, "rekey/" REKEY_VERSION);
  library.set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  library.set(handle, CURLOPT_FOLLOWLOCATION, 0L);
  library.set(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  library.set(handle, CURLOPT_NOSIGNAL, 1L);
  library.set(handle, CURLOPT_CONNECTTIMEOUT, 30L);
  library.set(handle, CURLOPT_TIMEOUT, static_cast<long>(limits.seconds));
  library.set(handle, CURLOPT_WRITEFUNCTION, take_body);
  library.set(handle, CURLOPT_WRITEDATA, &into);
  library.set(handle, CURLOPT_HEADERFUNCTION, take_header);
  library.set(handle, CURLOPT_HEADERDATA, &into);
  library.set(handle, CURLOPT_NOPROGRESS, 0L);
  library.set(handle, CURLOPT_XFERINFOFUNCTION, look_at_speed);
  library.set(handle, CURLOPT_XFERINFODATA, &into);
  const CURLcode code = library.perform(handle);
  library.set(handle, CURLOPT_HTTPHEADER, nullptr);
  library.free_all(list);
  if (into.too_large) return Error{ErrorCode::kTooLarge, origin_of(url) + ": too large an answer"};
  if (into.too_slow) return Error{ErrorCode::kTooLarge, origin_of(url) + ": too slow an answer"};
  if (code != CURLE_OK) {
    return Error{ErrorCode::kUnreadable, origin_of(url) + ": " + library.reason(code)};
  }
  long status = 0;
  library.info(handle, CURLINFO_RESPONSE_CODE, &status);
  into.answer.status = static_cast<int>(status);
  return std::move(into.answer);
}

std::string origin_of(const std::string& url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string::npos) return {};
  return lowered(url.substr(0, url.find_first_of("/?#", scheme + 3)));
}

}  // namespace rekey
