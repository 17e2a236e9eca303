// Code hosts' answers, hostile ones too, and the pace that they set.
#include "scanner/org/hosts/host.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "scanner/org/hosts/host_inventory.h"

namespace rekey::test {
namespace {

HttpAnswer answer(int status, std::string body, std::map<std::string, std::string> headers = {}) {
  return {status, std::move(headers), std::move(body)};
}

const HostSource kSource = {HostKind::kGitHub, "acme", "https://api.example.com", "t0ken"};

struct Asked {
  Inventory inventory;
  std::vector<std::string> urls;
  int64_t waited = 0;
};

// What is listed when the host gives these answers, one after another.
Asked ask(const std::vector<HttpAnswer>& answers) {
  Asked out;
  HostPace pace;
  pace.now = [] { return int64_t{1000}; };
  pace.wait = [&](int64_t seconds) { out.waited += seconds; };
  out.inventory = host_inventory(
      kSource,
      [&](const std::string& url, const std::vector<std::string>&) -> Result<HttpAnswer> {
        out.urls.push_back(url);
        if (out.urls.size() > answers.size()) return Error{ErrorCode::kUnreadable, "gone"};
        return answers[out.urls.size() - 1];
      },
      pace);
  return out;
}

std::string entry(const std::string& url) {
  return R"([{"clone_url": ")" + url + R"(", "private": true}])";
}

}  // namespace

TEST_CASE("a host's limits are waited for as it says") {
  CHECK(retry_wait(answer(200, ""), 1, 0) == std::nullopt);
  CHECK(retry_wait(answer(404, ""), 1, 0) == std::nullopt);
  CHECK(retry_wait(answer(403, "forbidden"), 1, 0) == std::nullopt);
  CHECK(retry_wait(answer(429, "", {{"retry-after", "7"}}), 1, 0) == 7);
  CHECK(retry_wait(answer(403, "", {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "130"}}),
                   1, 100) == 31);
  CHECK(retry_wait(answer(403, "", {{"x-ratelimit-remaining", "12"}}), 1, 0) == std::nullopt);
  CHECK(retry_wait(answer(403, "a secondary rate limit"), 2, 0) == 120);
  CHECK(retry_wait(answer(503, ""), 1, 0) == 1);
  CHECK(retry_wait(answer(503, ""), 4, 0) == 8);
  CHECK(retry_wait(answer(429, "", {{"retry-after", "-7"}}), 1, 0) == 60);
}

TEST_CASE("the next page is asked for at the same host only, and not for ever") {
  const auto with_link = [](const std::string& next) {
    return answer(
        200, entry("https://example.com/acme/a.git"),
        {{"link", "<https://api.example.com/x>; rel=\"prev\", <" + next + ">; rel=\"next\""}});
  };
  Asked asked = ask({with_link("https://api.example.com/2"),
                     answer(200, entry("https://example.com/acme/b.git"))});
  CHECK(asked.urls.back() == "https://api.example.com/2");
  CHECK(asked.inventory.repositories.size() == 2);
  CHECK(asked.inventory.faults.empty());
  asked = ask({with_link("https://evil.example.com/2")});
  CHECK(asked.urls.size() == 1);
  CHECK(asked.inventory.faults.size() == 1);
  asked = ask({with_link("https://api.example.com@evil.example.com/2")});
  CHECK(asked.urls.size() == 1);
  asked = ask({with_link("https://api.example.com/2"), with_link("https://api.example.com/2")});
  CHECK(asked.urls.size() == 2);
  CHECK(asked.inventory.faults.size() == 1);
}

TEST_CASE("what is no answer, and an entry that is no repository, are faults") {
  for (const std::string body : {"", "{}", "null", "[1", "<html>", "{\"message\": \"x\"}"}) {
    CAPTURE(body);
    const Asked asked = ask({answer(200, body)});
    CHECK(asked.inventory.repositories.empty());
    CHECK(asked.inventory.faults.size() == 1);
  }
  CHECK(ask({answer(200, std::string(100'000, '['))}).inventory.faults.size() == 1);
  for (const std::string url : {"", "ext::sh -c x", "/etc", "https://u:p@example.com/a", "-x:y",
                                "https://example.com/a\\nb", "file:///etc"}) {
    CAPTURE(url);
    const Asked asked = ask({answer(200, entry(url))});
    CHECK(asked.inventory.repositories.empty());
    CHECK(asked.inventory.faults.size() == 1);
  }
  const Asked odd = ask({answer(200, R"([1, null, {"clone_url": {}}, {"clone_url":
      "https://example.com/acme/a.git", "size": -1, "private": "x", "parent": []}])")});
  CHECK(odd.inventory.repositories.size() == 1);
  CHECK(odd.inventory.faults.size() == 3);
}

TEST_CASE("a host that fails is asked again, six times, then it is a fault") {
  const Asked asked = ask(std::vector<HttpAnswer>(10, answer(502, "")));
  CHECK(asked.urls.size() == 6);
  CHECK(asked.waited == 1 + 2 + 4 + 8 + 16);
  CHECK(asked.inventory.faults.size() == 1);
  const Asked person = ask({answer(404, ""), answer(200, entry("https://example.com/me/a.git"))});
  CHECK(person.urls.back() == "https://api.example.com/users/acme/repos?type=owner&per_page=100");
  CHECK(person.inventory.repositories.size() == 1);
  const Asked impatient =
      ask(std::vector<HttpAnswer>(10, answer(429, "", {{"retry-after", "4000"}})));
  CHECK(impatient.urls.size() == 1);
  CHECK(impatient.inventory.faults.size() == 1);
}

}  // namespace rekey::test
