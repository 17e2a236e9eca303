// Filling a template from a seed: values that look random, checksums that are right.
#include <algorithm>
#include <array>
#include <cstdio>
#include <random>

#include "scanner/base/base64.h"
#include "scanner/rules/template/template.h"
#include "scanner/rules/template/token_sum.h"

namespace rekey {
namespace {

using Kind = TemplateNode::Kind;

constexpr std::string_view kHex = "0123456789abcdef";

// Drawing keeps what checksums look back at: the last placeholder's value and the token's start.
class Drawing {
 public:
  Drawing(const Template* token, uint64_t seed) : random_(seed), token_(token) {}

  Status run(const Template& nodes, bool top) {
    for (const TemplateNode& node : nodes) {
      Status status = one(node, top);
      if (!status) return status;
    }
    return {};
  }

  Drawn take() { return {std::move(text_), std::move(secrets_)}; }
  [[nodiscard]] bool open() const { return open_; }

 private:
  size_t below(size_t bound) { return static_cast<size_t>(random_() % bound); }

  std::string bytes(std::string_view from, size_t count) {
    std::string out;
    for (size_t i = 0; i < count; ++i) out += from[below(from.size())];
    return out;
  }

  // Values of 16 bytes and more must look random: no byte fills a quarter of them.
  std::string run_value(const TemplateNode& node) {
    const size_t size = node.min + below(node.max - node.min + 1);
    for (;;) {
      std::string value = bytes(node.alphabet.bytes, size);
      if (size < 16 || node.alphabet.bytes.size() < 8) return value;
      std::array<size_t, 256> counts{};
      for (const char c : value) ++counts[static_cast<unsigned char>(c)];
      if (*std::max_element(counts.begin(), counts.end()) * 4 <= size + 3) return value;
    }
  }

  Status one(const TemplateNode& node, bool top) {
    switch (node.kind) {
      case Kind::kLiteral:
        text_ += node.text;
        return {};
      case Kind::kRun:
        return value(run_value(node));
      case Kind::kWords:
        return value(node.words[below(node.words.size())]);
      case Kind::kFunction:
        return function(node);
      case Kind::kSecretBegin:
      case Kind::kSecretEnd:
        return mark(node.kind == Kind::kSecretBegin, top);
    }
    return {};
  }

  Status value(std::string drawn) {
    last_ = std::move(drawn);
    text_ += last_;
    return {};
  }

  Status mark(bool begin, bool top) {
    if (!top || begin == open_) return Error{ErrorCode::kUsage, "[[ and ]] must stand in pairs"};
    open_ = begin;
    if (begin) {
      token_start_ = text_.size();
      secrets_.push_back({text_.size(), text_.size()});
    } else {
      secrets_.back().end = text_.size();
    }
    return {};
  }

  Status function(const TemplateNode& node) {
    const std::string_view name = node.text;
    const std::string_view so_far = std::string_view(text_).substr(token_start_);
    if (name == "token") return token();
    if (name == "opt") return below(2) == 0 ? Status() : run(node.arguments, false);
    if (name == "uuid") return value(uuid());
    if (name == "crc62") return value(crc62(last_));
    if (name == "crchex") return value(crc_hex(last_));
    if (name == "github-sum") return value(github_sum(so_far));
    if (name == "gitlab-sum") return value(gitlab_sum(so_far));
    if (name == "age-sum") return value(age_sum(so_far));
    if (name == "nats-sum") return value(nats_sum(so_far));
    if (name == "grafana-sum") {
      return value(grafana_sum(so_far.substr(0, so_far.size() - so_far.ends_with('_'))));
    }
    return wrapped(node);
  }

  Status token() {
    if (token_ == nullptr) return Error{ErrorCode::kUsage, "<<token>>: the rule has no token"};
    token_start_ = text_.size();
    const Template* outer = token_;
    token_ = nullptr;
    Status status = run(*outer, false);
    token_ = outer;
    return status;
  }

  std::string uuid() {
    std::string out = bytes(kHex, 36);
    for (const size_t dash : {8, 13, 18, 23}) out[dash] = '-';
    out[14] = '4';
    out[19] = "89ab"[below(4)];
    return out;
  }

  // glpat-<payload>.01.<two base36 digits: the payload's length><seven: CRC-32 of all before them>
  static std::string gitlab_sum(std::string_view text) {
    const size_t dash = text.find('-');
    const size_t dot = text.find('.');
    const size_t start = dash == std::string_view::npos ? 0 : dash + 1;
    const size_t size = dot == std::string_view::npos || dot < start ? 0 : dot - start;
    const std::string length = gitlab_length(size);
    return length + gitlab_crc(std::string(text) + length);
  }

  // Functions with an argument: it is drawn on its own, then wrapped.
  Status wrapped(const TemplateNode& node) {
    Drawing inner(token_, random_());
    Status status = inner.run(node.arguments, false);
    if (!status) return status;
    const std::string argument = inner.take().text;
    if (node.text == "b64") return value(base64_encode(argument));
    if (node.text == "b64url") return value(base64url_encode(argument));
    if (node.text == "jwt") {
      const std::string header = base64url_encode(R"({"alg":"HS256","typ":"JWT"})");
      return value(header + "." + base64url_encode(argument) + "." + base64url_encode(noise(32)));
    }
    return value(pem(argument));
  }

  std::string noise(size_t size) {
    std::string out;
    for (size_t i = 0; i < size; ++i) out += static_cast<char>(below(256));
    return out;
  }

  // DER: a SEQUENCE whose length is right, of a version 0 and random INTEGERs; for an OpenSSH key
  // its magic; for PGP an old-format secret-key packet. Enough for structure checks, a key for
  // nobody.
  std::string pem(const std::string& type) {
    std::string body;
    if (type.starts_with("OPENSSH")) {
      body = std::string("openssh-key-v1\0", 15) + std::string("\0\0\0\4none", 8) +
             std::string("\0\0\0\4none", 8) + std::string("\0\0\0\0\0\0\0\1", 8) + noise(200);
    } else if (type.starts_with("PGP")) {
      body = std::string("\x95\x01\x2c\x04", 4) + noise(299);
    } else {
      std::string inner("\x02\x01\x00", 3);
      for (int i = 0; i < 2; ++i) inner += std::string("\x02\x81\x81\x00", 4) + noise(128);
      body = std::string("\x30\x82", 2) + static_cast<char>(inner.size() >> 8) +
             static_cast<char>(inner.size() & 0xff) + inner;
    }
    const std::string text = base64_encode(body);
    std::string out = "-----BEGIN " + type + "-----\n";
    if (type.starts_with("PGP")) out += "\n";
    for (size_t i = 0; i < text.size(); i += 64) out += text.substr(i, 64) + "\n";
    return out + "-----END " + type + "-----";
  }

  std::mt19937_64 random_;
  const Template* token_;
  std::string text_;
  std::vector<Span> secrets_;
  std::string last_;
  size_t token_start_ = 0;
  bool open_ = false;
};

}  // namespace

Result<Drawn> draw(const Template& example, const Template* token, uint64_t seed) {
  Drawing drawing(token, seed);
  Status status = drawing.run(example, true);
  if (!status) return status.error();
  if (drawing.open()) return Error{ErrorCode::kUsage, "[[ and ]] must stand in pairs"};
  return drawing.take();
}

}  // namespace rekey
