// A text with parts in UTF-16 and UTF-32: cores are where a search byte by byte finds them,
// stretches are whole units in order, plain bytes that stand together stay, and places lead back.
#include <string>
#include <vector>

#include "scanner/scan/text/searched_text.h"
#include "scanner/scan/text/wide_cores.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using rekey::test::must;
  const std::string_view text = rekey::test::view(data, size);
  for (size_t from = 0; from <= size; from += 1 + from / 8) {
    must(rekey::next_wide_core(text, from) == rekey::next_wide_core_simple(text, from),
         "cores are found where they are");
  }
  const rekey::SearchedText searched(text);
  size_t end = 0;
  for (const rekey::WideStretch& stretch : rekey::wide_stretches(text)) {
    must(stretch.begin >= end && stretch.begin < stretch.end && stretch.end <= size,
         "stretches ascend");
    must((stretch.end - stretch.begin) % rekey::unit_size(stretch.encoding) == 0, "whole units");
    size_t run = 0;
    for (const char c : text.substr(stretch.begin, stretch.end - stretch.begin)) {
      run = rekey::is_plain_byte(c) ? run + 1 : 0;
      must(run < 10, "plain bytes are not taken for others");  // with those of two cores
    }
    end = stretch.end;
  }
  std::vector<size_t> offsets(searched.bytes().size() + 1);
  for (size_t i = 0; i < offsets.size(); ++i) offsets[i] = i;
  const std::vector<size_t> stored = searched.stored_offsets(offsets);
  for (size_t i = 0; i < stored.size(); ++i) {
    must(stored[i] <= size && (i == 0 || stored[i] >= stored[i - 1]), "places ascend");
    if (i < searched.bytes().size() && !searched.encoding_at(i)) {
      must(text[stored[i]] == searched.bytes()[i], "what is not wide is as it is stored");
    }
  }
  return 0;
}
