#pragma once
// What a project may grow to by repetition: it costs what its bytes cost, whatever it says again
// and again.

#include "model/container.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>

namespace dropcap::compose {

/// Thrown: merging makes the project so much larger than its files that no one wrote them to be
/// run.
struct TooLarge {
    Place at{}; ///< what was one too many
};

/// Takes `amount` from what is left; false, and nothing is left, where that is less.
[[nodiscard]] inline bool take(std::size_t& left, std::size_t amount) {
    const bool enough = amount <= left;
    left = enough ? left - amount : 0;
    return enough;
}

/// What may still be repeated. Each number begins with more than people repeat in a project of any
/// size that they write by hand, and grows with every file that is read.
class Budget {
  public:
    std::size_t copied = 0;    ///< values copied by merging and extending
    std::size_t shared = 0;    ///< settings, hooks and mistakes that reach a service through
                               ///< aliases, merges and extends
    std::size_t looked_at = 0; ///< values that reach a service through these, are searched for
                               ///< `!reset` or compared for `include`
    std::size_t read = 0; ///< bytes of files: a file counts each time that it is read in another
                          ///< folder or environment
    std::size_t substituted = 0; ///< bytes that variables make of texts
    bool is_spent =
        false; ///< a service came to more than that: it and those behind it are not checked

    Budget();
    /// Counts a reading of the file at `path`, which is the first or one more; false when that is
    /// one too many. A byte counts `weight`.
    [[nodiscard]] bool read_file(std::string_view path, std::size_t size, std::size_t weight = 1);

  private:
    std::unordered_set<std::string> files_; ///< that have been read
    std::size_t bytes_ = 0;                 ///< of these
};

} // namespace dropcap::compose
