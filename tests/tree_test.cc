// The architecture as tables: which module may include which, which room of a module which other of
// its rooms, and who owns a library. A file of scanner/ that breaks them fails here with its line.
// To change the architecture, change the tables (and scanner/README.md, which draws them).
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Names = std::vector<std::string_view>;

struct Module {
  std::string_view name;
  Names may_include;  // besides itself; only modules above it in the table
};

// base <- rules git <- match source <- findings <- suppress report reset <- scan <- org <- cli.
// builtin, the embedded rules, stands beside match and above nothing but cli.
const std::vector<Module> kModules = {
    {"base", {}},
    {"rules", {"base"}},
    {"git", {"base"}},
    {"match", {"base", "rules"}},
    {"builtin", {"base", "rules", "match"}},
    {"source", {"base", "git"}},
    {"findings", {"base", "rules", "match"}},
    {"suppress", {"base", "rules", "match", "findings"}},
    {"report", {"base", "rules", "findings"}},
    {"reset", {"base", "rules", "findings", "report"}},
    {"scan",
     {"base", "rules", "git", "match", "source", "findings", "suppress", "report", "reset"}},
    {"org",
     {"base", "rules", "git", "match", "source", "findings", "suppress", "report", "reset",
      "scan"}},
    {"cli",
     {"base", "rules", "git", "match", "builtin", "source", "findings", "suppress", "report",
      "reset", "scan", "org"}},
};

// A folder of a module. What stands in the module's own folder is above its rooms, but for kOpen.
struct Room {
  std::string_view module, name;
  // Other rooms of the module, those above it in the table, and files of the module's own folder.
  Names may_include;
};

const std::vector<Room> kRooms = {
    {"rules", "template", {}},
    {"rules", "load", {"template"}},
    {"match", "simd", {}},
    {"match", "regex", {"simd"}},
    {"match", "model", {}},
    {"match", "validators", {"model"}},
    {"match", "binding", {}},
    {"match", "prefilter", {"binding", "regex", "simd"}},
    {"match", "confirm", {"binding", "regex", "simd"}},
    {"match", "judge", {"regex", "simd", "validators"}},
    {"match",
     "proof",
     {"regex", "simd", "validators", "prefilter", "confirm", "match/matcher.h", "binding",
      "match/reference.h"}},
    {"git", "object", {}},
    {"git", "pack", {"object"}},
    {"git", "refs", {"object"}},
    {"git", "store", {"object", "pack", "refs"}},
    {"git", "changes", {"object", "refs", "store"}},
    {"git", "history", {"object", "store"}},
    {"report", "text", {}},
    {"report", "formats", {"text"}},
    {"report", "html", {"text"}},
    {"scan", "text", {}},
    {"scan", "finish", {"text"}},
    {"scan", "files", {"text", "finish"}},
    {"scan", "objects", {"text"}},
    {"scan", "memory", {"text", "finish", "objects"}},
    {"scan", "history", {"text", "finish", "objects", "memory"}},
    {"scan", "changes", {"text", "finish", "objects", "history"}},
    {"org", "inventory", {}},
    {"org", "hosts", {"inventory"}},
    {"org", "state", {"inventory"}},
    {"org", "work", {"inventory", "hosts", "state"}},
    {"org", "report", {"inventory", "state"}},
    {"cli", "terminal", {}},
    {"cli", "setup", {"terminal"}},
    {"cli", "ci", {"terminal", "setup"}},
    {"cli", "commands", {"terminal", "setup", "ci"}},
    {"cli", "hook", {"terminal", "setup", "ci", "commands"}},
    {"cli", "org", {"terminal", "setup", "commands"}},
};

// What stands in a module's own folder and its rooms may include: what they speak of.
const Names kOpen = {"rules/rule.h",    "rules/set.h",     "rules/provider_words.h",
                     "rules/levels.h",  "match/match.h",   "match/segment.h",
                     "match/verdict.h", "report/format.h", "report/writers.h",
                     "scan/options.h",  "cli/commands.h"};

struct Owner {
  std::string_view header;  // how the name in <> starts
  Names files;              // how the path under scanner/ starts; empty: any
};

