// The bytes of a file of verdicts, for its writer (learned.h) and its reader (memory_segment.h):
//
//   Header
//   ids of objects, of commits, of commits' trees, of commits' parents, of brief trees, of what
//   trees equal
//   entries: a number for each object, its kind in the upper two bits
//   commits: times (64 bits), ends of parents
//   ends of brief trees' bytes; ends of classes and of candidates of objects with hits
//   classes, candidates, brief trees' bytes
//
// Objects are by id, commits by time and then by id: so they are read as they are needed. Ends are
// running totals: those of the one before are where one begins.
#pragma once

#include <cstddef>
#include <cstdint>

#include "scanner/git/object/object_id.h"

namespace rekey::memory_format {

// Numbers are as the machine has them; another one's read as another format.
constexpr uint32_t kFormat = 0x52564408;
constexpr size_t kKey = 32;

struct Header {
  uint32_t format = kFormat, crc = 0;
  char key[kKey] = {};
  uint32_t ids = 0, with_hits = 0, commits = 0, equals = 0, parents = 0, trees = 0, tree_bytes = 0;
  uint32_t classes = 0, candidates = 0, id_size = ObjectId::kSha1;
};
static_assert(sizeof(Header) == 80);

constexpr uint32_t kKindShift = 30;
constexpr uint32_t kNumberMask = (uint32_t{1} << kKindShift) - 1;

// A candidate in a file.
struct PackedCandidate {
  uint32_t rule = 0, begin = 0, end = 0, secret_begin = 0, secret_end = 0;
  uint8_t confidence = 0, dropped = 0;
  uint16_t unused = 0;
};
static_assert(sizeof(PackedCandidate) == 24);

}  // namespace rekey::memory_format
