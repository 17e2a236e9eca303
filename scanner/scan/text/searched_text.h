// SearchedText: a text as it is searched: what is written in UTF-16 or UTF-32 in it as UTF-8, the
// rest as it is. Lines and columns of what is found are those of the searched text; bytes, and the
// names of encodings, those of the stored one.
//
// A large text with few wide parts, a program say, is searched as it is stored, and once more only
// around these parts:
//
//   stored  MZ.....................k\0e\0y\0=\0..............       is searched
//   wide           .........key=...                                 is searched, too: some bytes
//                                                                   before, the part, some behind
//
// The stored text outlives it; one thread's.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/scan/text/wide_stretches.h"

namespace rekey {

class SearchedText {
 public:
  // `has_nul`: false when no byte is 0; then nothing is wide, and nothing is looked for.
  explicit SearchedText(std::string_view stored, bool has_nul = true);

  [[nodiscard]] std::string_view stored() const { return stored_; }
  [[nodiscard]] std::string_view bytes() const { return is_made() ? made_ : stored_; }
  // Whether it is another text than the stored one.
  [[nodiscard]] bool is_made() const { return !pieces_.empty(); }
  // What is to be searched besides; null: nothing. Of what is found there only that counts which
  // is_wide().
  [[nodiscard]] const SearchedText* parts() const { return parts_.get(); }

  // How the byte at `offset` of the searched text is stored; nothing: as it is.
  [[nodiscard]] std::optional<WideEncoding> encoding_at(size_t offset) const;
  // Of the bytes from `begin` to `end`: the first encoding that is not nothing.
  [[nodiscard]] std::optional<WideEncoding> encoding_in(size_t begin, size_t end) const;
  // Where in the stored text the bytes at `offsets` of the searched one come from. They ascend.
  [[nodiscard]] std::vector<size_t> stored_offsets(const std::vector<size_t>& offsets) const;
  // Of parts(): how many lines of the stored text are not in the searched one before `offsets`,
  // which ascend.
  [[nodiscard]] std::vector<uint32_t> lines_left_out(const std::vector<size_t>& offsets) const;

 private:
  struct Piece {
    size_t stored = 0, made = 0;  // where it begins
    std::optional<WideEncoding> encoding;
    size_t part = 0;  // the piece that what is left out stands before
  };
  struct Range {
    size_t begin = 0, end = 0;  // stored bytes
  };
  SearchedText(std::string_view stored, const std::vector<WideStretch>& stretches,
               const std::vector<Range>& ranges);
  void add_range(const Range& range, const std::vector<WideStretch>& stretches, size_t& next);
  void add_plain(size_t begin, size_t end);
  void add_decoded(const WideStretch& stretch);
  [[nodiscard]] size_t piece_of(size_t offset) const;
  static std::vector<Range> ranges_around(std::string_view stored,
                                          const std::vector<WideStretch>& stretches);

  std::string_view stored_;
  std::vector<Piece> pieces_;  // none: all of it is as it is stored
  std::string made_;
  std::unique_ptr<const SearchedText> parts_;
};

}  // namespace rekey
