// An index file, with the sum that its bytes have or with the one it came with: what is taken is in
// order, sound, and inside of the bytes.
#include "scanner/git/changes/index_file.h"

#include <string>

#include "scanner/base/digest.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using rekey::test::must;
  const std::string_view bytes = rekey::test::view(data, size);
  std::string summed(bytes.substr(0, size - std::min(size, rekey::ObjectId::kSha1)));
  const auto sum = rekey::sha1(summed);
  summed.append(reinterpret_cast<const char*>(sum.data()), sum.size());
  (void)rekey::IndexFile::parse(std::string(bytes), rekey::ObjectId::kSha256);
  (void)rekey::IndexFile::parse(std::string(bytes), rekey::ObjectId::kSha1);
  const auto index = rekey::IndexFile::parse(std::move(summed), rekey::ObjectId::kSha1);
  if (!index) return 0;
  const rekey::IndexEntry* before = nullptr;
  for (const rekey::IndexEntry& entry : index.value().entries()) {
    must(!entry.path.empty() && entry.path.find('\0') == std::string_view::npos, "paths are sound");
    must(entry.id.size() == rekey::ObjectId::kSha1, "ids have their size");
    must(before == nullptr || before->may_precede(entry), "entries are in order");
    before = &entry;
  }
  for (const rekey::CacheTree::Folder& folder : index.value().trees().folders) {
    must(folder.name.find('/') == std::string_view::npos && folder.first <= folder.last &&
             folder.last <= index.value().trees().below.size(),
         "folders are sound");
  }
  return 0;
}
