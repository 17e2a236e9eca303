#include "scanner/cli/hook/hook_install.h"

#include <filesystem>

#include "scanner/base/file.h"
#include "scanner/git/store/hooks_folder.h"
#include "scanner/report/text/escape.h"

namespace rekey {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kLargestHook = uint64_t{4} << 20;
constexpr std::string_view kMark = "# rekey hook";  // how what rekey wrote is known again
constexpr std::string_view kKept = ".before-rekey";

bool exists(const std::string& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

// "" when it is not there or is no text.
std::string text_of(const std::string& path) {
  Result<std::string> text = read_file(path, kLargestHook);
  return text ? *std::move(text) : std::string();
}

Status write_script(const std::string& path, const std::string& text) {
  std::error_code error;
  fs::create_directories(fs::path(path).parent_path(), error);
  Status written = write_file(path, text);
  if (!written) return written;
  fs::permissions(path, fs::perms(0755), error);
  if (error) return Error{ErrorCode::kOutput, path + ": cannot be made executable"};
  return {};
}

Status move(const std::string& from, const std::string& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) return Error{ErrorCode::kOutput, from + ": cannot be renamed"};
  return {};
}

// Whether git gives the hook lines and words, which two hooks of one name must share.
bool takes_input(const std::string& hook) {
  return hook == "pre-push" || hook == "pre-receive";
}

std::string script_of(const std::string& hook, const std::string& program) {
  const std::string kept = hook + std::string(kKept);
  const bool reads = takes_input(hook);
  std::string out = "#!/bin/sh\n" + std::string(kMark) +
                    ": written by `rekey hook install`; `rekey hook uninstall` takes it away.\n"
                    "kept=$(dirname -- \"$0\")/" +
                    kept + "\n";
  if (reads) {
    out +=
        "input=$(cat)\n"
        "if [ -x \"$kept\" ]; then\n"
        "  printf '%s\\n' \"$input\" | \"$kept\" \"$@\" || exit\n"
        "fi\n";
  } else {
    out += "if [ -x \"$kept\" ]; then\n  \"$kept\" \"$@\" || exit\nfi\n";
  }
  out += "rekey=" + shell_word(program) + "\n" +
         "[ -x \"$rekey\" ] || rekey=$(command -v rekey) || {\n"
         "  echo \"rekey: the program is gone; install it, or remove the hook $0\" >&2\n"
         "  exit 1\n"
         "}\n";
  if (reads) return out + "printf '%s\\n' \"$input\" | \"$rekey\" hook run " + hook + " \"$@\"\n";
  return out + "exec \"$rekey\" hook run " + hook + "\n";
}

Result<std::string> install_script(const std::string& folder, const std::string& hook,
                                   const std::string& program) {
  const std::string path = folder + "/" + hook;
  const std::string kept = path + std::string(kKept);
  std::string done = path + ": installed";
  if (exists(path) && text_of(path).find(kMark) == std::string::npos) {
    if (exists(kept)) {
      return Error{ErrorCode::kUsage, path + ": is not rekey's, and " + kept +
                                          " is in the way; join the two, then install again"};
    }
    const Status moved = move(path, kept);
    if (!moved) return moved.error();
    done += "; the hook that was there runs first, as " + hook + std::string(kKept);
  }
  const Status written = write_script(path, script_of(hook, program));
  if (!written) return written.error();
  return done;
}

Result<std::string> uninstall_script(const std::string& folder, const std::string& hook) {
  const std::string path = folder + "/" + hook;
  const std::string kept = path + std::string(kKept);
  if (text_of(path).find(kMark) == std::string::npos) return path + ": rekey is not in it";
  std::error_code error;
  fs::remove(path, error);
  if (error) return Error{ErrorCode::kOutput, path + ": cannot be removed"};
  if (!exists(kept)) return path + ": removed";
  const Status moved = move(kept, path);
  if (!moved) return moved.error();
  return path + ": removed; the hook that was there before is back";
}

// Husky's own files are made anew at every installation; people's are in the folder above.
std::string husky_folder(const std::string& hooks) {
  if (hooks.ends_with("/.husky/_")) return hooks.substr(0, hooks.size() - 2);
  return hooks.ends_with("/.husky") ? hooks : std::string();
}

std::string husky_line(const std::string& hook) {
  return "rekey hook run " + hook + (takes_input(hook) ? " --or-head \"$@\"" : "") + "  " +
         std::string(kMark) + "\n";
}

Result<std::string> install_husky(const std::string& folder, const std::string& hook) {
  const std::string path = folder + "/" + hook;
  std::string text = text_of(path);
  if (text.find(kMark) != std::string::npos) return path + ": has rekey's line already";
  if (!text.empty() && !text.ends_with('\n')) text += '\n';
  const Status written = write_script(path, text + husky_line(hook));
  if (!written) return written.error();
  return path + ": got a line that runs rekey";
}

Result<std::string> uninstall_husky(const std::string& folder, const std::string& hook) {
  const std::string path = folder + "/" + hook;
  std::string text = text_of(path);
  const size_t at = text.find(husky_line(hook));
  if (at == std::string::npos) return path + ": rekey is not in it";
  text.erase(at, husky_line(hook).size());
  if (text.empty()) {
    std::error_code ignored;
    fs::remove(path, ignored);
    return path + ": removed";
  }
  const Status written = write_script(path, text);
  if (!written) return written.error();
  return path + ": rekey's line is out";
}

std::string lefthook_file(const std::string& root) {
  for (const char* name : {"lefthook.yml", ".lefthook.yml", "lefthook.yaml", ".lefthook.yaml"}) {
    if (!root.empty() && exists(root + name)) return root + name;
  }
  return {};
}

std::string lefthook_text(const std::vector<std::string>& hooks) {
  std::string out = std::string(kMark) + ": written by `rekey hook install`\n";
  for (const std::string& hook : hooks) {
    out += hook + ":\n  commands:\n    rekey:\n";
    out += takes_input(hook) ? "      use_stdin: true\n" : "";
    out += "      run: rekey hook run " + hook + (takes_input(hook) ? " --or-head {0}\n" : "\n");
  }
  return out;
}

Result<std::vector<std::string>> install_lefthook(const std::string& root,
                                                  const std::vector<std::string>& hooks) {
  const std::string path = root + "lefthook-local.yml";
  const std::string text = lefthook_text(hooks);
  if (exists(path) && text_of(path).find(kMark) == std::string::npos) {
    std::string lines = path + ": is yours; add to it:";
    for (const std::string& hook : hooks) {
      lines +=
          " " + hook + ": {commands: {rekey: {" +
          (takes_input(hook) ? "use_stdin: true, run: rekey hook run " + hook + " --or-head {0}"
                             : "run: rekey hook run " + hook) +
          "}}}";
    }
    return Error{ErrorCode::kUsage, lines};
  }
  const Status written = write_file(path, text);
  if (!written) return written.error();
  return std::vector<std::string>{path + ": written; lefthook install makes it work"};
}

Result<std::vector<std::string>> uninstall_lefthook(const std::string& root) {
  const std::string path = root + "lefthook-local.yml";
  if (text_of(path).find(kMark) != 0) {
    return std::vector<std::string>{path + ": rekey is not in it"};
  }
  std::error_code ignored;
  fs::remove(path, ignored);
  return std::vector<std::string>{path + ": removed"};
}

template <typename ForHusky, typename ForScript>
Result<std::vector<std::string>> each_hook(const Repository& repository, const HookPlace& place,
                                           const ForHusky& for_husky, const ForScript& for_script) {
  const HooksFolder folder = hooks_folder(repository);
  const std::string husky = husky_folder(folder.path);
  if (folder.is_shared && !place.shared) {
    return Error{ErrorCode::kUsage, folder.path +
                                        ": core.hooksPath leads out of this repository: --shared "
                                        "changes it for all that use it"};
  }
  std::vector<std::string> done;
  for (const std::string& hook : place.hooks) {
    Result<std::string> one =
        husky.empty() ? for_script(folder.path, hook) : for_husky(husky, hook);
    if (!one) return one.error();
    done.push_back(*std::move(one));
  }
  return done;
}

}  // namespace

Result<std::vector<std::string>> install_hooks(const Repository& repository,
                                               const HookPlace& place) {
  if (!lefthook_file(repository.work_tree()).empty()) {
    return install_lefthook(repository.work_tree(), place.hooks);
  }
  return each_hook(repository, place, install_husky,
                   [&](const std::string& folder, const std::string& hook) {
                     return install_script(folder, hook, place.program);
                   });
}

Result<std::vector<std::string>> uninstall_hooks(const Repository& repository,
                                                 const HookPlace& place) {
  if (!lefthook_file(repository.work_tree()).empty()) {
    return uninstall_lefthook(repository.work_tree());
  }
  return each_hook(repository, place, uninstall_husky, uninstall_script);
}

}  // namespace rekey
