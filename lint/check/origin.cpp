#include "lint/check/origin.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace dropcap::check {
namespace {

/// Behind the indentation and dashes that a place may begin with.
std::uint32_t skip_to_content(const Source& source, Span span) {
    const std::string_view text = source.text();
    std::uint32_t at = span.begin;
    while (at < span.end && (text[at] == ' ' || text[at] == '-') && at + 1 < text.size()) ++at;
    return at;
}

/// A word's place in a line that is not the same as the one it was printed in.
std::optional<Span> word_in(std::string_view line, std::uint32_t begin, std::string_view printed,
                            std::size_t at, std::size_t size) {
    const auto span = [&](std::size_t offset) {
        const auto first = static_cast<std::uint32_t>(begin + offset);
        return Span{first, first + static_cast<std::uint32_t>(size)};
    };
    const std::size_t same =
        static_cast<std::size_t>(std::ranges::mismatch(line, printed).in1 - line.begin());
    if (at + size <= same) return span(at);
    const std::string_view word = printed.substr(at, size);
    const std::size_t found = word.empty() ? std::string_view::npos : line.find(word);
    if (found == std::string_view::npos || line.find(word, found + 1) != std::string_view::npos)
        return std::nullopt;
    return span(found);
}

Span first_line(const Source& source) { return source.line_span(1); }

} // namespace

Origins::Origins(std::shared_ptr<const Source> rendered, std::shared_ptr<const Source> home,
                 const std::vector<std::shared_ptr<const Source>>& files, std::string program)
    : rendered_(std::move(rendered)), home_(std::move(home)), program_(std::move(program)),
      lines_(rendered_) {
    files_.reserve(files.size());
    for (const auto& file : files) files_.emplace_back(file);
}

/// The likeliest line of all files by `look`; of equally likely ones the first file's.
template <class Look>
Origins::Found Origins::find(Look look) const {
    Found found;
    Likeness best = 0;
    for (const Outline& file : files_) {
        const std::optional<Outline::Match> match = look(file);
        if (!match || match->likeness <= best) continue;
        best = match->likeness;
        found = {&file, match->line};
    }
    return found;
}

Origins::Found Origins::find_line(LineIndex line) const {
    return find([&](const Outline& file) { return file.origin_of(lines_, line); });
}

Shown Origins::shown_at(const Found& found, LineIndex line, Span word) const {
    const Source& source = found.file->source();
    const Span printed = lines_.line(line).content;
    const std::string_view own = found.file->text(found.line);
    const std::uint32_t begin = found.file->line(found.line).content.begin;
    const Span whole{begin, begin + static_cast<std::uint32_t>(own.size())};
    const auto at =
        word_in(own, begin, rendered_->slice(printed), word.begin - printed.begin, word.size());
    const bool is_written = !found.file->line(found.line).templated && at;
    return {&source, at.value_or(whole), is_written ? Sureness::exact : Sureness::filled,
            std::string(rendered_->slice(printed))};
}

Shown Origins::shown_around(LineIndex line) const {
    std::string text(rendered_->slice(lines_.line(line).content));
    for (LineIndex at = line; at != no_line; at = lines_.line(at).parent) {
        for (const LineIndex near : {lines_.item_name(at), lines_.line(at).parent}) {
            const Found found = near == no_line || near == line ? Found{} : find_line(near);
            if (found.file == nullptr) continue;
            const std::uint32_t begin = found.file->line(found.line).content.begin;
            const Span span{
                begin, begin + static_cast<std::uint32_t>(found.file->text(found.line).size())};
            return {&found.file->source(), span, Sureness::around, std::move(text)};
        }
    }
    return {home_.get(), first_line(*home_), Sureness::none, std::move(text)};
}

Shown Origins::shown(Span span) const {
    const std::uint32_t begin = skip_to_content(*rendered_, span);
    const LineIndex line = lines_.at(begin);
    if (line == no_line) return {home_.get(), first_line(*home_), Sureness::none, {}};
    const Span word{begin, std::clamp(span.end, begin, lines_.line(line).content.end)};
    if (const Found found = find_line(line); found.file != nullptr)
        return shown_at(found, line, word);
    const Found flow = find([&](const Outline& file) { return file.flow_origin_of(lines_, line); });
    return flow.file != nullptr ? shown_at(flow, line, word) : shown_around(line);
}

std::string Origins::explanation(const Shown& shown) const {
    switch (shown.sureness) {
    case Sureness::exact: return {};
    case Sureness::filled:
        return fmt::format("`{}` makes this line `{}`", program_, shown.rendered);
    case Sureness::around:
        return fmt::format("`{}` prints `{}` below this line", program_, shown.rendered);
    case Sureness::none:
        return fmt::format("`{}` prints `{}`; which line that comes from is not known", program_,
                           shown.rendered);
    }
    return {};
}

} // namespace dropcap::check
