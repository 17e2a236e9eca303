#include "scanner/cli/ci/ci_base.h"

#include <algorithm>
#include <array>
#include <optional>

#include "scanner/cli/ci/origin_fetch.h"
#include "scanner/git/history/commit_range.h"
#include "scanner/git/store/revision.h"

namespace rekey {
namespace {

constexpr size_t kShown = 12;  // digits of an id

bool is_id(const std::string& name) {
  return ObjectId::from_hex(name).has_value();
}

class BaseSearch {
 public:
  BaseSearch(std::string folder, const CiEnvironment& environment, bool fetch)
      : folder_(std::move(folder)),
        environment_(environment),
        may_fetch_(fetch),
        origin_(folder_) {}

  Result<CiRange> run() {
    const Status head = find_head();
    if (!head) return head.error();
    const bool has_branch =
        !environment_.base_branch.empty() &&
        (environment_.is_request || environment_.base_branch != environment_.branch);
    std::string name;
    // A pushed branch's old tip says it all; what a request goes to may have gone on meanwhile.
    const bool has_base = !environment_.base.empty() && add_base(environment_.base);
    if (has_base) name = environment_.base.substr(0, is_id(environment_.base) ? kShown : 200);
    if (has_branch && (environment_.is_request || !has_base)) {
      if (add_branch(environment_.base_branch)) name = environment_.base_branch;
    }
    if (out_.bases.empty() && environment_.base.empty() && environment_.base_branch.empty() &&
        add_default_branch()) {
      name = "origin/HEAD";
    }
    out_.name = name + ".." + out_.head.hex().substr(0, kShown);
    if (!out_.bases.empty()) {
      complete_range();
    } else if (has_branch || !environment_.base.empty() || environment_.is_request) {
      out_.kind = CiRange::Kind::kTree;
      add_fault(out_, "the base is not in this clone and cannot be fetched: the tree of " +
                          out_.head.hex().substr(0, kShown) +
                          " was scanned instead of its commits; check out with full depth");
    } else {
      out_.kind = CiRange::Kind::kAll;
      out_.notes.emplace_back("nothing to compare with: all commits of the branch are scanned");
      deepen([](const Repository& repository) { return repository.is_shallow(); });
    }
    return std::move(out_);
  }

 private:
  std::optional<ObjectId> look_up(const std::string& name) {
    if (name.empty()) return std::nullopt;
    const Result<Repository> repository = Repository::open(folder_);
    if (!repository) return std::nullopt;
    const Result<ObjectId> id = commit_named(*repository, name);
    return id ? std::optional(id.value()) : std::nullopt;
  }

  // A tag has a message of its own, and may be on a tree or a blob.
  void add_ref(const std::string& name) {
    const Result<Repository> repository = Repository::open(folder_);
    if (!repository || name.empty()) return;
    const RefList refs = repository->refs();
    const Ref* named = ref_named(refs.refs, name);
    const auto id = named != nullptr ? std::optional(named->target) : ObjectId::from_hex(name);
    const Result<ObjectReader> reader = ObjectReader::open(*repository);
    if (!id || !reader) return;
    const Result<ObjectHeader> header = reader->header(*id);
    if (header && header->type != ObjectType::kCommit) out_.refs.push_back({name, *id});
  }

  bool fetch(const std::string& depth, std::vector<std::string> wanted) {
    return may_fetch_ && origin_.run(depth, std::move(wanted));
  }

  Status find_head() {
    auto found = look_up(environment_.head);
    add_ref(environment_.head);
    if (!found && !out_.refs.empty()) found = look_up("HEAD");
    if (!found && is_id(environment_.head) && fetch("--depth=50", {environment_.head})) {
      found = look_up(environment_.head);
    }
    if (!found && environment_.head_was_given) {
      return Error{ErrorCode::kUsage,
                   "ci: --head " + environment_.head + ": no commit of that name"};
    }
    if (!found && !environment_.head.empty()) {
      add_fault(out_,
                "the request's own commit is not in this clone and cannot be fetched: what is "
                "checked out was scanned instead");
    }
    if (!found) found = look_up("HEAD");
    if (!found) return Error{ErrorCode::kNotFound, "ci: there is no commit to scan"};
    out_.head = *found;
    return {};
  }

  bool add(std::optional<ObjectId> found) {
    if (!found) return false;
    out_.bases.push_back(*found);
    return true;
  }

  bool add_base(const std::string& name) {
    if (add(look_up(name))) return true;
    return is_id(name) && fetch("--depth=50", {name}) && add(look_up(name));
  }

  bool add_branch(const std::string& branch) {
    const std::string remote = "refs/remotes/origin/" + branch;
    if (add(look_up(remote))) return true;
    if (fetch("--depth=50", {"refs/heads/" + branch})) {
      const auto found = origin_.first();
      return found && add(look_up(found->hex()));
    }
    return add(look_up("refs/heads/" + branch));
  }

  // For systems that tell nothing. Not what is scanned itself.
  bool add_default_branch() {
    const auto found = look_up("refs/remotes/origin/HEAD");
    return found != out_.head && add(found);
  }

  // Fetches more until `lacks` is false or there is no more.
  template <typename Lacks>
  void deepen(const Lacks& lacks) {
    constexpr std::array<const char*, 4> kSteps = {"--deepen=50", "--deepen=200", "--deepen=1000",
                                                   "--unshallow"};
    for (const char* step : kSteps) {
      const Result<Repository> repository = Repository::open(folder_);
      if (!repository || !repository->is_shallow() || !lacks(*repository)) return;
      // Of these commits alone where the remote lets ids be asked for; else of all its branches.
      std::vector<std::string> wanted{out_.head.hex()};
      for (const ObjectId& base : out_.bases) wanted.push_back(base.hex());
      if (!fetch(step, wanted) && !fetch(step, {})) return;
    }
  }

  [[nodiscard]] bool is_cut(const Repository& repository) const {
    const Result<ObjectReader> reader = ObjectReader::open(repository);
    if (!reader) return false;
    const Result<std::vector<RangeCommit>> commits =
        commits_between(*reader, {out_.head}, out_.bases);
    return commits && std::any_of(commits->begin(), commits->end(),
                                  [](const RangeCommit& commit) { return commit.is_cut; });
  }

  void complete_range() {
    deepen([this](const Repository& repository) { return is_cut(repository); });
    const Result<Repository> repository = Repository::open(folder_);
    if (!repository) return;
    const Result<ObjectReader> reader = ObjectReader::open(*repository);
    if (!reader) return;
    const Result<std::vector<RangeCommit>> commits =
        commits_between(*reader, {out_.head}, out_.bases);
    if (!commits || !commits->empty()) return;
    out_.kind = CiRange::Kind::kTree;
    out_.notes.emplace_back("no commits between base and head: the whole tree of head is scanned");
  }

  std::string folder_;
  const CiEnvironment& environment_;
  bool may_fetch_;
  OriginFetch origin_;
  CiRange out_;
};

}  // namespace

void add_fault(CiRange& range, const std::string& fault) {
  range.fault += (range.fault.empty() ? "" : "; ") + fault;
}

Result<CiRange> find_ci_range(const std::string& folder, const CiEnvironment& environment,
                              bool fetch) {
  return BaseSearch(folder, environment, fetch).run();
}

}  // namespace rekey
