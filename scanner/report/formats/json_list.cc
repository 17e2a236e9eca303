#include "scanner/report/formats/json_list.h"

#include <algorithm>
#include <utility>

namespace rekey {

JsonList::JsonList(std::string frame, size_t indent, size_t depth, const TakePiece& take)
    : take_(take), held_(std::move(frame)), margin_(indent * depth, ' '), indent_(indent) {
  const size_t end = held_.rfind("[]") + 1;
  tail_ = held_.substr(end);
  held_.resize(end);
}

void JsonList::add(const std::string& element) {
  take_(held_ + (is_empty_ ? "\n" : ",\n"));
  is_empty_ = false;
  held_ = margin_;
  for (size_t at = 0, end; at < element.size(); at = end) {
    end = std::min(element.find('\n', at), element.size() - 1) + 1;
    held_.append(element, at, end - at);
    if (held_.back() == '\n') held_ += margin_;
  }
}

void JsonList::end() {
  if (!is_empty_) held_ += "\n" + margin_.substr(indent_);
  take_(held_ + tail_);
}

}  // namespace rekey
