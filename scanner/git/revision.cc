#include "scanner/git/revision.h"

#include <git2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace rekey {
namespace {

// Chains of tags that point at tags end here.
constexpr int kMaxTagDepth = 10;

// As git looks for a short name.
std::optional<ObjectId> target_of(const std::vector<Ref>& refs, const std::string& name) {
  constexpr std::array<std::string_view, 6> kBefore = {
      "", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/", "refs/remotes/"};
  for (size_t i = 0; i < kBefore.size(); ++i) {
    const std::string full =
        std::string(kBefore[i]) + name + (i + 1 == kBefore.size() ? "/HEAD" : "");
    const auto at =
        std::find_if(refs.begin(), refs.end(), [&](const Ref& ref) { return ref.name == full; });
    if (at != refs.end()) return at->target;
  }
  return ObjectId::from_hex(name);
}

// The commit that `id` is or, as a tag, leads to.
std::optional<Commit> commit_of(const ObjectReader& reader, ObjectId& id) {
  for (int depth = 0; depth < kMaxTagDepth; ++depth) {
    const Result<Object> object = reader.read(id);
    if (!object) return std::nullopt;
    if (object.value().type == ObjectType::kCommit) {
      Result<Commit> commit = parse_commit(object.value().bytes);
      return commit ? std::optional(*std::move(commit)) : std::nullopt;
    }
    if (object.value().type != ObjectType::kTag) return std::nullopt;
    const Result<Tag> tag = parse_tag(object.value().bytes);
    if (!tag) return std::nullopt;
    id = tag.value().target;
  }
  return std::nullopt;
}

// Takes "~N", "^N", "~" or "^" off the front: how many steps, and to which parent. False when
// something else stands there.
bool take_step(std::string_view& rest, uint32_t& steps, uint32_t& parent) {
  const char sign = rest.front();
  if (sign != '~' && sign != '^') return false;
  rest.remove_prefix(1);
  uint32_t number = 1;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (error == std::errc::result_out_of_range) return false;
  rest.remove_prefix(static_cast<size_t>(end - rest.data()));
  steps = sign == '~' ? number : std::min(number, 1U);
  parent = sign == '~' ? 1 : number;
  return true;
}

// For what libgit2 cannot open: names of refs, full ids, and "~N" and "^N" behind them.
std::optional<ObjectId> resolved(const Repository& repository, const std::string& name) {
  const Result<std::vector<Ref>> refs = repository.refs();
  const Result<ObjectReader> reader = ObjectReader::open(repository);
  if (!refs || !reader) return std::nullopt;
  const size_t end = std::min(name.find_first_of("~^"), name.size());
  const auto target = target_of(refs.value(), name.substr(0, end));
  if (!target) return std::nullopt;
  ObjectId id = *target;
  auto commit = commit_of(reader.value(), id);
  std::string_view rest = std::string_view(name).substr(end);
  for (uint32_t steps = 0, parent = 0; commit && !rest.empty();) {
    if (!take_step(rest, steps, parent)) return std::nullopt;
    for (; steps > 0 && commit; --steps) {
      if (parent == 0 || parent > commit->parents.size()) return std::nullopt;
      id = commit->parents[parent - 1];
      commit = commit_of(reader.value(), id);
    }
  }
  return commit ? std::optional(id) : std::nullopt;
}

// Null for none. A ref is looked up here, for libgit2 1.5's git_revparse_single() loses the memory
// of one whose object is missing.
git_object* object_named(git_repository* repository, const char* name) {
  git_object* object = nullptr;
  git_reference* ref = nullptr;
  if (git_reference_dwim(&ref, repository, name) != 0) {
    return git_revparse_single(&object, repository, name) == 0 ? object : nullptr;
  }
  const int code =
      git_object_lookup(&object, repository, git_reference_target(ref), GIT_OBJECT_ANY);
  git_reference_free(ref);
  return code == 0 ? object : nullptr;
}

}  // namespace

Result<ObjectId> commit_named(const Repository& repository, const std::string& name) {
  const Error missing{ErrorCode::kNotFound, name + ": no such commit"};
  if (repository.handle() == nullptr) {
    const auto id = resolved(repository, name);
    return id ? Result<ObjectId>(*id) : missing;
  }
  const bool is_named = !name.empty() && name[0] != '~' && name[0] != '^';
  if (!is_named) return missing;  // HEAD to libgit2
  git_object* object = object_named(repository.handle(), name.c_str());
  if (object == nullptr) return missing;
  git_object* commit = nullptr;
  const bool is_commit = git_object_peel(&commit, object, GIT_OBJECT_COMMIT) == 0;
  git_object_free(object);
  if (!is_commit) return missing;
  const git_oid* oid = git_object_id(commit);
  const ObjectId id = ObjectId::from_raw({reinterpret_cast<const char*>(oid->id), ObjectId::kSha1},
                                         ObjectId::kSha1);
  git_object_free(commit);
  return id;
}

}  // namespace rekey
