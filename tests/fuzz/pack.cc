// A pack made of the input's orders: objects, deltas by offset and by id, forwards and backwards,
// entries of any bytes, objects that only the index has. Walking it gives what reading its objects
// one by one gives, and names every object once.
#include <cstdlib>
#include <map>
#include <string>

#include "scanner/git/pack/pack_read.h"
#include "scanner/git/pack/pack_walk.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/pack_builder.h"

namespace {

using rekey::ObjectId;
using rekey::PackFile;
using rekey::test::must;
using rekey::test::PackBuilder;

constexpr uint64_t kMost = 1 << 14;

class Seen : public rekey::ObjectVisitor {
 public:
  [[nodiscard]] bool wants(rekey::ObjectType /*type*/) const override { return true; }
  [[nodiscard]] bool wants_copies() const override { return true; }
  void object(const rekey::VisitedObject& object) override {
    must(objects.emplace(object.id, object.bytes).second, "an object is given once");
    must(object.bytes.size() <= kMost, "an object keeps to the limit");
  }
  void failed(const ObjectId& id, rekey::ObjectType /*type*/, const rekey::Error& error) override {
    must(errors.emplace(id, error.message).second, "an object fails once");
  }
  std::map<ObjectId, std::string> objects;
  std::map<ObjectId, std::string> errors;
};

const std::string& folder() {
  static const std::string made = [] {
    char name[] = "/tmp/rekey-fuzz-XXXXXX";
    must(::mkdtemp(name) != nullptr, "a folder can be made");
    return std::string(name);
  }();
  return made;
}

// One order: what, a number, the size of what follows.
void one_order(PackBuilder& builder, uint32_t number, std::string_view& input,
               std::vector<uint64_t>& offsets) {
  const auto what = static_cast<uint8_t>(input[0]);
  const auto which = static_cast<uint8_t>(input[1]);
  const std::string_view bytes = input.substr(3, static_cast<uint8_t>(input[2]));
  input.remove_prefix(3 + bytes.size());
  const ObjectId id = rekey::test::id_number(number);
  switch (what % 5) {
    case 0:
      offsets.push_back(builder.whole(id, 1 + which % 4, bytes));
      break;
    case 1:
      offsets.push_back(builder.id_delta(id, rekey::test::id_number(which % 32), bytes));
      break;
    case 2:
      if (offsets.empty()) break;
      offsets.push_back(builder.offset_delta(id, offsets[which % offsets.size()], bytes));
      break;
    case 3:
      offsets.push_back(builder.raw(id, bytes));
      break;
    default:
      builder.ghost(id, which < 128 || offsets.empty() ? which : offsets[which % offsets.size()]);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view input = rekey::test::view(data, size);
  PackBuilder builder;
  std::vector<uint64_t> offsets;
  for (uint32_t number = 0; input.size() >= 3; ++number) one_order(builder, number, input, offsets);
  builder.write(folder(), "fuzz");
  rekey::Result<PackFile> pack = PackFile::open(folder() + "/pack-fuzz", rekey::ObjectId::kSha1);
  if (!pack) return 0;
  pack->link(1);
  rekey::WalkLimits limits;
  limits.max_object = limits.max_base = kMost;
  limits.memory = 1 << 12;  // bases are let go and made again
  Seen seen, again;
  rekey::RootChecks checks;
  rekey::UnfoldedBytes unfolded(0);
  rekey::PackWalk walk(limits, unfolded, checks, [](const ObjectId&, const PackFile&) {
    return rekey::Result<rekey::Object>(rekey::Error{rekey::ErrorCode::kNotFound, "nowhere"});
  });
  for (const uint32_t root : pack->roots()) walk.run(*pack, root, seen);
  checks.end();
  for (const uint32_t root : pack->roots()) walk.run(*pack, root, again);
  must(seen.objects == again.objects && seen.errors == again.errors, "a second walk is the same");
  must(seen.objects.size() + seen.errors.size() == pack->count(), "every object is told of");
  rekey::Inflater inflater;
  for (uint32_t node = 0; node < pack->count(); ++node) {
    const auto alone = rekey::read_packed(*pack, pack->node(node).position, kMost, inflater);
    const auto found = seen.objects.find(pack->id(node));
    if (found == seen.objects.end()) continue;
    must(alone.ok() && alone->bytes == found->second, "an object is the same read alone");
  }
  return 0;
}
