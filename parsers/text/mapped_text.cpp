#include "parsers/text/mapped_text.hpp"

#include <algorithm>

namespace dropcap::text {

void MappedText::add(std::string_view bytes, Span from, bool verbatim, bool open) {
    if (bytes.empty()) return;
    const auto at = static_cast<std::uint32_t>(text_.size());
    text_ += bytes;
    if (verbatim && !pieces_.empty()) {
        Piece& last = pieces_.back();
        if (last.verbatim && last.open == open && last.begin + last.length == from.begin) {
            last.length += from.size();
            return;
        }
    }
    pieces_.push_back({at, from.begin, from.size(), verbatim, open});
}

void MappedText::append(std::string_view bytes, std::uint32_t begin) {
    add(bytes, {begin, begin + static_cast<std::uint32_t>(bytes.size())}, true, false);
}

void MappedText::append_replaced(std::string_view bytes, Span from, bool open) {
    add(bytes, from, false, open);
}

void MappedText::append(const MappedText& other, std::size_t begin, std::size_t end, bool open) {
    if (begin >= end) return;
    for (std::size_t index = other.piece_of(begin);
         index < other.pieces_.size() && other.pieces_[index].at < end; ++index) {
        const Piece& piece = other.pieces_[index];
        const std::size_t first = std::max<std::size_t>(begin, piece.at);
        const std::size_t last = std::min(end, other.piece_end(index));
        const std::string_view bytes = std::string_view(other.text_).substr(first, last - first);
        const auto skipped = static_cast<std::uint32_t>(piece.verbatim ? first - piece.at : 0);
        const auto length =
            piece.verbatim ? static_cast<std::uint32_t>(bytes.size()) : piece.length;
        add(bytes, {piece.begin + skipped, piece.begin + skipped + length}, piece.verbatim,
            open || piece.open);
    }
}

MappedText MappedText::slice(std::size_t begin, std::size_t end) const {
    MappedText part;
    part.append(*this, std::min(begin, size()), std::min(end, size()));
    return part;
}

Span MappedText::span(std::size_t begin, std::size_t end) const {
    if (pieces_.empty()) return {};
    begin = std::min(begin, size());
    end = std::clamp(end, begin, size());
    if (begin == end) {
        const std::uint32_t at =
            begin < size() ? source_of(begin).begin : source_of(size() - 1).end;
        return {at, at};
    }
    return {source_of(begin).begin, source_of(end - 1).end};
}

bool MappedText::is_open(std::size_t begin, std::size_t end) const {
    if (begin >= end) return false;
    for (std::size_t index = piece_of(begin); index < pieces_.size() && pieces_[index].at < end;
         ++index)
        if (pieces_[index].open) return true;
    return false;
}

bool MappedText::is_all_open() const {
    return !pieces_.empty() &&
           std::ranges::all_of(pieces_, [](const Piece& piece) { return piece.open; });
}

bool MappedText::is_verbatim(std::size_t begin, std::size_t end) const {
    if (begin >= end) return true;
    const Piece& piece = pieces_[piece_of(begin)];
    return piece.verbatim && end <= std::size_t{piece.at} + piece.length;
}

std::size_t MappedText::piece_of(std::size_t byte) const {
    const auto after = std::ranges::upper_bound(
        pieces_, byte, {}, [](const Piece& piece) { return std::size_t{piece.at}; });
    return static_cast<std::size_t>(after - pieces_.begin()) - 1;
}

std::size_t MappedText::piece_end(std::size_t index) const {
    return index + 1 < pieces_.size() ? pieces_[index + 1].at : text_.size();
}

Span MappedText::source_of(std::size_t byte) const {
    const Piece& piece = pieces_[piece_of(byte)];
    if (!piece.verbatim) return {piece.begin, piece.begin + piece.length};
    const std::uint32_t at = piece.begin + static_cast<std::uint32_t>(byte - piece.at);
    return {at, at + 1};
}

} // namespace dropcap::text