const std::vector<Owner> kOwners = {
    {"hs/",
     {"match/prefilter/prefilter.", "match/prefilter/compiled_rules.",
      "match/prefilter/compiled_cache.", "match/prefilter/provider_word_search.",
      "match/prefilter/keyword_gate.", "match/prefilter/hyperscan.",
      "match/prefilter/assignment_search."}},
    {"re2/",
     {"match/confirm/confirm.", "match/reference.", "match/prefilter/wide_rules.",
      "match/confirm/bound.", "match/proof/check.", "match/regex/lazy_regex.",
      "match/regex/required_literal.", "suppress/origin_filter.", "suppress/path_glob.",
      "suppress/severities."}},
    {"git2",
     {"git/store/libgit2.", "git/store/repository.", "git/store/repository_files.",
      "git/store/hooks_folder.", "git/store/upstream.", "git/refs/ref_files.",
      "git/store/judge_objects."}},
    {"zlib.h", {"git/pack/inflate_start."}},
    {"libdeflate.h", {"base/crc32.", "base/gzip.", "git/pack/inflate."}},
    {"mbedtls/", {"base/digest."}},
    {"argon2.h", {"base/slow_hash."}},
    {"curl/", {"org/hosts/http."}},
    {"dlfcn.h", {"base/loaded_library."}},
    {"libpq-fe.h", {"org/state/postgres_database."}},
    {"sqlite3.h", {"org/state/sqlite_database."}},
    {"toml++/", {"rules/load/toml_reader."}},
    {"nlohmann/", {}},  // but in .cc files only
    {"CLI/", {"cli/"}},
    {"sys/", {}},
    {"linux/", {"base/", "cli/setup/sandbox."}},
    {"immintrin.h", {"match/simd/vectors.", "base/sha1_blocks."}},
    {"cpuid.h", {"base/sha1_blocks."}},
    {"malloc.h", {"base/freed_memory."}},
    {"arm_neon.h", {"match/simd/vectors."}},
    {"unistd.h", {}},
    {"fcntl.h", {}},
    {"dirent.h", {}},
    {"poll.h", {}},
    {"signal.h", {}},
    {"spawn.h", {"cli/"}},
};

constexpr size_t kMostLines = 400;

const Module* module_named(std::string_view name) {
  const auto found = std::find_if(kModules.begin(), kModules.end(),
                                  [&](const Module& module) { return module.name == name; });
  return found == kModules.end() ? nullptr : &*found;
}

std::string_view folder_of(std::string_view path) {
  return path.substr(0, path.find('/'));
}

// Of "match/simd/vectors.h" "simd"; "" of what stands in the module's own folder.
std::string_view room_of(std::string_view path) {
  const size_t begin = path.find('/') + 1;
  const size_t end = path.find('/', begin);
  return end == std::string_view::npos ? "" : path.substr(begin, end - begin);
}

const Room* room_named(std::string_view module, std::string_view name) {
  const auto found = std::find_if(kRooms.begin(), kRooms.end(), [&](const Room& room) {
    return room.module == module && room.name == name;
  });
  return found == kRooms.end() ? nullptr : &*found;
}

