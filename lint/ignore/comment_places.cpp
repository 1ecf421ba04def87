#include "lint/ignore/comment_places.hpp"

#include "model/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace dropcap::ignore {
namespace {

struct Insertion {
    std::size_t at;
    std::string text;
};

class Editor {
  public:
    Editor(const Source& source, const std::vector<Ignore>& existing, std::string_view reason)
        : source_(source), reason_(reason) {
        for (const Ignore& ignore : existing) {
            if (ignore.at.source != 0 || ignore.mistake || ignore.until) continue;
            if (!ignore.whole_file)
                by_line_.emplace(source.position(ignore.at.span.begin).line, &ignore);
            else if (of_file_ == nullptr)
                of_file_ = &ignore;
        }
    }

    void add(const NewComment& comment) {
        if (const Ignore* const found = existing_at(comment.place))
            return extend(*found, comment.rules);
        switch (comment.place.kind) {
        case CommentPlace::Kind::above:
            return add_above(comment.place.line, directive("ignore", comment.rules));
        case CommentPlace::Kind::beside:
            return add_beside(comment.place.line, directive("ignore", comment.rules));
        case CommentPlace::Kind::file:
            return add_above(line_for_the_file(), directive("ignore-file", comment.rules));
        }
    }

    std::string text() {
        std::ranges::stable_sort(insertions_, {}, &Insertion::at);
        const std::string_view before = source_.text();
        std::string after;
        std::size_t from = 0;
        for (const Insertion& insertion : insertions_) {
            after += before.substr(from, insertion.at - from);
            after += insertion.text;
            from = insertion.at;
        }
        return after += before.substr(from);
    }

  private:
    /// A comment without a date that already counts at `place`.
    [[nodiscard]] const Ignore* existing_at(CommentPlace place) const {
        if (place.kind == CommentPlace::Kind::file) return of_file_;
        const auto on_line = [&](std::uint32_t line) -> const Ignore* {
            const auto found = by_line_.find(line);
            return found == by_line_.end() ? nullptr : found->second;
        };
        const Ignore* const above =
            place.kind == CommentPlace::Kind::above ? on_line(place.line - 1) : nullptr;
        return above != nullptr && above->own_line ? above : on_line(place.line);
    }

    void extend(const Ignore& ignore, const std::vector<std::string_view>& rules) {
        std::string more;
        for (const std::string_view rule : rules)
            if (std::ranges::find(ignore.rules, rule, &IgnoredRule::id) == ignore.rules.end())
                more += fmt::format(", {}", rule);
        if (!more.empty())
            insertions_.push_back({ignore.rules.back().at.span.end, std::move(more)});
    }

    [[nodiscard]] std::string directive(std::string_view word,
                                        const std::vector<std::string_view>& rules) const {
        return fmt::format("# dropcap: {}[{}] {}", word, fmt::join(rules, ", "), reason_);
    }

    /// The break that the file's lines end with.
    [[nodiscard]] std::string_view line_break() const {
        const std::string_view text = source_.text();
        const auto at = text.find_first_of("\r\n");
        if (at == std::string_view::npos) return "\n";
        return text.substr(at).starts_with("\r\n") ? "\r\n" : text.substr(at, 1);
    }

    void add_above(std::uint32_t line, const std::string& comment) {
        const std::string_view text = source_.line(line);
        const std::string_view indent = text.substr(0, skip_blanks(text, 0));
        insertions_.push_back(
            {source_.line_span(line).begin, fmt::format("{}{}{}", indent, comment, line_break())});
    }

    void add_beside(std::uint32_t line, const std::string& comment) {
        const Span span = source_.line_span(line);
        const bool spaced = source_.line(line).ends_with(' ') || source_.line(line).ends_with('\t');
        insertions_.push_back({span.end, (spaced ? "" : "  ") + comment});
    }

    /// Behind the comment lines at the top: what a `#!` line or a Dockerfile's directives say, they
    /// say only there.
    [[nodiscard]] std::uint32_t line_for_the_file() const {
        std::uint32_t line = 1;
        while (line < source_.line_count() && source_.line(line).starts_with('#')) ++line;
        return line;
    }

    const Source& source_;
    std::unordered_map<std::uint32_t, const Ignore*>
        by_line_;                     ///< comments without a date that count already
    const Ignore* of_file_ = nullptr; ///< the same for the whole file
    std::string_view reason_;
    std::vector<Insertion> insertions_;
};

} // namespace

std::string with_comments(const Source& source, const std::vector<Ignore>& existing,
                          const std::vector<NewComment>& comments, std::string_view reason) {
    Editor editor(source, existing, reason);
    for (const NewComment& comment : comments) editor.add(comment);
    return editor.text();
}

} // namespace dropcap::ignore
