#pragma once
// Which findings a suppression comment reaches: by lines, so that many comments and many findings
// cost what their lines cost.

#include "lint/ignore/suppress.hpp"
#include "model/container.hpp"
#include "model/finding.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dropcap::ignore {

/// `#` or `//` and nothing before it.
[[nodiscard]] bool is_comment_line(std::string_view line);

/// The findings of one document by the lines at which a comment hides them. The document and the
/// findings must stay as they are.
class IgnoreReach {
  public:
    IgnoreReach(const Document& document, std::span<const Finding> findings);

    /// The findings, by index, that `ignore` reaches; some may be in it more than once.
    [[nodiscard]] std::vector<std::size_t> findings_of(const Ignore& ignore);

  private:
    /// A line that speaks for a finding.
    struct Mark {
        std::uint32_t source;
        std::uint32_t line;
        std::size_t finding;

        friend auto operator<=>(const Mark&, const Mark&) = default;
    };
    using Marks = std::vector<Mark>; ///< sorted

    void note(std::size_t finding);
    [[nodiscard]] std::uint32_t line_of(const Place& place) const {
        return document_.source(place).position(place.span.begin).line;
    }
    [[nodiscard]] std::uint32_t below_comments(const Place& at, std::uint32_t line);
    [[nodiscard]] std::uint32_t last_line_under(const Place& at, std::uint32_t key);
    void add_at_parent(const Ignore& ignore, std::uint32_t line, std::vector<std::size_t>& found);

    const Document& document_;
    std::span<const Finding> findings_;
    Marks own_;     ///< where the findings stand
    Marks grips_;   ///< there, at the container's name and at its first line
    Marks endings_; ///< the last lines of commands
    /// Comment lines in a row and the line below them: what all comments of a block ask.
    struct Block {
        std::uint32_t source = 0, first = 0, below = 0;
    };
    Block block_;
    std::unordered_map<std::uint64_t, std::uint32_t>
        under_; ///< last_line_under() by source and line
};

} // namespace dropcap::ignore
