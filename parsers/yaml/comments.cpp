#include "parsers/yaml/comments.hpp"

#include "model/ascii.hpp"
#include "parsers/yaml/extent.hpp"

#include <cstring>

namespace dropcap::yaml {

CommentFinder::CommentFinder(std::string_view document, std::uint32_t offset, std::uint32_t source,
                             std::vector<Comment>& found)
    : document_(document), offset_(offset), source_(source), found_(found) {
    for (std::size_t at = document.find('#'); at != std::string_view::npos;
         at = document.find('#', at + 1))
        if (at == 0 || is_blank_or_break(document[at - 1]))
            hashes_.push_back(static_cast<std::uint32_t>(at));
}

void CommentFinder::pass_scalar(std::size_t begin, std::size_t end) {
    for (; next_ < hashes_.size() && hashes_[next_] < end; ++next_) {
        const std::size_t hash = hashes_[next_];
        if (hash >= begin || hash < covered_) continue;
        covered_ = hash;
        while (covered_ < document_.size() && !is_break(document_[covered_])) ++covered_;
        const std::size_t before = skip_blanks_back(document_, hash);
        const bool own_line = before == 0 || is_break(document_[before - 1]);
        found_.push_back(
            {.at = {.source = source_, .span = span_of(offset_ + hash, offset_ + covered_)},
             .own_line = own_line});
    }
}

} // namespace dropcap::yaml
