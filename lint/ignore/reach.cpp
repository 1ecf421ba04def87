#include "lint/ignore/reach.hpp"

#include "model/ascii.hpp"

#include <algorithm>

namespace dropcap::ignore {
namespace {

std::size_t indentation(std::string_view line) { return skip_blanks(line, 0, " "); }

} // namespace

bool is_comment_line(std::string_view line) {
    const std::string_view text = trim(line);
    return text.starts_with('#') || text.starts_with("//");
}

IgnoreReach::IgnoreReach(const Document& document, std::span<const Finding> findings)
    : document_(document), findings_(findings) {
    for (std::size_t finding = 0; finding < findings.size(); ++finding) note(finding);
    for (Marks* marks : {&own_, &grips_, &endings_}) std::ranges::sort(*marks);
}

void IgnoreReach::note(std::size_t finding) {
    const Finding& one = findings_[finding];
    own_.push_back({one.flag.at.source, line_of(one.flag.at), finding});
    grips_.push_back(own_.back());
    if (one.container_index == Finding::npos) return;
    const Container& container = document_.containers[one.container_index];
    for (const Place& grip : {container.name_at, container.extent})
        grips_.push_back({grip.source, line_of(grip), finding});
    if (!container.format->is_command || container.format->starts_own_image) return;
    // A command that goes on over several lines takes a comment above its first line or behind its
    // last: between them none can stand.
    const Place end{container.extent.source,
                    {container.extent.span.end, container.extent.span.end}};
    endings_.push_back({end.source, line_of(end), finding});
}

/// The first line below `line` that is no comment.
std::uint32_t IgnoreReach::below_comments(const Place& at, std::uint32_t line) {
    const bool is_known = block_.source == at.source && block_.first <= line && line < block_.below;
    if (is_known) return block_.below;
    const Source& source = document_.source(at);
    block_ = {at.source, line, line + 1};
    while (block_.below <= source.line_count() && is_comment_line(source.line(block_.below)))
        ++block_.below;
    return block_.below;
}

/// The last of the lines that hang under the YAML key on line `key`, as indentation says it:
/// `cap_add:` is the parent of its items, also where their dashes stand straight below it.
std::uint32_t IgnoreReach::last_line_under(const Place& at, std::uint32_t key) {
    const auto [known, is_new] = under_.try_emplace(std::uint64_t{at.source} << 32U | key, key);
    if (!is_new) return known->second;
    const Source& source = document_.source(at);
    const std::size_t outer = indentation(source.line(key));
    const bool key_is_item = trim(source.line(key)).starts_with("- ");
    for (std::uint32_t line = key + 1; line <= source.line_count(); ++line) {
        const std::string_view text = trim(source.line(line));
        const std::size_t inner = indentation(source.line(line));
        const bool is_idle = text.empty() || text.starts_with('#');
        if (!is_idle &&
            (inner < outer || (inner == outer && (key_is_item || !text.starts_with('-')))))
            break;
        known->second = line;
    }
    return known->second;
}

/// Next to or above a key of the container that a finding hangs under, such as `cap_add:` or
/// `securityContext:`.
void IgnoreReach::add_at_parent(const Ignore& ignore, std::uint32_t line,
                                std::vector<std::size_t>& found) {
    const Source& source = document_.source(ignore.at);
    const std::uint32_t key = ignore.own_line ? below_comments(ignore.at, line) : line;
    if (trim(source.line(key)).empty()) return;
    const auto reached = [&](std::uint32_t at) { return Mark{ignore.at.source, at, 0}; };
    const auto first = std::ranges::lower_bound(own_, reached(key + 1));
    // Comments stand next to everything in the world and mostly hide what is on their line: nothing
    // below is looked at for nothing.
    if (first == own_.end() || first->source != ignore.at.source) return;
    const auto last = std::ranges::lower_bound(own_, reached(last_line_under(ignore.at, key) + 1));
    for (auto mark = first; mark < last; ++mark) {
        const Finding& finding = findings_[mark->finding];
        if (finding.container_index == Finding::npos) continue;
        const Container& container = document_.containers[finding.container_index];
        if (container.format->nested_keys && container.extent.source == ignore.at.source &&
            container.extent.span.contains(ignore.at.span.begin))
            found.push_back(mark->finding);
    }
}

std::vector<std::size_t> IgnoreReach::findings_of(const Ignore& ignore) {
    std::vector<std::size_t> found;
    const auto add = [&](const Marks& marks, std::uint32_t from, std::uint32_t to) {
        const auto first = std::ranges::lower_bound(marks, Mark{ignore.at.source, from, 0});
        for (auto mark = first;
             mark != marks.end() && mark->source == ignore.at.source && mark->line <= to; ++mark)
            found.push_back(mark->finding);
    };
    if (ignore.whole_file) {
        add(own_, 0, ~std::uint32_t{0});
        return found;
    }
    const std::uint32_t line = line_of(ignore.at);
    add(grips_, line, ignore.own_line ? below_comments(ignore.at, line) : line);
    add(endings_, line, line);
    add_at_parent(ignore, line, found);
    return found;
}

} // namespace dropcap::ignore
