// A loose object is what its header says and its id names, or it is none: whatever its file holds.
#include "scanner/git/store/loose_files.h"

#include <doctest/doctest.h>

#include <string>

#include "scanner/git/object/object_hash.h"
#include "tests/support/pack_builder.h"
#include "tests/support/temp_folder.h"

namespace rekey::test {
namespace {

const std::string kNul(1, '\0');

std::string loose(const std::string& text) {
  return zlib_stored(text);
}

ErrorCode fault_of(const std::string& file) {
  LooseReader reader;
  const Result<Object> object = reader.read(file, 1 << 20);
  REQUIRE_FALSE(object.ok());
  return object.error().code;
}

// In a folder of objects, as git names its file.
void write_loose(const TempFolder& folder, const ObjectId& id, const std::string& file) {
  const std::string hex = id.hex();
  folder.write(hex.substr(0, 2) + "/" + hex.substr(2), file);
}

}  // namespace

TEST_CASE("A loose object has the type and the bytes that its header tells") {
  LooseReader reader;
  const Result<Object> object = reader.read(loose("blob 3" + kNul + "abc"), 3);
  REQUIRE(object.ok());
  CHECK(object.value().type == ObjectType::kBlob);
  CHECK(object.value().bytes == "abc");
  const Result<LooseHeader> header = reader.header(loose("tag 0" + kNul));
  REQUIRE(header.ok());
  CHECK(header.value().object.type == ObjectType::kTag);
  CHECK(header.value().object.size == 0);
}

TEST_CASE("A header that is none, of a type that is none or with a size that is none is refused") {
  for (const std::string& text :
       {std::string(), "blob3" + kNul + "abc", "blob -3" + kNul + "abc", "blob 3 " + kNul + "abc",
        "blob " + kNul + "abc", "blob 03" + kNul + "abc", "blub 3" + kNul + "abc",
        std::string("blob 3abc"), "blob 99999999999999999999999" + kNul + "abc",
        "blob 18446744073709551615" + kNul + "abc", "blob  3" + kNul + "abc",
        "blob " + std::string(40, '1') + kNul}) {
    CAPTURE(text);
    const ErrorCode code = fault_of(loose(text));
    CHECK((code == ErrorCode::kMalformed || code == ErrorCode::kTooLarge));
  }
}

TEST_CASE("Bytes that are more or fewer than the header tells are refused, however many") {
  for (const size_t told : {0, 1, 10, 40, 5000}) {
    for (const size_t there : {0, 20, 50, 60, 200, 5000, 60000}) {
      if (told == there) continue;
      CAPTURE(told);
      CAPTURE(there);
      const std::string text = "blob " + std::to_string(told) + kNul + std::string(there, 'a');
      CHECK(fault_of(loose(text)) == ErrorCode::kMalformed);
    }
  }
}

TEST_CASE("A stream that is cut, damaged or followed by more is refused at every length") {
  const std::string whole = loose("blob 300" + kNul + std::string(300, 'a'));
  for (size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    CHECK(fault_of(whole.substr(0, size)) == ErrorCode::kMalformed);
  }
  CHECK(fault_of(whole + "x") == ErrorCode::kMalformed);
  std::string flipped = whole;
  flipped[whole.size() / 2] = static_cast<char>(flipped[whole.size() / 2] ^ 1);
  CHECK(fault_of(flipped) == ErrorCode::kMalformed);
}

TEST_CASE("No memory is taken for a size that the file cannot hold") {
  LooseReader reader;
  const Result<Object> object =
      reader.read(loose("blob 1152921504606846976" + kNul + "abc"), UINT64_MAX);
  REQUIRE_FALSE(object.ok());
  CHECK(object.error().code == ErrorCode::kMalformed);
}

TEST_CASE(
    "Another folder's good copy is taken instead of a bad one, and bytes of another id never") {
  const TempFolder bad, good;
  for (const size_t id_size : {ObjectId::kSha1, ObjectId::kSha256}) {
    const ObjectId id = object_hash(ObjectType::kBlob, "abc", id_size);
    LooseFiles both({bad.path(), good.path()});
    CHECK(both.read(id, 100).error().code == ErrorCode::kNotFound);
    for (const std::string& file : {std::string("garbage"), loose("blob 3" + kNul + "abd"),
                                    loose("tag 3" + kNul + "abc"), std::string()}) {
      write_loose(bad, id, file);
      LooseFiles alone({bad.path()});
      REQUIRE_FALSE(alone.read(id, 100).ok());
      CHECK(alone.read(id, 100).error().code == ErrorCode::kMalformed);
    }
    write_loose(good, id, loose("blob 3" + kNul + "abc"));
    LooseFiles again({bad.path(), good.path()});
    REQUIRE(again.read(id, 100).ok());
    CHECK(again.read(id, 100).value().bytes == "abc");
    CHECK(again.read(id, 2).error().code != ErrorCode::kNotFound);
  }
}

}  // namespace rekey::test
