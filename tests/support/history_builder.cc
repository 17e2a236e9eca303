#include "tests/support/history_builder.h"

#include <sstream>

#include "tests/support/temp_folder.h"

namespace rekey::test {
namespace {

// fast-import's C-style quotes: any byte as an octal escape.
std::string quoted_path(std::string_view path) {
  std::string out = "\"";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const char digits[] = {'\\', static_cast<char>('0' + (byte >> 6)),
                           static_cast<char>('0' + (byte >> 3 & 7)),
                           static_cast<char>('0' + (byte & 7))};
    out.append(digits, sizeof digits);
  }
  return out + "\"";
}

std::string data_block(std::string_view bytes) {
  return "data " + std::to_string(bytes.size()) + "\n" + std::string(bytes) + "\n";
}

std::string person(const std::string& name, const std::string& email, int64_t time) {
  return name + " <" + email + "> " + std::to_string(time) + " +0100\n";
}

}  // namespace

int HistoryBuilder::commit(const NewCommit& commit) {
  const int mark = ++marks_;
  time_ += 3600;
  stream_ += "commit " + commit.ref + "\nmark :" + std::to_string(mark) + "\n";
  stream_ += "author " + person(commit.author, commit.email, time_);
  stream_ += "committer " + person("Carl Committer", "carl@test.invalid", time_);
  stream_ += data_block(commit.message);
  for (size_t i = 0; i < commit.parents.size(); ++i) {
    stream_ += (i == 0 ? "from :" : "merge :") + std::to_string(commit.parents[i]) + "\n";
  }
  for (const FileChange& file : commit.files) {
    if (file.deleted) {
      stream_ += "D " + quoted_path(file.path) + "\n";
      continue;
    }
    stream_ += std::string("M ") + (file.link ? "120000" : "100644") + " inline " +
               quoted_path(file.path) + "\n" + data_block(file.content);
  }
  stream_ += "\n";
  return mark;
}

void HistoryBuilder::tag(const std::string& name, int target, const std::string& message) {
  stream_ += "tag " + name + "\nfrom :" + std::to_string(target) + "\ntagger " +
             person("Tess Tagger", "tess@test.invalid", time_) + data_block(message);
}

std::map<int, std::string> HistoryBuilder::write(const std::string& folder) const {
  const TempFolder work;
  work.write("stream", stream_ + "done\n");
  shell("git init -q --bare -b main " + shell_word(folder) + " && git -C " + shell_word(folder) +
        " fast-import --quiet --done --force --export-marks=" + shell_word(work / "marks") + " <" +
        shell_word(work / "stream"));
  std::istringstream lines(shell("cat " + shell_word(work / "marks")));
  std::map<int, std::string> ids;
  std::string mark, id;
  while (lines >> mark >> id) ids[std::stoi(mark.substr(1))] = id;
  return ids;
}

}  // namespace rekey::test
