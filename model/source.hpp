#pragma once
// A text and places in it. Inside dropcap a place is a byte range; line and column exist only at
// the edge, in Source::position().

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap {

/// Half-open byte range [begin, end) in a Source's text.
struct Span {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    [[nodiscard]] constexpr std::uint32_t size() const { return end - begin; }
    [[nodiscard]] constexpr bool empty() const { return begin == end; }
    [[nodiscard]] constexpr bool contains(std::uint32_t offset) const {
        return begin <= offset && offset < end;
    }
    friend constexpr bool operator==(const Span&, const Span&) = default;
    friend constexpr auto operator<=>(const Span&, const Span&) = default;
};

/// 1-based line and 1-based column, the column counted in Unicode code points (SARIF: columnKind
/// unicodeCodePoints).
struct Position {
    std::uint32_t line = 1;
    std::uint32_t column = 1;

    friend constexpr bool operator==(const Position&, const Position&) = default;
    friend constexpr auto operator<=>(const Position&, const Position&) = default;
};

/// A span in one of a Document's sources: `source` is an index into Document::sources (0 is the
/// file that was named).
struct Place {
    std::uint32_t source = 0;
    Span span;

    friend constexpr bool operator==(const Place&, const Place&) = default;
    friend constexpr auto operator<=>(const Place&, const Place&) = default;
};

/// One file's text as UTF-8 without byte order mark, and the name it is reported under.
/// Not thread-safe, not even position(): a Source belongs to the worker that reads it (what was
/// counted is remembered).
class Source {
  public:
    Source(std::string path, std::string text) : path_(std::move(path)), text_(std::move(text)) {}

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::string_view text() const { return text_; }
    /// The bytes of `span`, clipped to the text.
    [[nodiscard]] std::string_view slice(Span span) const;
    /// Line and column of a byte offset; an offset past the end is the end.
    [[nodiscard]] Position position(std::uint32_t offset) const;
    /// The bytes of 1-based `line` without its line break; empty past the last line.
    [[nodiscard]] std::string_view line(std::uint32_t line) const;
    /// The span of 1-based `line` without its line break.
    [[nodiscard]] Span line_span(std::uint32_t line) const;
    /// How many lines the text has; at least 1.
    [[nodiscard]] std::uint32_t line_count() const;

  private:
    const std::vector<std::uint32_t>& line_starts() const;
    std::uint32_t points_before(std::uint32_t offset) const;

    std::string path_;
    std::string text_;
    mutable std::vector<std::uint32_t> line_starts_;  ///< built on first use
    mutable std::vector<std::uint32_t> block_points_; ///< code points before each block of bytes;
                                                      ///< built when a long line asks for it
};

/// Raw file bytes as UTF-8 without byte order mark: UTF-8, UTF-16 and UTF-32 with BOM, UTF-16/32
/// without one where the first characters are ASCII. Bytes in no known encoding are returned as
/// they are (the parsers say where they are not UTF-8).
[[nodiscard]] std::string to_utf8(std::string bytes);

} // namespace dropcap
