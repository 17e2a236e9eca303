// Verdict: what a validator (validators.h) says of a candidate. kWeak lowers the confidence to low,
// kCertain raises it to certain, kReject drops the candidate, kPlausible changes nothing.
#pragma once

namespace rekey {

enum class Verdict { kReject, kWeak, kPlausible, kCertain };

}  // namespace rekey
