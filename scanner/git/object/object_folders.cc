#include "scanner/git/object/object_folders.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <set>
#include <sstream>

#include "scanner/base/ascii.h"
#include "scanner/base/file.h"

namespace rekey {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxAlternateDepth = 5;  // as git
constexpr uint64_t kLargestAlternates = uint64_t{1} << 20;

// Sorted. A folder that is not there has none.
std::vector<std::string> names_in(const std::string& folder, std::vector<Error>& errors) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    names.push_back(at->path().filename().string());
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    errors.push_back({ErrorCode::kUnreadable, folder + ": " + error.message()});
  }
  std::sort(names.begin(), names.end());
  return names;
}

// Takes a text in quotes, with C's escapes in it, off the front; false, with nothing taken, when it
// is not well formed.
bool take_quoted(std::string_view& text, std::string& out) {
  constexpr std::string_view kNames = "abfnrtv\\\"", kMeant = "\a\b\f\n\r\t\v\\\"";
  size_t at = 1;
  for (; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] != '\\') {
      out += text[at];
      continue;
    }
    if (++at == text.size()) return false;
    const size_t name = kNames.find(text[at]);
    if (name != std::string_view::npos) {
      out += kMeant[name];
      continue;
    }
    unsigned code = 0;  // three octal digits
    const char* digits = text.data() + at;
    const bool is_octal = text.size() - at >= 3 &&
                          std::from_chars(digits, digits + 3, code, 8).ptr == digits + 3 &&
                          code < 256;
    if (!is_octal) return false;
    out += static_cast<char>(code);
    at += 2;
  }
  const bool is_whole = at < text.size() && (at + 1 == text.size() || text[at + 1] == ':');
  if (is_whole) text.remove_prefix(at + 1);
  if (!is_whole) out.clear();
  return is_whole;
}

// The object folders that `folder` names in info/alternates.
std::vector<std::string> alternates_of(const std::string& folder, bool with_relative,
                                       std::vector<Error>& errors) {
  std::vector<std::string> out;
  const std::string file = folder + "/info/alternates";
  const Result<std::string> text = read_file(file, kLargestAlternates);
  if (!text) {
    if (text.error().code != ErrorCode::kNotFound) errors.push_back(text.error());
    return out;
  }
  std::istringstream lines(text.value());
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.front() == '#') continue;
    if (line.front() == '/') {
      out.push_back(line);
    } else if (std::string_view rest = line; line.front() == '"') {
      std::string path;
      if (take_quoted(rest, path) && rest.empty() && path.starts_with('/')) {
        out.push_back(std::move(path));
      } else {
        errors.push_back({ErrorCode::kUnsupported, file + ": a quoted path is not followed"});
      }
    } else if (with_relative) {
      out.push_back(folder);
      out.back().append("/").append(line);
    } else {
      errors.push_back(
          {ErrorCode::kUnsupported,
           file + ": a relative path in an alternate's own list is not followed, as in git"});
    }
  }
  return out;
}

}  // namespace

std::vector<std::string> listed_folders(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    std::string path;
    if (text.front() != '"' || !take_quoted(text, path)) {
      path = text.substr(0, text.find(':'));
      text.remove_prefix(path.size());
    }
    if (!path.empty()) out.push_back(std::move(path));
    text.remove_prefix(std::min<size_t>(text.size(), 1));
  }
  return out;
}

std::vector<std::string> object_folders(const ObjectRoots& roots, std::vector<Error>& errors) {
  std::vector<std::string> folders;
  std::set<std::string> seen;
  std::vector<std::string> open{roots.own};
  open.insert(open.end(), roots.others.begin(), roots.others.end());
  for (int depth = 0; depth <= kMaxAlternateDepth && !open.empty(); ++depth) {
    std::vector<std::string> next;
    for (const std::string& folder : open) {
      std::error_code error;
      const std::string real = fs::weakly_canonical(folder, error).string();
      if (error || !fs::is_directory(real, error)) {
        errors.push_back({ErrorCode::kNotFound, folder + ": the folder of objects is missing"});
        continue;
      }
      if (!seen.insert(real).second) continue;
      folders.push_back(real);
      for (std::string& other : alternates_of(real, depth == 0, errors)) {
        next.push_back(std::move(other));
      }
    }
    open = std::move(next);
  }
  if (!open.empty()) {
    errors.push_back({ErrorCode::kTooLarge, roots.own + "/info/alternates: nested too deeply"});
  }
  return folders;
}

PackNames list_packs(const std::string& folder, std::vector<Error>& errors) {
  PackNames out;
  const std::vector<std::string> names = names_in(folder + "/pack", errors);
  for (const std::string& name : names) {
    out.partial = out.partial || name.ends_with(".promisor");
    out.has_table = out.has_table || name == "multi-pack-index";
    if (!name.starts_with("pack-")) continue;
    const std::string stem = name.substr(0, name.rfind('.'));
    std::string path = folder;
    path.append("/pack/").append(stem);
    if (name.ends_with(".idx")) {
      out.packs.push_back(std::move(path));
    } else if (name.ends_with(".pack") &&
               !std::binary_search(names.begin(), names.end(), stem + ".idx")) {
      out.without_index.push_back(std::move(path));
    }
  }
  return out;
}

void list_loose(const std::string& folder, size_t id_size, std::string_view digits,
                std::vector<ObjectId>& out, std::vector<Error>& errors) {
  for (const std::string& first : names_in(folder, errors)) {
    if (first.size() != 2 || !is_lower_hex(first)) continue;
    if (!first.starts_with(digits.substr(0, 2))) continue;
    std::string inner = folder;
    inner.append("/").append(first);
    for (const std::string& rest : names_in(inner, errors)) {
      std::string name = first;
      name += rest;
      const auto id = ObjectId::from_hex(name);
      if (id && id->size() == id_size && name.starts_with(digits)) out.push_back(*id);
    }
  }
}

}  // namespace rekey
