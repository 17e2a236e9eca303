#include <algorithm>
#include <set>
#include <string>

#include "scanner/git/refs/ref_name.h"
#include "scanner/git/refs/ref_table.h"
#include "tests/fuzz/fuzz.h"

namespace {

using rekey::test::must;

// packed-refs first, then files of refs: a name, '\n', what the file says, '\0'.
void read_refs(std::string_view input, size_t id_size) {
  std::string_view loose;
  const std::string_view packed = rekey::test::split(input, loose);
  rekey::RefTable table(id_size);
  table.add_packed(std::string(packed));
  while (!loose.empty()) {
    const std::string_view file = loose.substr(0, loose.find('\0'));
    loose.remove_prefix(std::min(file.size() + 1, loose.size()));
    const size_t end = std::min(file.find('\n'), file.size());
    table.add_loose(std::string(file.substr(0, end)),
                    std::string(file.substr(std::min(end + 1, file.size()))));
  }
  const rekey::RefList list = table.take();
  std::set<std::string> names;
  for (const rekey::Ref& ref : list.refs) {
    must(rekey::is_ref_name(ref.name), "a ref has a name that git takes");
    must(names.insert(ref.name).second, "a name is there once");
    must(ref.target != rekey::ObjectId(), "a ref is on an object");
  }
  // A line of packed-refs is a ref, what a tag leads to, the first line's comment, or told.
  const auto lines = static_cast<size_t>(std::count(packed.begin(), packed.end(), '\n'));
  const auto is_known = [](std::string_view text) { return text.starts_with('#') || text.empty(); };
  if (lines == 1 && !is_known(packed) && !packed.starts_with('^')) {
    must(!list.refs.empty() || !list.unread.empty(), "nothing is passed over in silence");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  read_refs(rekey::test::view(data, size), rekey::ObjectId::kSha1);
  read_refs(rekey::test::view(data, size), rekey::ObjectId::kSha256);
  return 0;
}
