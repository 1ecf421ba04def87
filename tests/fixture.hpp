#pragma once
// Files with expectations in comments: `# expect: rule-id underlined text` on the lines above the
// line that holds the finding,
// `# expect: rule-id(error) underlined text` where the finding is worse or milder than the rule's
// own severity.

#include "lint/check/lint_document.hpp"
#include "parsers/parse.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::fixture {

/// What is expected, or what was found, as "line: rule-id text": comparing two lists of these
/// compares exact spans.
using Lines = std::vector<std::string>;

[[nodiscard]] std::string read_text(const std::filesystem::path& path);

/// A text checked as the file `name` would be, with the default rules and `extra`. What
/// expectations say is hidden from the rules.
struct Checked {
    Document document;
    check::Linted linted;
};
[[nodiscard]] Checked lint(const std::string& name, std::string text, const Rule* extra = nullptr);

/// The findings that are not suppressed.
[[nodiscard]] Lines found(const Checked& checked);
/// What the comments of `text` expect.
[[nodiscard]] Lines expected(std::string_view text);
/// What is expected of a file: its comments say so or, where the format has none, the lines of the
/// file called so with `.expect` behind.
[[nodiscard]] Lines expected_of(const std::filesystem::path& path);

/// `text` after the edits of `fix`, which must all be in it.
[[nodiscard]] std::string apply(std::string text, const Fix& fix);

} // namespace dropcap::fixture
