// Markdown: the commands in fenced blocks. In a block of shell text every line counts; in a console
// session, and in a block that does not say what it holds, only what is behind a prompt.
// Documents show fragments and placeholders, so that what does not parse is not reported.

#include "model/ascii.hpp"
#include "parsers/command/script.hpp"
#include "parsers/command/wording.hpp"
#include "parsers/format/file_kind.hpp"

#include <algorithm>
#include <array>

namespace dropcap::hosts {

namespace {

std::size_t line_end(std::string_view text, std::size_t at) {
    return std::min(text.find('\n', at), text.size());
}

/// The line without its line break.
std::string_view line_at(std::string_view text, std::size_t at) {
    std::string_view line = text.substr(at, line_end(text, at) - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

struct Fence {
    char mark = '`';
    std::size_t length = 0;
    std::size_t indent = 0;
    std::string_view language; ///< the first word behind the marks
};

/// Three or more backquotes or tildes, in a list or a quotation too; what is behind them says what
/// the block holds.
std::optional<Fence> opening_fence(std::string_view line) {
    const std::size_t first = line.find_first_not_of(" \t>");
    if (first == std::string_view::npos || (line[first] != '`' && line[first] != '~'))
        return std::nullopt;
    const std::size_t behind = std::min(line.find_first_not_of(line[first], first), line.size());
    if (behind - first < 3) return std::nullopt;
    std::string_view info = line.substr(behind);
    if (line[first] == '`' && info.find('`') != std::string_view::npos) return std::nullopt;
    info = trim_left(info, " \t{.");
    return Fence{line[first], behind - first, first, info.substr(0, info.find_first_of(" \t,}:"))};
}

bool closes(std::string_view line, const Fence& fence) {
    const auto inner = opening_fence(line);
    return inner && inner->mark == fence.mark && inner->length >= fence.length &&
           inner->language.empty();
}

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
    return std::ranges::any_of(words, [&](std::string_view known) {
        return std::ranges::equal(word, known, {}, to_lower);
    });
}

constexpr std::array<std::string_view, 6> shells = {"sh", "bash", "shell", "zsh", "ksh", "dash"};
constexpr std::array<std::string_view, 6> sessions = {
    "", "console", "shell-session", "shellsession", "sh-session", "terminal"};

/// Where the command behind a prompt begins: `$ `, `user@host:~$ `. A `#` begins a comment more
/// often than it is root's prompt.
std::optional<std::size_t> behind_prompt(std::string_view line) {
    const std::size_t first = skip_blanks(line, 0);
    const std::size_t mark = line.find("$ ", first);
    if (mark == std::string_view::npos) return std::nullopt;
    const std::string_view before = line.substr(first, mark - first);
    if (!before.empty() &&
        (before.find('@') == std::string_view::npos || before.find(' ') != std::string_view::npos))
        return std::nullopt;
    return mark + 2;
}

bool is_comment(std::string_view line) { return trim_left(line, space_or_tab).starts_with('#'); }

bool is_placeholder_char(char c) {
    return is_alphanumeric(c) || std::string_view("_-. /:|").find(c) != std::string_view::npos;
}

/// `<image>` as one unresolved word: the shell's reader would take it for a redirection.
void append_with_placeholders(std::string_view line, std::uint32_t begin, text::MappedText& out) {
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t open = line.find('<', at);
        std::size_t close = open == std::string_view::npos ? open : open + 1;
        while (close < line.size() && is_placeholder_char(line[close])) ++close;
        const bool is_one =
            close < line.size() && line[close] == '>' && close > open + 1 && line[open + 1] != ' ';
        const std::size_t end = is_one                           ? open
                                : open == std::string_view::npos ? line.size()
                                                                 : open + 1;
        out.append(line.substr(at, end - at), begin + static_cast<std::uint32_t>(at));
        at = end;
        if (!is_one) continue;
        const std::string word =
            "${<" + std::string(line.substr(open + 1, close - open - 1)) + ">}";
        out.append_replaced(word,
                            {begin + static_cast<std::uint32_t>(open),
                             begin + static_cast<std::uint32_t>(close + 1)},
                            true);
        at = close + 1;
    }
}

/// A command that only shows how one is made: `docker run [OPTIONS] IMAGE`, `docker run
/// --privileged ...`.
bool is_outline(const Container& container) {
    const auto is_gap = [](std::string_view word) {
        return word.starts_with('[') || word.starts_with("...") || word.starts_with("…");
    };
    const auto* const image = container.image ? container.image->known() : nullptr;
    return !container.problems.empty() || is_gap(container.name) ||
           (image != nullptr && (is_gap(*image) || image->find('[') != std::string::npos));
}

/// A placeholder's text as the document has it.
std::string as_written(std::string text) {
    for (std::size_t at = text.find("${<"); at != std::string::npos; at = text.find("${<", at)) {
        const std::size_t close = text.find(">}", at);
        if (close == std::string::npos) break;
        text.erase(close + 1, 1);
        text.erase(at, 2);
    }
    return text;
}

void restore_placeholders(Container& container) {
    const auto restore = [](Fact<std::string>& fact) {
        if (const Unresolved* const open = fact.unresolved())
            fact.value = Unresolved{as_written(open->text), as_written(open->why)};
    };
    container.name = as_written(std::move(container.name));
    if (container.image) restore(*container.image);
    std::ranges::for_each(container.add.words, restore);
    std::ranges::for_each(container.drop.words, restore);
}

class MarkdownReader {
  public:
    MarkdownReader(const std::shared_ptr<const Source>& source, const format::ParseOptions& options)
        : text_(source->text()) {
        document_.sources.push_back(source);
        context_.command.engine = options.engine;
        context_.command.why_open = "left to the reader";
        context_.keeps_problems = false;
    }

