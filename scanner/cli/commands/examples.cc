#include "scanner/cli/commands/examples.h"

#include <algorithm>
#include <iterator>

namespace rekey {

const std::vector<CommandExample>& examples() {
  static const std::vector<CommandExample> kExamples = {
      {"", "rekey git .", "Everything that was ever committed here."},
      {"", "rekey hook install", "From now on every commit and every push is looked at first."},
      {"", "rekey ci --base origin/main", "What this branch would bring to main."},
      {"", "rekey reset github-pat-classic", "What to do about a leaked key of that kind."},
      {"git", "rekey git . --report sarif=rekey.sarif --report json=leaks.json",
       "The whole history; the leaks as text here, in SARIF for a code host, in JSON for a plan."},
      {"git", "rekey git --range origin/main..HEAD", "Only what the commits since main add."},
      {"git", "rekey git . --cache .git/rekey",
       "Remembers which objects hold nothing, so that the next scan reads only new ones."},
      {"git", "rekey git --since 2026-01-01 --min-severity high",
       "Only newer commits, only what is worse than medium."},
      {"staged", "rekey staged", "What git commit would add; no hook needed."},
      {"ci", "rekey ci --base origin/main --head HEAD --report sarif=rekey.sarif",
       "As in a pull request, where base and head come from the CI system."},
      {"hook install", "rekey hook install pre-commit pre-push pre-merge-commit",
       "Puts these hooks in; hooks that are there go on working."},
      {"hook uninstall", "rekey hook uninstall", "Takes them out again."},
      {"hook run", "rekey hook run pre-commit", "What the hook does, in a script of your own."},
      {"dir", "rekey dir src --format json", "Files as they are on disk, git or not."},
      {"stdin", "git show HEAD:app.env | rekey stdin --path app.env",
       "One text, judged as a file of that name."},
      {"rules list", "rekey rules list", "Every kind of credential that is looked for."},
      {"rules show", "rekey rules show github-pat-classic", "One of them, with its reset."},
      {"rules check", "rekey rules check mine.toml", "Proves your own rules by their examples."},
      {"rules bench", "rekey rules bench src",
       "How fast these files are searched; --each: what every rule costs."},
      {"reset", "rekey reset leaks.json --format sh >reset.sh",
       "A script that asks before each step, for every leak of a JSON report."},
      {"baseline create", "rekey baseline create",
       "Writes down what leaks today; commit the file, and scans fail for new leaks alone."},
      {"baseline update", "rekey baseline update", "Adds what is new, takes out what is gone."},
      {"baseline show", "rekey baseline show", "What is known, a line each."},
      {"explain", "rekey explain app.env:1",
       "Why each candidate of that line is reported, or not and by which rule or comment."},
      {"completion", "rekey completion bash >rekey.bash", "For bash; zsh and fish as well."},
      {"manual", "rekey manual | man -l -", "This page."},
  };
  return kExamples;
}

std::vector<CommandExample> examples_of(std::string_view command) {
  std::vector<CommandExample> out;
  std::copy_if(examples().begin(), examples().end(), std::back_inserter(out),
               [&](const CommandExample& one) { return one.command == command; });
  return out;
}

}  // namespace rekey
