#pragma once
// Result<T>: a value or a sentence that says why there is none. Errors outside the parsers travel
// this way, never as exceptions.

#include <string>
#include <utility>
#include <variant>

namespace dropcap {

/// Why something could not be done: one sentence for a person, without a trailing full stop.
struct Error {
    std::string message;
};

/// A T or an Error. Test it like a pointer, then `*result` or `result.error()`.
template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value) : state_(std::move(value)) {}
    Result(Error error) : state_(std::move(error)) {}

    [[nodiscard]] bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }

    [[nodiscard]] T& operator*() & { return std::get<0>(state_); }
    [[nodiscard]] const T& operator*() const& { return std::get<0>(state_); }
    [[nodiscard]] T&& operator*() && { return std::get<0>(std::move(state_)); }
    [[nodiscard]] T* operator->() { return &std::get<0>(state_); }
    [[nodiscard]] const T* operator->() const { return &std::get<0>(state_); }
    [[nodiscard]] const Error& error() const { return std::get<1>(state_); }

  private:
    std::variant<T, Error> state_;
};

} // namespace dropcap
