// How the world's failures travel: a Result carries a value, or an Error that says where, what and what to do about it.
// Rows that are wrong and rules that say no are not errors but data (see reject.h); our own bugs are INVARIANTs.
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "core/invariant.h"

namespace dunlin::core {

/// What a failure means for the process that meets it; the command line turns it into an exit code.
enum class ErrorKind { kFailed, kUsage, kConfiguration, kCorruption, kConflict, kReadOnly };

struct Error {
  ErrorKind kind = ErrorKind::kFailed;
  std::string where;  ///< file, file:line:column, setting or key; may be empty
  std::string what;   ///< one sentence without a full stop
  std::string hint;   ///< what the operator can do; may be empty
};

/// `where: what (hint)`, one line, as people see it behind `dunlin: `.
std::string describe(const Error& error);

/// Shorthand for the commonest failure.
inline Error failed(std::string where, std::string what, std::string hint = {}) {
  return Error{ErrorKind::kFailed, std::move(where), std::move(what), std::move(hint)};
}
inline Error bad_configuration(std::string where, std::string what, std::string hint = {}) {
  return Error{ErrorKind::kConfiguration, std::move(where), std::move(what), std::move(hint)};
}

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: conversions are the point
  Result(Error error) : held_(std::in_place_index<1>, std::move(error)) {}  // NOLINT

  bool ok() const { return held_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() & {
    INVARIANT(ok(), "value() of a failed result", describe(std::get<1>(held_)));
    return std::get<0>(held_);
  }
  const T& value() const& {
    INVARIANT(ok(), "value() of a failed result", describe(std::get<1>(held_)));
    return std::get<0>(held_);
  }
  T&& value() && { return std::move(value()); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(value()); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  const Error& error() const& { return std::get<1>(held_); }
  Error&& error() && { return std::get<1>(std::move(held_)); }

 private:
  std::variant<T, Error> held_;
};

/// Success without a value.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)), ok_(false) {}  // NOLINT
  bool ok() const { return ok_; }
  explicit operator bool() const { return ok_; }
  const Error& error() const& { return error_; }
  Error&& error() && { return std::move(error_); }

 private:
  Error error_;
  bool ok_ = true;
};
using Status = Result<void>;

}  // namespace dunlin::core

#define DUNLIN_CONCAT_INNER(a, b) a##b
#define DUNLIN_CONCAT(a, b) DUNLIN_CONCAT_INNER(a, b)
/// Returns the error of `expr` to the caller, else goes on.
#define DUNLIN_TRY(expr)                                                                                        \
  do {                                                                                                          \
    if (auto DUNLIN_CONCAT(dunlin_status_, __LINE__) = (expr); !DUNLIN_CONCAT(dunlin_status_, __LINE__).ok()) { \
      return std::move(DUNLIN_CONCAT(dunlin_status_, __LINE__)).error();                                        \
    }                                                                                                           \
  } while (0)

/// `DUNLIN_ASSIGN(auto page, load(key));` declares or assigns the value, or returns the error.
#define DUNLIN_ASSIGN(target, expr)                                    \
  auto DUNLIN_CONCAT(dunlin_result_, __LINE__) = (expr);               \
  if (!DUNLIN_CONCAT(dunlin_result_, __LINE__).ok()) {                 \
    return std::move(DUNLIN_CONCAT(dunlin_result_, __LINE__)).error(); \
  }                                                                    \
  target = std::move(DUNLIN_CONCAT(dunlin_result_, __LINE__)).value()