bool has(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool ends_with_header(std::string_view path) {
  return path.ends_with(".h");
}

// What is wrong with a file of a module that includes another of it; empty: nothing.
std::string fault_of_room(std::string_view path, std::string_view header) {
  const std::string_view from = room_of(path), to = room_of(header);
  const Room* room = room_named(folder_of(path), from);
  if (room == nullptr || from == to) return "";
  const bool may = has(room->may_include, to.empty() ? header : to) || has(kOpen, header);
  if (may) return "";
  const std::string what(to.empty() ? header : to);
  return std::string(folder_of(path)) + "/" + std::string(from) + " may not include " + what;
}

// What is wrong with `#include "header"` or `<header>` in `path` (under scanner/); empty: nothing.
std::string fault_of_own(std::string_view path, std::string_view header) {
  constexpr std::string_view kRoot = "scanner/";
  if (!header.starts_with(kRoot)) return "include from the root: \"scanner/...\"";
  const std::string_view from = folder_of(path);
  const std::string_view to = folder_of(header.substr(kRoot.size()));
  const Module* module = module_named(from);
  if (from == to) return fault_of_room(path, header.substr(kRoot.size()));
  if (module == nullptr || has(module->may_include, to)) return "";
  return std::string(from) + " may not include " + std::string(to);
}

std::string fault_of_library(std::string_view path, std::string_view header) {
  if (header.find('.') == std::string_view::npos) return "";  // the standard library
  if (header == "nlohmann/json_fwd.hpp") return "";           // names alone
  const auto owner = std::find_if(kOwners.begin(), kOwners.end(),
                                  [&](const Owner& row) { return header.starts_with(row.header); });
  if (owner == kOwners.end()) return "no owner for <" + std::string(header) + ">";
  if (owner->header == "nlohmann/" && ends_with_header(path)) {
    return "nlohmann belongs in .cc files";
  }
  const bool owned = owner->files.empty() ||
                     std::any_of(owner->files.begin(), owner->files.end(),
                                 [&](std::string_view file) { return path.starts_with(file); });
  return owned ? "" : "not an owner of <" + std::string(header) + ">";
}

bool has_sql(std::string_view line) {
  constexpr std::array<std::string_view, 3> kBegins = {"\"SELECT ", "\"INSERT INTO ", "\"UPDATE "};
  return std::any_of(kBegins.begin(), kBegins.end(), [&](std::string_view begin) {
    return line.find(begin) != std::string_view::npos;
  });
}

std::string fault_of_line(std::string_view path, std::string_view line) {
  if (line.find("getenv(") != std::string_view::npos && folder_of(path) != "cli") {
    return "only cli reads the environment";
  }
  if (folder_of(path) != "org" && has_sql(line)) return "only org speaks SQL";
  const size_t hash = line.find_first_not_of(" \t");
  if (hash == std::string_view::npos || line[hash] != '#') return "";
  const size_t word = line.find_first_not_of(" \t", hash + 1);
  if (word == std::string_view::npos || !line.substr(word).starts_with("include")) return "";
  const size_t open = line.find_first_of("\"<", word);
  if (open == std::string_view::npos) return "an include that the tree test cannot read";
  const size_t close = line.find(line[open] == '<' ? '>' : '"', open + 1);
  if (close == std::string_view::npos) return "an include that the tree test cannot read";
  const std::string_view header = line.substr(open + 1, close - open - 1);
  return line[open] == '<' ? fault_of_library(path, header) : fault_of_own(path, header);
}

// The faults of one file, as "scanner/<path>:<line>: what". The path is the one under scanner/.
std::vector<std::string> faults_of(const std::string& path, std::string_view text) {
  std::vector<std::string> faults;
  size_t number = 0;
  const auto add = [&](const std::string& what) {
    faults.push_back("scanner/" + path + ":" + std::to_string(number) + ": " + what);
  };
  if (module_named(folder_of(path)) == nullptr) {
    add("no module \"" + std::string(folder_of(path)) + "\" in the table of tests/tree_test.cc");
  } else if (const auto room = room_of(path);
             !room.empty() && room_named(folder_of(path), room) == nullptr) {
    add("no room \"" + std::string(room) + "\" in the table of tests/tree_test.cc");
  }
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    ++number;
    const std::string fault = fault_of_line(path, text.substr(0, end));
    if (!fault.empty()) add(fault);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (number > kMostLines) add("a file of more than " + std::to_string(kMostLines) + " lines");
  return faults;
}

// The types that a header defines at its outermost level: the first lines of their definitions.
std::vector<std::string> types_of(std::string_view header) {
  std::vector<std::string> out;
  std::istringstream lines{std::string(header)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string kind, name;
    words >> kind >> name;
    if (name == "class" || name.starts_with("[[")) words >> name;
    const bool is_type = kind == "struct" || kind == "class" || kind == "enum";
    if (is_type && line.starts_with(kind) && line.ends_with('{')) out.push_back(name);
  }
  return out;
}

bool is_source(const std::filesystem::path& path) {
  const std::string extension = path.extension().string();
  return extension == ".h" || extension == ".cc" || extension == ".c" || extension == ".S";
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string only_fault(const std::string& path, std::string_view text) {
  const auto faults = faults_of(path, text);
  REQUIRE(faults.size() == 1);
  return faults[0];
}

}  // namespace

TEST_CASE("every file of scanner/ keeps to the architecture") {
  const std::filesystem::path root = std::filesystem::path(REKEY_SOURCE_DIR) / "scanner";
  size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (!entry.is_regular_file() || !is_source(entry.path())) continue;
    ++files;
    const std::string text = text_of(entry.path());
    CHECK(!text.empty());
    for (const auto& fault : faults_of(entry.path().lexically_relative(root).string(), text)) {
      FAIL_CHECK(fault);
    }
  }
  CHECK(files > 80);
}

// Two types of one name in one namespace: the linker takes one's functions for both, silently.
TEST_CASE("no two headers define a type of the same name") {
  const std::filesystem::path root = std::filesystem::path(REKEY_SOURCE_DIR) / "scanner";
  std::map<std::string, std::string> seen;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (!ends_with_header(entry.path().string())) continue;
    for (const std::string& type : types_of(text_of(entry.path()))) {
      const std::string path = entry.path().string();
      const auto added = seen.emplace(type, path);
      const std::string both = type + ": " + added.first->second + ", " + path;
      CHECK_MESSAGE(added.second, both);
    }
  }
  CHECK(seen.size() > 200);
  CHECK(types_of("struct One {\n  struct Inner {\nenum class Two : int {\nclass Three;\n") ==
        std::vector<std::string>{"One", "Two"});
}

TEST_CASE("a module includes only modules that stand before it in the table") {
  for (auto module = kModules.begin(); module != kModules.end(); ++module) {
    for (const std::string_view name : module->may_include) {
      CAPTURE(module->name);
      CAPTURE(name);
      CHECK(std::any_of(kModules.begin(), module,
                        [&](const Module& before) { return before.name == name; }));
    }
  }
}

