// HistoryBuilder: makes a git repository of exactly the commits, trees and tags a test asks for,
// through git fast-import: merges with changes of their own, links, and paths of any bytes.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rekey::test {

struct FileChange {
  std::string path;
  std::string content;
  bool deleted = false;
  bool link = false;  // content is the target
};

struct NewCommit {
  std::string ref = "refs/heads/main";
  std::vector<int> parents;  // marks; the first one's tree is what `files` change
  std::vector<FileChange> files;
  std::string message = "A commit";
  std::string author = "Ada Author";
  std::string email = "ada@test.invalid";
};

class HistoryBuilder {
 public:
  // The commit's mark. Each commit is one hour later than the one before.
  int commit(const NewCommit& commit);
  void tag(const std::string& name, int target, const std::string& message);

  // Makes the bare repository `folder` and imports; HEAD names main. Ids by mark.
  [[nodiscard]] std::map<int, std::string> write(const std::string& folder) const;

 private:
  std::string stream_;
  int marks_ = 0;
  int64_t time_ = 1700000000;
};

}  // namespace rekey::test
