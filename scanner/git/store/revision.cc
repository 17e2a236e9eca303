#include "scanner/git/store/revision.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include "scanner/base/ascii.h"
#include "scanner/git/refs/ref_lookup.h"
#include "scanner/git/store/upstream.h"

namespace rekey {
namespace {

// Chains of tags that point at tags end here.
constexpr int kMaxTagDepth = 10;
// As git: fewer digits are no short id.
constexpr size_t kFewestDigits = 4;
constexpr std::string_view kBranches = "refs/heads/";

// The whole of `text` as a number.
std::optional<uint64_t> number_of(std::string_view text) {
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = error == std::errc() && end == text.data() + text.size();
  return is_whole ? std::optional(number) : std::nullopt;
}

class Resolver {
 public:
  Resolver(const Repository& repository, ObjectReader reader, const std::string& name)
      : repository_(repository),
        folders_(repository.ref_folders()),
        reader_(std::move(reader)),
        name_(name) {}

  Result<ObjectId> run() {
    if (name_.find(':') != std::string::npos) return unsupported("files and texts");
    std::string_view rest = name_;
    const std::string start(rest.substr(0, rest.find_first_of("~^")));
    rest.remove_prefix(start.size());
    Result<ObjectId> id = start_of(start);
    if (!id) return id;
    at_ = *id;
    if (!peel()) return missing();
    while (!rest.empty()) {
      const Status stepped = step(rest);
      if (!stepped) return stepped.error();
    }
    return at_;
  }

 private:
  [[nodiscard]] Error missing() const { return {ErrorCode::kNotFound, name_ + ": no such commit"}; }
  [[nodiscard]] Error unsupported(const char* what) const {
    return {ErrorCode::kUnsupported, name_ + ": " + what +
                                         " are not looked up here: give a branch, a tag or the id "
                                         "that `git rev-parse` prints"};
  }

  // From what at_ is to the commit that it leads to; false when there is none.
  bool peel() {
    for (int depth = 0; depth < kMaxTagDepth; ++depth) {
      const Result<Object> object = reader_.read(at_);
      if (!object) return false;
      if (object.value().type == ObjectType::kCommit) {
        Result<Commit> commit = parse_commit(object.value().bytes);
        if (!commit) return false;
        commit_ = *std::move(commit);
        return true;
      }
      if (object.value().type != ObjectType::kTag) return false;
      const Result<Tag> tag = parse_tag(object.value().bytes);
      if (!tag) return false;
      at_ = tag.value().target;
    }
    return false;
  }

  // Takes one of "~N", "^N", "~", "^", "^{}", "^{commit}" off the front.
  Status step(std::string_view& rest) {
    const char sign = rest.front();
    if (sign != '~' && sign != '^') return missing();
    rest.remove_prefix(1);
    if (sign == '^' && rest.starts_with('{')) {
      const std::string_view kind = rest.substr(0, rest.find('}') + 1);
      if (kind.starts_with("{/")) return unsupported("texts");
      if (kind != "{}" && kind != "{commit}" && kind != "{object}") return missing();
      rest.remove_prefix(kind.size());
      return {};
    }
    uint32_t number = 1;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (error == std::errc::result_out_of_range) return missing();
    rest.remove_prefix(static_cast<size_t>(end - rest.data()));
    const uint32_t parent = sign == '~' ? 1 : number;
    for (uint32_t steps = sign == '~' ? number : std::min(number, 1U); steps > 0; --steps) {
      if (parent > commit_.parents.size()) return missing();
      at_ = commit_.parents[parent - 1];
      if (!peel()) return missing();
    }
    return {};
  }

  Result<ObjectId> start_of(const std::string& text) {
    if (text.empty()) return missing();
    const size_t brace = text.find("@{");
    if (brace != std::string::npos && text.ends_with('}')) {
      const std::string_view inner = std::string_view(text).substr(brace + 2);
      return of_braces(text.substr(0, brace), inner.substr(0, inner.size() - 1));
    }
    const auto whole = ObjectId::from_hex(text);
    if (whole && whole->size() == repository_.id_size()) return *whole;
    const std::string ref = ref_named(text == "@" ? "HEAD" : text);
    if (const auto target = ref_target(folders_, ref)) return *target;
    // What `git describe` prints: "v1.0-12-g1234567".
    const size_t described = text.rfind("-g");
    return of_digits(described == std::string::npos ? text : text.substr(described + 2));
  }

  // The full name of the ref that git would take; "" for none.
  [[nodiscard]] std::string ref_named(const std::string& text) const {
    constexpr std::array<std::string_view, 6> kBefore = {
        "", "refs/", "refs/tags/", kBranches, "refs/remotes/", "refs/remotes/"};
    for (size_t i = 0; i < kBefore.size(); ++i) {
      std::string full = std::string(kBefore[i]) + text;
      if (i + 1 == kBefore.size()) full += "/HEAD";
      if (ref_target(folders_, full)) return full;
    }
    return {};
  }

  // "REF@{INNER}".
  Result<ObjectId> of_braces(const std::string& ref, std::string_view inner) {
    if (inner == "u" || inner == "upstream" || inner == "push") {
      const std::string branch = ref.empty() || ref == "@" || ref == "HEAD"
                                     ? symbolic_target(folders_, "HEAD")
                                     : std::string(kBranches) + ref;
      const auto target = ref_target(folders_, upstream_of(repository_, branch));
      return target ? Result<ObjectId>(*target) : missing();
    }
    if (inner.starts_with('-') && ref.empty()) {
      const auto steps = number_of(inner.substr(1));
      if (!steps || *steps == 0) return missing();
      return start_of(earlier_checkout(folders_, *steps));
    }
    const auto steps = number_of(inner);
    if (!steps) return unsupported("days");
    // "@{1}" is the branch's that is checked out.
    std::string full = ref.empty() ? symbolic_target(folders_, "HEAD") : ref_named(ref);
    if (ref.empty() && full.empty()) full = "HEAD";
    if (*steps == 0) {
      const auto now = ref_target(folders_, full);
      return now ? Result<ObjectId>(*now) : missing();
    }
    const auto target = earlier_target(folders_, full, *steps);
    return target ? Result<ObjectId>(*target) : missing();
  }

  // The first digits of an id. Of several objects the one that leads to a commit.
  Result<ObjectId> of_digits(std::string digits) {
    std::transform(digits.begin(), digits.end(), digits.begin(),
                   [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
    if (digits.size() < kFewestDigits || digits.size() >= 2 * repository_.id_size() ||
        !is_lower_hex(digits)) {
      return missing();
    }
    std::vector<ObjectId> found = reader_.starting_with(digits);
    if (found.size() > 1) {
      std::erase_if(found, [this](const ObjectId& id) {
        at_ = id;
        return !peel();
      });
    }
    if (found.empty()) return missing();
    if (found.size() == 1) return found.front();
    return Error{ErrorCode::kNotFound,
                 name_ + ": the ids of several commits start so: give more of it"};
  }

  const Repository& repository_;
  RefFolders folders_;
  ObjectReader reader_;
  const std::string& name_;
  ObjectId at_;
  Commit commit_;  // that at_ names, after peel()
};

}  // namespace

Result<ObjectId> commit_named(const Repository& repository, const std::string& name) {
  Result<ObjectReader> reader = ObjectReader::open(repository);
  if (!reader) return reader.error();
  return Resolver(repository, *std::move(reader), name).run();
}

}  // namespace rekey