    Document read() {
        for (std::size_t at = 0; at < text_.size();) {
            const std::string_view line = line_at(text_, at);
            const std::size_t next = line_end(text_, at) + 1;
            if (const auto fence = opening_fence(line)) {
                at = read_block(*fence, next);
                continue;
            }
            take_comment(line, at);
            at = next;
        }
        std::erase_if(document_.containers, is_outline);
        std::ranges::for_each(document_.containers, restore_placeholders);
        return std::move(document_);
    }

  private:
    /// `<!-- # dropcap: … -->` on a line of its own: the words inside.
    void take_comment(std::string_view line, std::size_t begin) {
        const std::size_t open = line.find("<!--");
        const std::size_t close = line.find("-->", open == std::string_view::npos ? 0 : open);
        if (open == std::string_view::npos || close == std::string_view::npos) return;
        const std::size_t end = open + trim_right(line.substr(open, close - open), " ").size();
        const bool alone = skip_blanks(line, 0) == open;
        document_.comments.push_back({.at = {0,
                                             {static_cast<std::uint32_t>(begin + open),
                                              static_cast<std::uint32_t>(begin + end)}},
                                      .own_line = alone});
    }

    /// Reads the lines from `at` to the fence's end; returns where the text goes on.
    std::size_t read_block(const Fence& fence, std::size_t at) {
        std::vector<std::size_t> lines;
        while (at < text_.size() && !closes(line_at(text_, at), fence)) {
            lines.push_back(at);
            at = line_end(text_, at) + 1;
        }
        const bool prompts = std::ranges::any_of(lines, [&](std::size_t line) {
            return behind_prompt(line_at(text_, line)).has_value();
        });
        if (prompts && (is_one_of(fence.language, sessions) || is_one_of(fence.language, shells)))
            read_session(lines);
        else if (is_one_of(fence.language, shells))
            read_text(lines, fence.indent);
        return at < text_.size() ? line_end(text_, at) + 1 : at;
    }

    void read_text(const std::vector<std::size_t>& lines, std::size_t indent) {
        text::MappedText script;
        for (const std::size_t begin : lines) {
            const std::string_view line = line_at(text_, begin);
            const std::size_t cut = std::min(skip_blanks(line, 0, " \t>"), indent);
            append_line(script, line.substr(cut), begin + cut);
        }
        command::read_script(script, context_, document_);
    }

    void read_session(const std::vector<std::size_t>& lines) {
        bool goes_on = false;
        text::MappedText script;
        for (const std::size_t begin : lines) {
            const std::string_view line = line_at(text_, begin);
            const bool comment = !goes_on && is_comment(line);
            std::size_t from = comment ? 0 : behind_prompt(line).value_or(std::string_view::npos);
            if (goes_on) {
                from = skip_blanks(line, 0);
                if (line.substr(from).starts_with("> ")) from += 2;
            }
            if (from == std::string_view::npos) continue;
            append_line(script, line.substr(from), begin + from);
            goes_on = !comment && line.ends_with('\\');
        }
        command::read_script(script, context_, document_);
    }

    static void append_line(text::MappedText& script, std::string_view line, std::size_t begin) {
        append_with_placeholders(line, static_cast<std::uint32_t>(begin), script);
        const auto end = static_cast<std::uint32_t>(begin + line.size());
        script.append_replaced("\n", {end, end});
    }

    std::string_view text_;
    Document document_;
    command::ScriptContext context_;
};

Document parse_markdown(const std::shared_ptr<const Source>& source,
                        const format::ParseOptions& options) {
    return MarkdownReader(source, options).read();
}

bool may_be_markdown(const format::FileInfo& file) {
    return file.name().ends_with(".md") || file.name().ends_with(".markdown");
}

bool is_markdown(const format::FileInfo& file) { return file.has_name(); }

} // namespace

extern constinit const format::FileKind markdown;
constinit const format::FileKind markdown{.title = "a Markdown document",
                                          .format = command::command_format,
                                          .scan = format::Scan::docs,
                                          .may_be = may_be_markdown,
                                          .is = is_markdown,
                                          .parse = parse_markdown};

} // namespace dropcap::hosts
