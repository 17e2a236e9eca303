#include "scanner/cli/commands/completion.h"

#include "scanner/cli/commands/examples.h"

namespace rekey {
namespace {

std::string joined(const std::vector<std::string>& words, std::string_view between = " ") {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += between;
    out += word;
  }
  return out;
}

// In '...' for a shell.
std::string quoted(const std::string& text, std::string_view quote_inside) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'')
      out += quote_inside;
    else
      out += c == '\n' ? ' ' : c;
  }
  return out + "'";
}

std::vector<std::string> option_names(const CommandRow& row) {
  std::vector<std::string> out;
  for (const OptionRow& option : row.options) {
    out.insert(out.end(), option.names.begin(), option.names.end());
  }
  return out;
}

// The part that bash and zsh share: which command the words lead to, what its values and options
// are. `words` and `current` are the shell's, with the program as the first word.
std::string shell_cases(const std::vector<CommandRow>& table) {
  std::string paths, values, options;
  for (const CommandRow& row : table) {
    const std::string path = joined(row.words);
    if (!path.empty()) paths += (paths.empty() ? "'" : " | '") + path + "'";
    for (const OptionRow& option : row.options) {
      if (option.choices.empty()) continue;
      for (const std::string& name : option.names) {
        values.append("    '").append(path).append("|").append(name);
        values.append("') found='").append(joined(option.choices)).append("' ;;\n");
      }
    }
    options += "    '" + path + "') options='" + joined(option_names(row)) + "' commands='" +
               joined(row.commands) + "' ;;\n";
  }
  return "  local at='' word next found='' options='' commands=''\n"
         "  for word in \"${before[@]}\"; do\n"
         "    next=${at:+$at }$word\n"
         "    case $next in " +
         paths +
         ") at=$next ;; esac\n"
         "  done\n"
         "  case \"$at|$previous\" in\n" +
         values +
         "  esac\n"
         "  case $at in\n" +
         options +
         "  esac\n"
         "  if [ -z \"$found\" ]; then\n"
         "    case $current in -*) found=$options ;; *) found=$commands ;; esac\n"
         "  fi\n";
}

std::string roff(const std::string& text) {
  std::string out;
  bool starts = true;
  for (const char c : text) {
    if (starts && (c == '.' || c == '\'')) out += "\\&";
    starts = c == '\n';
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
  }
  return out;
}

std::string manual_option(const OptionRow& option) {
  std::string out = ".TP\n";
  std::string head;
  for (const std::string& name : option.names) {
    head += (head.empty() ? "\\fB" : ", \\fB") + roff(name) + "\\fR";
  }
  if (!option.value.empty())
    head += (head.empty() ? "\\fI" : " \\fI") + roff(option.value) + "\\fR";
  out += head + "\n" + roff(option.help);
  if (!option.choices.empty()) out += " One of " + roff(joined(option.choices, ", ")) + ".";
  if (!option.initial.empty()) out += " Default: " + roff(option.initial) + ".";
  return out + "\n";
}

}  // namespace

std::string bash_completion(const std::vector<CommandRow>& table) {
  return "# bash completion of rekey: rekey completion bash >>~/.bash_completion\n"
         "_rekey() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}\n"
         "  local before=(\"${COMP_WORDS[@]:1:COMP_CWORD-1}\")\n" +
         shell_cases(table) +
         "  COMPREPLY=()\n"
         "  while read -r word; do COMPREPLY+=(\"$word\"); done < <(compgen -W \"$found\" -- "
         "\"$current\")\n"
         "}\n"
         "complete -o default -F _rekey rekey\n";
}

std::string zsh_completion(const std::vector<CommandRow>& table) {
  return "#compdef rekey\n"
         "# zsh completion of rekey: rekey completion zsh >\"${fpath[1]}/_rekey\"\n"
         "_rekey() {\n"
         "  local current=${words[CURRENT]} previous=${words[CURRENT-1]}\n"
         "  local -a before=(\"${(@)words[2,CURRENT-1]}\")\n" +
         shell_cases(table) +
         "  if [ -n \"$found\" ]; then\n"
         "    compadd -- ${=found}\n"
         "  else\n"
         "    _files\n"
         "  fi\n"
         "}\n"
         "compdef _rekey rekey\n";
}

std::string fish_completion(const std::vector<CommandRow>& table) {
  std::string paths;
  for (const CommandRow& row : table) {
    if (!row.words.empty()) paths += " " + quoted(joined(row.words), "\\'");
  }
  std::string out =
      "# fish completion of rekey: rekey completion fish >~/.config/fish/completions/rekey.fish\n"
      "function __rekey_at\n"
      "  set -l at ''\n"
      "  for word in (commandline -opc)[2..]\n"
      "    set -l next (string trim \"$at $word\")\n"
      "    contains -- \"$next\"" +
      paths +
      "; and set at $next\n"
      "  end\n"
      "  test \"$at\" = \"$argv[1]\"\n"
      "end\n";
  for (const CommandRow& row : table) {
    const std::string head =
        "complete -c rekey -n " + quoted("__rekey_at \"" + joined(row.words) + "\"", "\\'");
    if (!row.commands.empty()) out += head + " -f -a " + quoted(joined(row.commands), "\\'") + "\n";
    for (const OptionRow& option : row.options) {
      if (option.names.empty()) continue;
      out += head;
      for (const std::string& name : option.names) {
        out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
      }
      if (!option.value.empty()) out += option.choices.empty() ? " -r" : " -x";
      if (!option.choices.empty()) out += " -a " + quoted(joined(option.choices), "\\'");
      out += " -d " + quoted(option.help, "\\'") + "\n";
    }
  }
  return out;
}

std::string manual_page(const std::vector<CommandRow>& table, const std::string& version) {
  std::string out = ".TH REKEY 1 \"\" \"rekey " + version + "\" \"rekey\"\n.SH NAME\nrekey \\- " +
                    "finds leaked credentials and says how to reset them\n.SH SYNOPSIS\n";
  for (const CommandRow& row : table) {
    if (row.words.empty() || !row.commands.empty()) continue;
    out += ".B rekey " + roff(joined(row.words)) + "\n[\\fIOPTION\\fR]...";
    for (const OptionRow& option : row.options) {
      if (!option.names.empty()) continue;
      const std::string word = "\\fI" + roff(option.value) + "\\fR" + (option.repeats ? "..." : "");
      out += option.required ? " " + word : " [" + word + "]";
    }
    out += "\n.br\n";
  }
  out += ".SH COMMANDS\n";
  for (const CommandRow& row : table) {
    if (row.words.empty()) continue;
    out += ".SS rekey " + roff(joined(row.words)) + "\n" + roff(row.help) + "\n";
    std::string group;
    for (const OptionRow& option : row.options) {
      if (option.group != group && !group.empty()) out += ".PP\n" + roff(option.group) + ":\n";
      group = option.group;
      out += manual_option(option);
    }
  }
  out += ".SH EXAMPLES\n";
  for (const CommandExample& one : examples()) {
    out += ".TP\n.B " + roff(one.line) + "\n" + roff(one.what) + "\n";
  }
  return out +
         ".SH EXIT STATUS\n.TP\n0\neverything was read, nothing found\n.TP\n1\nleaks "
         "found\n.TP\n2\n"
         "wrong usage, configuration or rules; nothing was scanned\n.TP\n3\nnothing found, but "
         "something could not be read; the report says what\n";
}

}  // namespace rekey
