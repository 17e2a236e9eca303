#include "scanner/reset/order.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace rekey::test {
namespace {

// The steps' numbers after ordering: "0213".
std::string ordered(const std::vector<std::string>& steps, Exposure exposure) {
  Plan plan(1);
  plan[0].reset.steps = steps;
  order_steps(plan, exposure);
  std::string out;
  for (const std::string& step : plan[0].reset.steps) {
    out += std::to_string(std::find(steps.begin(), steps.end(), step) - steps.begin());
  }
  return out;
}

TEST_CASE("public: revoked before it is replaced; private: replaced before it is revoked") {
  const std::vector<std::string> steps = {"Find it.", "Create a new key.",
                                          "Put it where the old one was.", "Revoke the leaked key.",
                                          "Look at the log."};
  CHECK(ordered(steps, Exposure::kUnknown) == "01234");
  CHECK(ordered(steps, Exposure::kPublic) == "03124");
  CHECK(ordered(steps, Exposure::kPrivate) == "01234");
  const std::vector<std::string> early = {"Delete the leaked key.", "Create a new one.",
                                          "Deploy it.", "Delete what nobody uses."};
  CHECK(ordered(early, Exposure::kPublic) == "0123");
  CHECK(ordered(early, Exposure::kPrivate) == "1203");
}

TEST_CASE("steps that say neither keep their order, and nothing is lost") {
  CHECK(ordered({}, Exposure::kPublic) == "");
  CHECK(ordered({"Read the log.", "Call them."}, Exposure::kPublic) == "01");
  CHECK(ordered({"Reset the token: the old one dies.", "Update the jobs."}, Exposure::kPrivate) ==
        "01");
  CHECK(ordered({"Revoke the leaked key."}, Exposure::kPrivate) == "0");
}

}  // namespace
}  // namespace rekey::test
