#include "scanner/cli/commands/date.h"

#include <charconv>
#include <chrono>

namespace rekey {
namespace {

// Takes exactly `digits` digits off the text.
std::optional<int> take_number(std::string_view& text, size_t digits) {
  int value = 0;
  if (text.size() < digits) return std::nullopt;
  for (const char c : text.substr(0, digits)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// "10:30" or "10:30:15", in seconds.
std::optional<int64_t> take_clock(std::string_view& text) {
  constexpr int kHour = 3600, kMinute = 60;
  const auto hour = take_number(text, 2);
  if (!hour || *hour > 24 || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  int64_t seconds = int64_t{*hour} * kHour + int64_t{*minute} * kMinute;
  if (!take(text, ':')) return seconds;
  const auto second = take_number(text, 2);
  if (!second || *second > 60) return std::nullopt;
  return seconds + *second;
}

}  // namespace

std::optional<int64_t> parse_date(std::string_view text) {
  if (take(text, '@')) {
    int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return seconds;
  }
  const auto year = take_number(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  int64_t seconds = std::chrono::duration_cast<std::chrono::seconds>(
                        std::chrono::sys_days(date).time_since_epoch())
                        .count();
  if (text.empty()) return seconds;
  if (!take(text, 'T') && !take(text, ' ')) return std::nullopt;
  const auto clock = take_clock(text);
  if (!clock) return std::nullopt;
  seconds += *clock;
  if (text.empty() || text == "Z") return seconds;
  const int sign = text.front() == '+' ? 1 : -1;
  if (!take(text, '+') && !take(text, '-')) return std::nullopt;
  const auto offset = take_clock(text);
  if (!offset || !text.empty()) return std::nullopt;
  return seconds - sign * *offset;
}

}  // namespace rekey
