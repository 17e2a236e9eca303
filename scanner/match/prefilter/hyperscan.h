// Hyperscan: databases and scratch memory with an owner, and the way from expressions to a database
// and to bytes and back.
//
// Databases are made for block mode. As bytes they fit one Hyperscan release; compiled for no CPU
// features they fit every processor of the architecture. A Database is immutable and shared; a
// Scratch is one thread's. Functions: any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"

struct hs_database;
struct hs_scratch;

namespace rekey {

struct FreeDatabase {
  void operator()(hs_database* database) const;
};
using Database = std::unique_ptr<hs_database, FreeDatabase>;

struct FreeScratch {
  void operator()(hs_scratch* scratch) const;
};
using Scratch = std::unique_ptr<hs_scratch, FreeScratch>;

struct Expressions {
  std::vector<std::string> texts;    // Hyperscan's dialect (dialect.h)
  std::vector<unsigned> flags, ids;  // HS_FLAG_..., and what a match is reported as

  void add(std::string text, unsigned flag, size_t id);
};

// Null for no expressions. kUsage with Hyperscan's words; the number of the expression that it does
// not take goes to `faulty`, or -1.
Result<Database> compiled(const Expressions& expressions, int* faulty = nullptr);

// compiled() as bytes; "" for no expressions.
Result<std::string> compiled_bytes(const Expressions& expressions, int* faulty = nullptr);

// Null for "". kMalformed when they are of another release.
Result<Database> deserialized(std::string_view bytes);

// Makes `scratch` large enough for `database`, too; nothing for null. std::bad_alloc when memory
// ends.
void allocate_scratch(const Database& database, Scratch& scratch);

// Bytes of the expression's widest match, SIZE_MAX for any number. kUsage with Hyperscan's words.
Result<size_t> widest_match(const std::string& text, unsigned flags);

}  // namespace rekey
