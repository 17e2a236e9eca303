#include "scanner/match/model/wordlike.h"

#include <array>
#include <cstddef>

namespace rekey {
namespace {

constexpr double kLeastOfWords = 5.3;
constexpr size_t kLeastPairs = 3;

// Row: first letter; column: second. round((log2(26 p) + 5) * 9 / 8) within 0..9, where p is the
// pair's share of the row among the words of git's and Rails' documentation, each word weighted by
// the square root of its number.
constexpr std::array<std::string_view, 26> kPairs = {
    "26762350604767060778542241", "85558410750842720663720050", "72527217607620810638620030",
    "74469432810533620563631240", "63785542300657253886254520", "73447701900622810655601050",
    "61319366800537640763721031", "81229201800444810546501030", "54666560002669740567050405",
    "73449342504222943462722300", "63249552810435540385523030", "72359211802711740155531070",
    "85139100801462770053500040", "61777582614334631378441030", "45662340424679560866756320",
    "80248135601721760857600020", "21242011133732224233913201", "73459350704455730566532050",
    "61618316704442663278723040", "70529317800431730765503050", "56656350600768370777000100",
    "81209120800013610040210000", "82238307800426820773204110", "60748314702252381448322652",
    "65647342731577780486324034", "80139221700422631140320255",
};

int letter_number(char c) {
  if (c >= 'a' && c <= 'z') return c - 'a';
  if (c >= 'A' && c <= 'Z') return c - 'A';
  return -1;
}

struct Pairs {
  size_t number = 0, sum = 0;
};

Pairs pairs_of(std::string_view text) {
  Pairs out;
  int last = -1;
  for (const char c : text) {
    const int letter = letter_number(c);
    if (last >= 0 && letter >= 0) {
      ++out.number;
      out.sum +=
          static_cast<size_t>(kPairs[static_cast<size_t>(last)][static_cast<size_t>(letter)] - '0');
    }
    last = letter;
  }
  return out;
}

}  // namespace

double wordlike_score(std::string_view text) {
  const Pairs pairs = pairs_of(text);
  return pairs.number == 0 ? 0 : static_cast<double>(pairs.sum) / static_cast<double>(pairs.number);
}

bool is_wordlike(std::string_view text) {
  const Pairs pairs = pairs_of(text);
  return pairs.number < kLeastPairs ||
         static_cast<double>(pairs.sum) >= kLeastOfWords * static_cast<double>(pairs.number);
}

}  // namespace rekey
