// Result: the outcome of an operation that can fail: a value, or an Error that says what and where.
//
// A caller can rely on: exactly one of value and error is present; the message is one line, starts
// with the place ("file:line: ..." or "path: ...") where there is one, and never holds a secret.
// rekey throws no exceptions of its own. A Result is a plain value: no sharing, any thread.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace rekey {

enum class ErrorCode {
  kUsage,        // the command line, the configuration or the rules are wrong: exit 2
  kNotFound,     // the thing named does not exist
  kUnreadable,   // it exists and cannot be read (permissions, I/O)
  kMalformed,    // it was read and its bytes are not what they must be
  kTooLarge,     // a limit stopped it
  kUnsupported,  // understood, not handled here
  kOutput,       // writing failed
};

struct Error {
  ErrorCode code = ErrorCode::kMalformed;
  std::string message;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // Only when ok().
  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  // Only when not ok().
  [[nodiscard]] const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

// Status: a Result without a value.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Error error) : error_(std::move(error)) {}  // NOLINT: implicit

  [[nodiscard]] bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] const Error& error() const { return *error_; }

 private:
  std::optional<Error> error_;
};

}  // namespace rekey
