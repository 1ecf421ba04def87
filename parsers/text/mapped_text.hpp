#pragma once
// Decoded text that still knows where each byte came from: through quotes, escapes, continuations
// and substituted variables.

#include "model/source.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::text {

/// A text made of pieces of a Source. Every decoded byte maps to source bytes; some pieces are
/// open: stand-ins for what is not known.
class MappedText {
  public:
    MappedText() = default;
    /// Source bytes as they are, the first of them at offset `begin`.
    MappedText(std::string_view bytes, std::uint32_t begin) { append(bytes, begin); }

    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] bool empty() const { return text_.empty(); }
    [[nodiscard]] std::size_t size() const { return text_.size(); }

    /// Adds source bytes as they are, the first of them at offset `begin`.
    void append(std::string_view bytes, std::uint32_t begin);
    /// Adds text that stands for the source bytes `from`: an escape's character, a variable's
    /// value.
    void append_replaced(std::string_view bytes, Span from, bool open = false);
    /// Adds the decoded bytes [begin, end) of another text with their places.
    void append(const MappedText& other, std::size_t begin, std::size_t end, bool open = false);

    /// The decoded bytes [begin, end) with their places.
    [[nodiscard]] MappedText slice(std::size_t begin, std::size_t end) const;
    [[nodiscard]] MappedText slice(std::size_t begin) const { return slice(begin, size()); }
    /// The source bytes of the decoded bytes [begin, end); for an empty range the empty place where
    /// it stands.
    [[nodiscard]] Span span(std::size_t begin, std::size_t end) const;
    [[nodiscard]] Span span() const { return span(0, size()); }
    /// Whether a byte of [begin, end) is open.
    [[nodiscard]] bool is_open(std::size_t begin, std::size_t end) const;
    [[nodiscard]] bool is_open() const { return is_open(0, size()); }
    /// Whether every byte is open (false for an empty text).
    [[nodiscard]] bool is_all_open() const;
    /// Whether the decoded bytes [begin, end) are in the source as one run, byte for byte.
    [[nodiscard]] bool is_verbatim(std::size_t begin, std::size_t end) const;

  private:
    struct Piece {
        std::uint32_t at;     ///< first decoded byte
        std::uint32_t begin;  ///< source offset of that byte
        std::uint32_t length; ///< source bytes the whole piece stands for; verbatim pieces: the
                              ///< same as decoded
        bool verbatim;
        bool open;
    };

    [[nodiscard]] std::size_t piece_of(std::size_t byte) const;
    [[nodiscard]] std::size_t piece_end(std::size_t index) const;
    [[nodiscard]] Span source_of(std::size_t byte) const;
    void add(std::string_view bytes, Span from, bool verbatim, bool open);

    std::string text_;
    std::vector<Piece> pieces_;
};

} // namespace dropcap::text
