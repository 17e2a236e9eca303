// A tree and a delta that makes another of it: the log of both, read along the delta, is the one
// that reading both in full gives.
#include <memory>
#include <string>

#include "scanner/git/delta.h"
#include "scanner/git/tree_log.h"
#include "tests/fuzz/fuzz.h"

namespace {

using rekey::ObjectId;
using rekey::TreeLog;

ObjectId numbered(uint8_t number) {
  ObjectId id;
  id.bytes[0] = number;
  return id;
}

std::string written(const TreeLog& log) {
  std::string out;
  log.replay([&](uint32_t tree, const std::vector<uint32_t>& entries) {
    out += log.id(tree).hex() + "\n";
    for (const uint32_t number : entries) {
      const TreeLog::Entry& entry = log.entries()[number];
      out +=
          entry.id.hex() + (entry.is_tree ? " tree " : " blob ") + log.names()[entry.name] + "\n";
    }
  });
  for (const rekey::Error& error : log.errors()) out += error.message + "\n";
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const std::vector<ObjectId> marked{numbered('a'), numbered('b')};
  static const rekey::QuickSet quick(marked);
  std::string_view delta;
  const std::string_view base = rekey::test::split(rekey::test::view(data, size), delta);
  rekey::ByteBuffer out;
  std::vector<rekey::CopiedBytes> copies;
  const bool made = rekey::apply_delta(base, delta, 1 << 16, out, &copies).ok();
  const auto along = std::make_unique<TreeLog>(&quick);
  const auto in_full = std::make_unique<TreeLog>(&quick);
  using rekey::ObjectType;
  along->object({numbered(1), ObjectType::kTree, base, 0, false, {}, true});
  in_full->object({numbered(1), ObjectType::kTree, base, 0, false, {}, true});
  if (made) {
    along->object({numbered(2), ObjectType::kTree, out.bytes(), 1, true, copies, false});
    in_full->object({numbered(2), ObjectType::kTree, out.bytes(), 1, false, {}, false});
  }
  rekey::test::must(written(*along) == written(*in_full), "a log is the same along a delta");
  return 0;
}
