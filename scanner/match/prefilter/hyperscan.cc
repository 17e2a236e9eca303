#include "scanner/match/prefilter/hyperscan.h"

#include <hs/hs.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <new>

namespace rekey {
namespace {

// Frees `error`, which is null when memory ended.
Error usage_error(hs_compile_error_t* error, int* faulty) {
  const std::string why = error != nullptr ? error->message : "out of memory";
  if (faulty != nullptr) *faulty = error != nullptr ? error->expression : -1;
  hs_free_compile_error(error);
  return {ErrorCode::kUsage, "Hyperscan: " + why};
}

}  // namespace

void FreeDatabase::operator()(hs_database* database) const {
  hs_free_database(database);
}

void FreeScratch::operator()(hs_scratch* scratch) const {
  hs_free_scratch(scratch);
}

void Expressions::add(std::string text, unsigned flag, size_t id) {
  texts.push_back(std::move(text));
  flags.push_back(flag);
  ids.push_back(static_cast<unsigned>(id));
}

Result<Database> compiled(const Expressions& expressions, int* faulty) {
  if (expressions.texts.empty()) return Database();
  std::vector<const char*> texts(expressions.texts.size());
  std::transform(expressions.texts.begin(), expressions.texts.end(), texts.begin(),
                 [](const std::string& text) { return text.c_str(); });
  hs_platform_info_t platform{};  // of no CPU features: the runtime chooses its code anyway
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_compile_multi(texts.data(), expressions.flags.data(), expressions.ids.data(),
                       static_cast<unsigned>(texts.size()), HS_MODE_BLOCK, &platform, &database,
                       &error) != HS_SUCCESS) {
    return usage_error(error, faulty);
  }
  return Database(database);
}

Result<std::string> compiled_bytes(const Expressions& expressions, int* faulty) {
  const Result<Database> database = compiled(expressions, faulty);
  if (!database) return database.error();
  if (*database == nullptr) return std::string();
  char* bytes = nullptr;
  size_t size = 0;
  if (hs_serialize_database(database->get(), &bytes, &size) != HS_SUCCESS) {
    if (faulty != nullptr) *faulty = -1;
    return Error{ErrorCode::kUsage, "Hyperscan: out of memory"};
  }
  std::string out(bytes, size);
  std::free(bytes);
  return out;
}

Result<Database> deserialized(std::string_view bytes) {
  if (bytes.empty()) return Database();
  // Hyperscan wants its input aligned to 8 bytes.
  std::vector<uint64_t> copy;
  const char* data = bytes.data();
  if (reinterpret_cast<uintptr_t>(data) % sizeof(uint64_t) != 0) {
    copy.resize((bytes.size() + sizeof(uint64_t) - 1) / sizeof(uint64_t));
    std::memcpy(copy.data(), bytes.data(), bytes.size());
    data = reinterpret_cast<const char*>(copy.data());
  }
  hs_database_t* database = nullptr;
  if (hs_deserialize_database(data, bytes.size(), &database) == HS_SUCCESS) {
    return Database(database);
  }
  return Error{ErrorCode::kMalformed,
               "compiled rules: made for another release of Hyperscan; build rekey again"};
}

void allocate_scratch(const Database& database, Scratch& scratch) {
  if (database == nullptr) return;
  hs_scratch_t* raw = scratch.release();
  const bool right = hs_alloc_scratch(database.get(), &raw) == HS_SUCCESS;
  scratch.reset(raw);
  if (!right) throw std::bad_alloc();
}

Result<size_t> widest_match(const std::string& text, unsigned flags) {
  hs_expr_info_t* info = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_expression_info(text.c_str(), flags, &info, &error) != HS_SUCCESS) {
    return usage_error(error, nullptr);
  }
  const unsigned width = info->max_width;
  std::free(info);
  return width == std::numeric_limits<unsigned>::max() ? SIZE_MAX : size_t{width};
}

}  // namespace rekey