TEST_CASE("a room includes only rooms of its module that stand before it in the table") {
  for (auto room = kRooms.begin(); room != kRooms.end(); ++room) {
    for (const std::string_view name : room->may_include) {
      CAPTURE(room->name);
      CAPTURE(name);
      if (name.ends_with(".h")) continue;
      CHECK(std::any_of(kRooms.begin(), room, [&](const Room& before) {
        return before.module == room->module && before.name == name;
      }));
    }
  }
}

// Rooms and tables say the same: a room without files would be a word without a thing.
TEST_CASE("every room has files, and a module of many files has rooms") {
  constexpr size_t kMostOfModule = 50;  // sources and headers
  const std::filesystem::path root = std::filesystem::path(REKEY_SOURCE_DIR) / "scanner";
  for (const Room& room : kRooms) {
    CHECK(!std::filesystem::is_empty(root / room.module / room.name));
  }
  for (const Module& module : kModules) {
    size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(root / module.name)) {
      files += entry.is_regular_file() ? 1 : 0;
    }
    CAPTURE(module.name);
    CHECK(files < kMostOfModule);
  }
}

TEST_CASE("an include against the arrows is told with file and line") {
  CHECK(
      only_fault("base/x.cc", "\n#include \"scanner/base/x.h\"\n#include \"scanner/git/y.h\"\n") ==
      "scanner/base/x.cc:3: base may not include git");
  CHECK(only_fault("git/x.h", "#  include \"scanner/rules/rule.h\"") ==
        "scanner/git/x.h:1: git may not include rules");
  CHECK(only_fault("report/x.cc", "#include \"x.h\"\n") ==
        "scanner/report/x.cc:1: include from the root: \"scanner/...\"");
  CHECK(faults_of("cli/x.cc", "#include \"scanner/git/y.h\"\n").empty());
  CHECK(only_fault("git/pack/x.cc", "#include \"scanner/git/store/y.h\"\n") ==
        "scanner/git/pack/x.cc:1: git/pack may not include store");
  CHECK(only_fault("match/judge/x.cc", "#include \"scanner/match/matcher.h\"\n") ==
        "scanner/match/judge/x.cc:1: match/judge may not include match/matcher.h");
  CHECK(faults_of("match/judge/x.cc", "#include \"scanner/match/match.h\"\n").empty());
  CHECK(faults_of("match/x.cc", "#include \"scanner/match/judge/judge.h\"\n").empty());
}

TEST_CASE("a library outside its owner's files is told") {
  CHECK(only_fault("scan/x.cc", "#include <vector>\n#include <hs/hs.h>\n") ==
        "scanner/scan/x.cc:2: not an owner of <hs/hs.h>");
  CHECK(only_fault("report/x.h", "#include <nlohmann/json.hpp>\n") ==
        "scanner/report/x.h:1: nlohmann belongs in .cc files");
  CHECK(only_fault("cli/x.cc", "#include <zip/zip.h>\n") ==
        "scanner/cli/x.cc:1: no owner for <zip/zip.h>");
  CHECK(faults_of("match/prefilter/compiled_cache.cc", "#include <hs/hs.h>\n").empty());
  CHECK(faults_of("report/x.cc", "#include <nlohmann/json.hpp>\n").empty());
}

TEST_CASE("a look at the environment below cli is told") {
  CHECK(only_fault("git/x.cc", "const char* home = std::getenv(\"HOME\");\n") ==
        "scanner/git/x.cc:1: only cli reads the environment");
  CHECK(faults_of("cli/x.cc", "std::getenv(\"NO_COLOR\");\n").empty());
}

TEST_CASE("SQL outside org is told") {
  CHECK(only_fault("cli/x.cc", "run(\"SELECT 1\", {});\n") ==
        "scanner/cli/x.cc:1: only org speaks SQL");
  CHECK(faults_of("org/x.cc", "run(\"SELECT 1\", {});\n").empty());
}

TEST_CASE("an unknown module and a file that is too long are told") {
  CHECK(only_fault("utils/x.cc", "int x;\n").starts_with("scanner/utils/x.cc:0: no module"));
  CHECK(only_fault("git/misc/x.cc", "int x;\n").starts_with("scanner/git/misc/x.cc:0: no room"));
  std::string lines;
  for (size_t i = 0; i < kMostLines; ++i) lines += "//\n";
  CHECK(faults_of("base/x.cc", lines).empty());
  CHECK(only_fault("base/x.cc", lines + "//\n") ==
        "scanner/base/x.cc:401: a file of more than 400 lines");
}
