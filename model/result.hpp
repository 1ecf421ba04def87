#pragma once
// Result<T>: a value or a sentence that says why there is none. Errors outside the parsers travel
// this way, never as exceptions.

#include <cstdint>
#include <string>
#include <utility>
#include <variant>

namespace dropcap {

/// What went wrong, for callers that handle one error differently from another.
enum class ErrorCode : std::uint8_t {
    other,
    outside_project, ///< the path leads out of the project: `..`, a link, an absolute path
    no_such_file,
    is_a_folder,
    too_large, ///< dropcap's own limit; another program may read the file
};

/// Why something could not be done: one sentence for a person, without a trailing full stop, and a
/// code for the program. Code never compares messages.
struct Error {
    std::string message;
    ErrorCode code = ErrorCode::other;
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
