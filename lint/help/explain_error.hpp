#pragma once
// `dropcap explain` turned round: from an error line, a log or an image to capabilities.

#include <optional>
#include <string>
#include <string_view>

namespace dropcap::help {

/// What an error line points to: the capabilities, the most likely first, or what else it is.
[[nodiscard]] std::string explain_error(std::string_view line);

/// The same for every line of a log that points to something, each kind of line once.
[[nodiscard]] std::string explain_log(std::string_view log);

/// What the experiments with an image's program found; empty: none is about it.
[[nodiscard]] std::optional<std::string> explain_image(std::string_view image);

/// Whether `what` can only be an error line: it has several words.
[[nodiscard]] bool is_error_line(std::string_view what);

} // namespace dropcap::help
