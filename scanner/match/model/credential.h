// Credential: how much a value in its line looks like a real credential, learnt from
// labelled files.
//
// The score is a sum over small decision trees, each asking the same few questions of every value
// (Feature <= threshold) and adding the weight at the answers' place; whole numbers throughout.
// credential_trees.cc holds the trees and says how they were made. Pure; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "scanner/match/model/feature.h"
#include "scanner/match/verdict.h"

namespace rekey {

struct CredentialTree {
  static constexpr size_t kDepth = 3;
  struct Question {
    Feature feature;
    int16_t threshold;  // the answer is 1 when the feature is greater
  };
  std::array<Question, kDepth> questions;
  std::array<int16_t, size_t{1} << kDepth> weights;  // the first question is the highest bit
};

std::span<const CredentialTree> credential_trees();

// In thousandths of the natural logarithm of the odds: 0 is one in two, 2200 nine in ten.
int32_t credential_score(const LineContext& line_context);

// Rejects below kLeast, weak below kSure.
Verdict check_credential(const LineContext& line_context);

}  // namespace rekey
