// Object: a git object's bytes read by type, and the parts of commits, tags and trees.
//
// Formats: git's Documentation/technical and "Git Internals - Git Objects". The bytes come from a
// repository and may be anything: a parser takes what is well formed and says when something is
// not. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/git/object/object_id.h"
#include "scanner/git/object/parent_ids.h"

namespace rekey {

enum class ObjectType : uint8_t { kCommit, kTree, kBlob, kTag, kOther };

struct ObjectHeader {
  ObjectType type = ObjectType::kOther;
  uint64_t size = 0;  // bytes
};

struct Object {
  ObjectType type = ObjectType::kOther;
  std::string bytes;
};

// A commit as it is written, for who reads many: views of its bytes.
struct CommitLines {
  ObjectId tree;
  ParentIds parents;
  std::string_view author, committer;  // "Name <email> 1700000000 +0100", whatever it is
  size_t ids_end = 0;                  // offset of what follows the lines of tree and parents
  size_t message_begin = 0;            // offset of the message in the object's bytes
};

Result<CommitLines> commit_lines(std::string_view bytes);
// Of an author or committer line, seconds since 1970; 0 when it has none.
int64_t time_of(std::string_view line);

// A person and a moment as a commit's "author" and "committer" lines give them.
struct Signature {
  std::string name, email;
  int64_t time = 0;  // seconds since 1970
  int offset = 0;    // of the place, in minutes east of UTC
  bool dated = false;

  // ISO 8601 with the line's own offset; "" when the line has none.
  [[nodiscard]] std::string date() const;
};

struct Commit {
  ObjectId tree;
  ParentIds parents;
  Signature author, committer;
  size_t ids_end = 0, message_begin = 0;  // as CommitLines
};

Result<Commit> parse_commit(std::string_view bytes);

struct Tag {
  ObjectId target;
  Signature tagger;
  size_t ids_end = 0;  // offset of what follows the line of its object
  size_t message_begin = 0;
};

Result<Tag> parse_tag(std::string_view bytes);

struct TreeEntry {
  ObjectId id;
  std::string_view name;  // bytes; no '/' and no NUL in it
  bool is_tree = false;
  bool is_blob = false;  // a file, a symbolic link, or of a mode that git gives nobody; neither: a
                         // submodule
};

// Takes the first entry off `tree`, whose ids have `id_size` bytes, as the tree's own; false, with
// nothing taken, when the tree ends in it or it is malformed.
bool take_entry(std::string_view& tree, size_t id_size, TreeEntry& entry);

}  // namespace rekey
