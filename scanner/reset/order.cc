#include "scanner/reset/order.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace rekey {
namespace {

enum class Act : uint8_t { kOther, kRevoke, kReplace };

template <size_t N>
bool starts_with_any(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return text.starts_with(word) && (text.size() == word.size() || text[word.size()] == ' ');
  });
}

template <size_t N>
bool contains_any(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

Act act_of(std::string_view step) {
  constexpr std::array<std::string_view, 7> kRevoke = {
      "Revoke", "Delete", "Deactivate", "Disable", "Expire", "Invalidate", "Remove"};
  // What is revoked: the leaked one, not what else lies about.
  constexpr std::array<std::string_view, 8> kLeaked = {
      "leaked", "the old", "this ", "the key", "the token", "the secret", "call above", " it "};
  constexpr std::array<std::string_view, 9> kReplace = {
      "Create", "Make", "Generate", "Issue", "Add", "Update", "Put", "Deploy", "Give"};
  const bool cleans_up = step.starts_with("Delete what") || step.starts_with("Remove what");
  if (!cleans_up && starts_with_any(step, kRevoke) && contains_any(step, kLeaked))
    return Act::kRevoke;
  return starts_with_any(step, kReplace) ? Act::kReplace : Act::kOther;
}

bool is_revoke(const std::string& step) {
  return act_of(step) == Act::kRevoke;
}

bool is_replace(const std::string& step) {
  return act_of(step) == Act::kReplace;
}

// Only steps between the first and the last of the two kinds change places.
void order(std::vector<std::string>& steps, Exposure exposure) {
  const auto moves = [](const std::string& step) { return act_of(step) != Act::kOther; };
  const auto first = std::find_if(steps.begin(), steps.end(), moves);
  const auto last = std::find_if(steps.rbegin(), steps.rend(), moves).base();
  if (first >= last) return;
  if (exposure == Exposure::kPublic) std::stable_partition(first, last, is_revoke);
  if (exposure == Exposure::kPrivate) {
    // Up to the last replacement: what follows it comes after in any case.
    const auto replaced = std::find_if(steps.rbegin(), steps.rend(), is_replace).base();
    if (replaced <= first) return;
    std::stable_partition(first, replaced,
                          [](const std::string& step) { return !is_revoke(step); });
  }
}

}  // namespace

void order_steps(Plan& plan, Exposure exposure) {
  for (PlanItem& item : plan) order(item.reset.steps, exposure);
}

}  // namespace rekey
