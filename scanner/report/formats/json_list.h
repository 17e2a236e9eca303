// JsonList: a JSON document with one list that is written an element at a time: a hundred thousand
// as values of one document would take the memory of the machine. The text is that of the whole
// document's dump(indent).
#pragma once

#include <string>

#include "scanner/report/format.h"

namespace rekey {

class JsonList {
 public:
  // `frame`: the dumped document with its list empty; behind the list it has no other "[]".
  // `indent`: spaces a level; `depth`: the level of the list's elements, 1 where the document is
  // the list.
  JsonList(std::string frame, size_t indent, size_t depth, const TakePiece& take);

  // `element`: as its own dump(indent) has it. Line ends in strings are escaped there, so those
  // that it has are the layout's.
  void add(const std::string& element);
  void end();  // once, at last

 private:
  const TakePiece& take_;
  std::string held_;  // what is not given on yet, as a comma may follow
  std::string tail_;  // from the list's end on
  std::string margin_;
  size_t indent_;
  bool is_empty_ = true;
};

}  // namespace rekey
