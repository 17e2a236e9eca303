// A tree and a delta that makes another of it: the log of both, read along the delta, is the one
// that reading both in full gives.
#include <memory>
#include <string>

#include "scanner/git/history/tree_log.h"
#include "scanner/git/pack/delta.h"
#include "tests/fuzz/fuzz.h"

namespace {

using rekey::ObjectId;
using rekey::TreeLog;

ObjectId numbered(uint8_t number) {
  ObjectId id;
  id.bytes[0] = number;
  return id;
}

std::string line_of(const TreeLog& log, uint32_t number) {
  const TreeLog::Entry& entry = log.entries()[number];
  return entry.id.hex() + (entry.is_tree ? " tree " : " blob ") + log.names()[entry.name] + "\n";
}

// Some of the entries: they have about half of the ids.
bool leads(const TreeLog::Entry& entry) {
  return entry.id.bytes[1] % 2 == 0;
}

// The trees with all their entries, or with those that lead.
std::string written(const TreeLog& log, bool all) {
  std::string out;
  log.replay([&](uint32_t tree, const std::vector<uint32_t>& entries) {
    out += log.id(tree).id().hex() + "\n";
    for (const uint32_t number : entries) {
      if (all || leads(log.entries()[number])) out += line_of(log, number);
    }
  });
  return out;
}

std::string written_leading(const TreeLog& log, bool skips) {
  std::string out;
  log.replay_leading(
      [&](uint32_t begin, uint32_t end) {
        rekey::test::must(begin < end && end <= log.count(), "some trees are left out");
        return skips;
      },
      [&](uint32_t entry) { return leads(log.entries()[entry]); },
      [&](uint32_t tree, const std::vector<uint32_t>& entries) {
        out += log.id(tree).id().hex() + "\n";
        for (const uint32_t number : entries) out += line_of(log, number);
      });
  return out;
}

std::string errors(const TreeLog& log) {
  std::string out;
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
  const ObjectId first = numbered(1), second = numbered(2);
  const auto along = std::make_unique<TreeLog>(&quick);
  const auto in_full = std::make_unique<TreeLog>(&quick);
  using rekey::ObjectType;
  along->object({first, ObjectType::kTree, base, 0, false, {}, true});
  in_full->object({first, ObjectType::kTree, base, 0, false, {}, true});
  if (made) {
    along->object({second, ObjectType::kTree, out.bytes(), 1, true, copies, false});
    in_full->object({second, ObjectType::kTree, out.bytes(), 1, false, {}, false});
  }
  rekey::test::must(
      written(*along, true) == written(*in_full, true) && errors(*along) == errors(*in_full),
      "a log is the same along a delta");
  rekey::test::must(written_leading(*along, false) == written(*in_full, false),
                    "the entries that lead are the same alone");
  rekey::test::must(written_leading(*along, true).empty(), "what is left out is not told");
  return 0;
}
