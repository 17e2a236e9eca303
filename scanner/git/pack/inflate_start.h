// InflateStart: the first bytes that a zlib stream (RFC 1950) gives, without the rest of it: what a
// header at its front needs. zlib stays behind it, which can stop anywhere; libdeflate
// (inflate.h), which is faster, cannot.
//
// One thread's; reused for stream after stream.
#pragma once

#include <array>
#include <memory>
#include <string_view>

namespace rekey {

class InflateStart {
 public:
  static constexpr size_t kMost = 64;  // bytes

  InflateStart();
  ~InflateStart();
  InflateStart(InflateStart&&) noexcept;
  InflateStart& operator=(InflateStart&&) noexcept;

  // At most kMost bytes: as many as the stream at the start of `in` gives. Fewer, or none, when it
  // ends before or is damaged. They live until the next call.
  std::string_view run(std::string_view in);

 private:
  struct Stream;
  std::unique_ptr<Stream> stream_;
  std::array<char, kMost> bytes_{};
};

}  // namespace rekey
