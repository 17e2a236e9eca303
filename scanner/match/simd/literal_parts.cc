#include "scanner/match/simd/literal_parts.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdint>

#include "scanner/base/ascii.h"

namespace rekey {
namespace {

constexpr size_t kBytes = LiteralTables::kBytes;
constexpr size_t kMostGroups = 256;  // to begin with

// Of a thousand bytes of source text, both cases together; the letters as they are in English.
constexpr double frequency(unsigned char byte) {
  constexpr std::array<double, 26> kLetters = {55, 13, 30, 28, 82, 17, 14, 20, 50, 2,  6, 36, 18,
                                               48, 50, 20, 1,  46, 48, 64, 22, 8,  10, 5, 12, 1};
  const auto c = static_cast<char>(byte);
  if (is_lower(c)) return kLetters[static_cast<size_t>(c - 'a')];
  if (is_digit(c)) return 6;
  if (c == ' ') return 120;
  if (c == '\n' || c == '\t') return 25;
  return std::string_view("-_./\"'(),:;=*").find(c) != std::string_view::npos ? 10 : 2;
}

// Words that source texts have most often, which the tables above take for rare.
constexpr std::string_view kWords =
    " should would with string table class block number value index return default function "
    "action section option option_ collection connection associated subscribe project product "
    "expect select object command struct assert_equal active include create define config module "
    "format branch server record update static malloc success change signed direct remote support "
    "message current attribute version cluster script result error output thread repository "
    "content argument controller response special example encrypt base.c aaaaaa class_ ation_ ";
constexpr double kWordShare = 1e-4;  // of all places, each place in a word

// The bytes that a group lets through at each place, and the share of all texts' places.
struct Group {
  std::array<std::string, kBytes> bytes;  // sorted, each once; empty: any byte
  // At which places of the words its bytes are, each counted from where a part begins.
  std::array<std::bitset<kWords.size()>, kBytes> in_words;
  double share = 0;
};

// Pairs that English has most often, and the share of places behind the first where the second is.
constexpr std::string_view kPairs =
    "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve "
    "co me de hi ri ro ic ne ea ra ce li ch ll be ma si om ur ct tr us ec et ut ma el ta la ns ul ";
constexpr double kPaired = 0.25;
constexpr double kAgain = 0.4;  // rows of one byte are frequent

bool is_pair(char first, char second) {
  for (size_t at = 0; at + 1 < kPairs.size(); at += 3) {
    if (kPairs[at] == first && kPairs[at + 1] == second) return true;
  }
  return false;
}

// Of all places, those where this stands.
double share_of_part(std::string_view part) {
  double out = 1;
  for (size_t i = 0; i < part.size(); ++i) {
    double share = frequency(static_cast<unsigned char>(part[i])) / 1000;
    if (i > 0 && is_pair(part[i - 1], part[i])) share = std::max(share, kPaired);
    if (i > 0 && part[i - 1] == part[i]) share = std::max(share, kAgain);
    out *= share;
  }
  return contains(kWords, part) ? std::max(out, kWordShare) : out;
}

double share_of(const std::string& bytes) {
  if (bytes.empty()) return 1;
  double sum = 0;
  for (const char byte : bytes) sum += frequency(static_cast<unsigned char>(byte));
  return std::min(sum / 1000, 1.0);
}

Group joined(const Group& a, const Group& b) {
  Group out;
  out.share = 1;
  for (size_t i = 0; i < kBytes; ++i) {
    if (!a.bytes[i].empty() && !b.bytes[i].empty()) {
      std::set_union(a.bytes[i].begin(), a.bytes[i].end(), b.bytes[i].begin(), b.bytes[i].end(),
                     std::back_inserter(out.bytes[i]));
    }
    out.share *= share_of(out.bytes[i]);
    out.in_words[i] = a.in_words[i] | b.in_words[i];
  }
  std::bitset<kWords.size()> passed = out.in_words[0];
  for (const auto& places : out.in_words) passed &= places;
  out.share += kWordShare * static_cast<double>(passed.count());
  return out;
}

Group group_of(const std::string& part) {
  Group out;
  for (size_t i = 0; i < kBytes; ++i) {
    if (i < part.size()) out.bytes[i] = part.substr(i, 1);
    for (size_t at = 0; at + i < kWords.size(); ++at) {
      out.in_words[i][at] = i >= part.size() || kWords[at + i] == part[i];
    }
  }
  return joined(out, out);
}

// By the group: the one behind it that is best joined with it, and what more that lets through.
struct Partner {
  size_t group = 0;
  double more = 0;
};

Partner best_partner(const std::vector<Group>& groups, size_t of) {
  Partner best{of, 2};
  for (size_t i = of + 1; i < groups.size(); ++i) {
    const double more = joined(groups[of], groups[i]).share - groups[of].share - groups[i].share;
    if (more < best.more) best = {i, more};
  }
  return best;
}

void join_best(std::vector<Group>& groups, std::vector<Partner>& partners) {
  const auto cheapest =
      std::min_element(partners.begin(), partners.end(),
                       [](const Partner& a, const Partner& b) { return a.more < b.more; });
  const auto kept = static_cast<size_t>(cheapest - partners.begin());
  const size_t gone = cheapest->group, last = groups.size() - 1;
  groups[kept] = joined(groups[kept], groups[gone]);
  std::swap(groups[gone], groups[last]);
  groups.pop_back();
  partners.pop_back();
  for (size_t i = 0; i < groups.size(); ++i) {
    const size_t of = partners[i].group;
    const bool stays = i != kept && i != gone && of != kept && of != gone && of != last;
    if (!stays) {
      partners[i] = best_partner(groups, i);
    } else if (i < kept) {
      const double more =
          joined(groups[i], groups[kept]).share - groups[i].share - groups[kept].share;
      if (more < partners[i].more) partners[i] = {kept, more};
    }
  }
}

void let_through(const Group& group, size_t number, LiteralTables& out) {
  const auto bit = static_cast<uint16_t>(1U << number);
  for (size_t i = 0; i < kBytes; ++i) {
    for (size_t byte = 0; byte < out.groups[i].size(); ++byte) {
      const char small = lowered(static_cast<char>(byte));
      const bool passes = group.bytes[i].empty() || group.bytes[i].find(small) != std::string::npos;
      if (passes) out.groups[i][byte] = static_cast<uint16_t>(out.groups[i][byte] | bit);
    }
  }
}

}  // namespace

size_t rarest_part(std::string_view literal) {
  size_t best = 0;
  double least = 2;
  for (size_t at = 0; at + kBytes <= literal.size(); ++at) {
    const double share = share_of_part(literal.substr(at, kBytes));
    if (share < least) {
      least = share;
      best = at;
    }
  }
  return best;
}

double rarest_share(std::string_view literal) {
  return share_of_part(literal.substr(rarest_part(literal), kBytes));
}

double byte_share(char byte) {
  return frequency(static_cast<unsigned char>(lowered(byte))) / 1000;
}

LiteralTables grouped(std::vector<std::string> parts) {
  std::sort(parts.begin(), parts.end());
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  // Of very many, those that begin alike are together from the start.
  const size_t together = parts.size() / kMostGroups + 1;
  std::vector<Group> groups;
  for (size_t i = 0; i < parts.size(); ++i) {
    const Group group = group_of(parts[i]);
    if (i % together == 0) {
      groups.push_back(group);
    } else {
      groups.back() = joined(groups.back(), group);
    }
  }
  std::vector<Partner> partners(groups.size());
  for (size_t i = 0; i < groups.size(); ++i) partners[i] = best_partner(groups, i);
  while (groups.size() > LiteralTables::kGroups) join_best(groups, partners);
  LiteralTables out;
  for (size_t i = 0; i < groups.size(); ++i) let_through(groups[i], i, out);
  out.prepare();
  return out;
}

}  // namespace rekey
