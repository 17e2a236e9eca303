// IndexTrees: the tree that an index would be committed as, and those trees in it that the
// repository does not have yet.
//
//   index: a, src/b (changed), src/lib/c, doc/d      cached trees: doc, src/lib; not src, not the
//   root made:  src   = { b, lib -> the tree that is known of src/lib }
//          root  = { a, doc -> the tree that is known of doc, src -> the made one }
//
// That is what git's write-tree does, id for id, so where a parent of the commit has the same id
// nothing below need be looked at: in a large repository with little staged a few trees are made,
// and those of folders without changes are not even read.
//
// May the cached trees (cache_tree.h) be trusted, when whoever made the repository may have made
// the index too? One that lies makes the commit lie in the same way: git takes the tree that is
// cached for a folder, whatever the entries below say, as long as the object is there, and looks at
// the entries when it is not (cache-tree.c, update_one()). So does this: what is cached counts
// where the object exists, and then it is compared and read like any other tree; what is given here
// is what the commit has. A folder's number of entries must be that of the index, or git would pass
// over entries of its neighbours: then the index is an error. Later commits are looked at with the
// index of their time: when an entry is changed, git forgets the trees of all folders above it.
//
// Sides of a conflict and what is only intended to be added are not in a commit's tree, nor here.
// One thread.
#pragma once

#include "scanner/base/result.h"
#include "scanner/git/changes/index_file.h"
#include "scanner/git/changes/tree_changes.h"
#include "scanner/git/object/object_id.h"
#include "scanner/git/store/repository.h"

namespace rekey {

struct IndexTrees {
  ObjectId root;
  MadeTrees made;
};

// kMalformed when entries and cached trees do not agree; kTooLarge for folders too deep.
Result<IndexTrees> index_trees(const IndexFile& index, const ObjectReader& reader);

}  // namespace rekey
