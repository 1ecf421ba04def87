#pragma once
// yaml-cpp's messages in words that say what is wrong and what it usually comes from.

#include "model/source.hpp"

#include <string>
#include <string_view>

namespace dropcap::yaml {

/// A syntax error as it is reported to people.
struct Explained {
    Span at;
    std::string message;
};

/// Our words for yaml-cpp's message `theirs` at `at` of a document; an unknown message is passed
/// on. `last_end`: up to there all was well.
[[nodiscard]] Explained explain(std::string_view theirs, Span at, std::string_view document,
                                std::size_t last_end);

/// What is said of a string whose opening `quote` has no closing one.
[[nodiscard]] std::string never_closed(char quote);

} // namespace dropcap::yaml
