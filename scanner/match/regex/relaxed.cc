#include "scanner/match/regex/relaxed.h"

#include <algorithm>
#include <charconv>

namespace rekey {
namespace {

// Fewer repetitions are not worth a group.
constexpr uint32_t kLeast = 10;

// `x{n,m}` in the expression.
struct Repetition {
  size_t begin = 0, comma = 0, end = 0;  // of x; behind n; behind the brace and a `?` there
  uint32_t most = 0;
};

class Reader {
 public:
  explicit Reader(std::string_view regex) : regex_(regex) {}

  // False: there is syntax that is not known here.
  bool run() {
    while (at_ < regex_.size()) {
      if (!step()) return false;
    }
    return groups_.empty();
  }

  // Both by place.
  std::vector<Repetition> repetitions;
  std::vector<size_t> captures;

 private:
  struct Group {
    size_t first = 0;  // repetitions before it
  };

  [[nodiscard]] bool sees(std::string_view what) const {
    return regex_.substr(at_).starts_with(what);
  }

  bool step() {
    const size_t begin = at_;
    switch (regex_[at_]) {
      case '(':
        if (!sees("(?") || sees("(?P<")) captures.push_back(at_);
        groups_.push_back({repetitions.size()});
        ++at_;
        return true;
      case ')':
        return close();
      case '[':
        if (!skip_class()) return false;
        break;
      case '\\':
        if (!skip_escape()) return false;
        break;
      default:
        ++at_;
    }
    take_bounds(begin);
    return true;
  }

  // A group that is repeated has no room for groups that count.
  bool close() {
    if (groups_.empty()) return false;
    ++at_;
    if (sees("*") || sees("+") || sees("{")) repetitions.resize(groups_.back().first);
    groups_.pop_back();
    return true;
  }

  bool skip_class() {
    ++at_;
    if (sees("^")) ++at_;
    if (sees("]")) ++at_;
    while (at_ < regex_.size() && regex_[at_] != ']') {
      if (sees("[:")) {
        const size_t end = regex_.find(":]", at_);
        if (end == std::string_view::npos) return false;
        at_ = end + 2;
      } else if (regex_[at_] == '\\') {
        if (!skip_escape()) return false;
      } else {
        ++at_;
      }
    }
    ++at_;
    return at_ <= regex_.size();
  }

  bool skip_escape() {
    if (at_ + 1 >= regex_.size()) return false;
    const char kind = regex_[at_ + 1];
    at_ += 2;
    if (kind == 'Q' || kind == 'p' || kind == 'P' || kind == 'C') return false;
    if (kind >= '0' && kind <= '9') return false;
    if (kind != 'x') return true;
    if (!sees("{")) {
      at_ += 2;
      return at_ <= regex_.size();
    }
    at_ = regex_.find('}', at_);
    if (at_ == std::string_view::npos) return false;
    ++at_;
    return true;
  }

  [[nodiscard]] std::optional<uint32_t> number(size_t& at) const {
    uint32_t value = 0;
    const auto [end, error] =
        std::from_chars(regex_.data() + at, regex_.data() + regex_.size(), value);
    if (error != std::errc()) return std::nullopt;
    at = static_cast<size_t>(end - regex_.data());
    return value;
  }

  // What repeats the element at `begin`, if that is `{n,m}`.
  void take_bounds(size_t begin) {
    if (!sees("{")) return;
    size_t at = at_ + 1;
    if (!number(at) || at >= regex_.size() || regex_[at] != ',') return;
    Repetition found{begin, at, 0, 0};
    ++at;
    const auto most = number(at);
    if (!most || at >= regex_.size() || regex_[at] != '}') return;
    at_ = at + 1;
    if (sees("?")) ++at_;
    found.end = at_;
    found.most = *most;
    if (*most >= kLeast) repetitions.push_back(found);
  }

  std::string_view regex_;
  size_t at_ = 0;
  std::vector<Group> groups_;  // open ones
};

}  // namespace

std::optional<Relaxed> relax(std::string_view regex) {
  Reader reader(regex);
  if (!reader.run() || reader.repetitions.empty()) return std::nullopt;
  Relaxed out;
  size_t done = 0, capture = 0;
  const auto captures_before = [&](size_t place) {
    for (; capture < reader.captures.size() && reader.captures[capture] < place; ++capture) {
      out.bounds.push_back(0);
    }
  };
  for (const Repetition& one : reader.repetitions) {
    captures_before(one.begin);
    out.bounds.push_back(one.most);
    out.regex.append(regex.substr(done, one.begin - done)).append("(");
    out.regex.append(regex.substr(one.begin, one.comma + 1 - one.begin)).append("}");
    if (regex[one.end - 1] == '?') out.regex.append("?");
    out.regex.append(")");
    done = one.end;
  }
  captures_before(regex.size());
  out.regex.append(regex.substr(done));
  return out;
}

}  // namespace rekey
