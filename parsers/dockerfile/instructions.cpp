#include "parsers/dockerfile/instructions.hpp"

#include "model/ascii.hpp"
#include "parsers/dockerfile/exec_form.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace dropcap::dockerfile {

namespace {

std::size_t skip_space(std::string_view text, std::size_t at) {
    return skip_blanks(text, at, white_space);
}

struct Directive {
    std::string name;
    std::string_view value;
};

/// `# name = value`
std::optional<Directive> directive_in(std::string_view line) {
    std::size_t at = skip_space(line, 1);
    const std::size_t name = at;
    while (at < line.size() && (is_letter(line[at]) || (at > name && is_digit(line[at])))) ++at;
    const std::size_t name_end = at;
    at = skip_space(line, at);
    if (name == name_end || at >= line.size() || line[at] != '=') return std::nullopt;
    const std::string_view value = trim(line.substr(at + 1), white_space);
    if (value.empty()) return std::nullopt;
    return Directive{lowercase(std::string(line.substr(name, name_end - name))), value};
}

/// Reads a Dockerfile line by line.
class FileReader {
  public:
    explicit FileReader(std::string_view text) : text_(text) {}

    Instructions read() {
        while (at_ < text_.size()) {
            Line line = next_line();
            const std::size_t indent = skip_space(line.text, 0);
            line.text.remove_prefix(indent);
            line.begin += indent;
            possible_directive(line);
            if (line.text.starts_with('#')) {
                comment(line);
            } else if (!line.text.empty()) {
                instruction(line);
            }
        }
        return std::move(out_);
    }

  private:
    struct Line {
        std::string_view text; ///< without its line break
        std::size_t begin;
    };

    // bufio.Scanner in buildkit's parser.go, handleScannerError.
    static constexpr std::size_t longest_line = 65535;

    Line next_line() {
        const std::size_t begin = at_;
        const std::size_t end = std::min(text_.find('\n', at_), text_.size());
        at_ = std::min(end + 1, text_.size());
        if (end - begin > longest_line)
            problem(
                shown_start(begin),
                fmt::format(
                    "this line has {} bytes; BuildKit reads no Dockerfile with a line of more than {}",
                    end - begin, longest_line));
        return {trim_right(text_.substr(begin, end - begin), "\r"), begin};
    }

    /// A word's length of a line that is too long to be underlined.
    static Span shown_start(std::size_t begin) {
        constexpr std::uint32_t shown = 16;
        return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin) + shown};
    }

    static Span span_of(const Line& line) {
        return {static_cast<std::uint32_t>(line.begin),
                static_cast<std::uint32_t>(line.begin + line.text.size())};
    }

    void comment(Line line) {
        line.text = trim_right(line.text, white_space);
        out_.comments.push_back(span_of(line));
    }

    /// Directives are at the very top; the first line that is none ends them.
    void possible_directive(const Line& line) {
        if (directives_end_) return;
        const auto directive = line.text.starts_with('#') ? directive_in(line.text) : std::nullopt;
        const bool known = directive && (directive->name == "escape" ||
                                         directive->name == "syntax" || directive->name == "check");
        if (!known) {
            directives_end_ = true;
            return;
        }
        if (std::ranges::find(seen_, directive->name) != seen_.end()) {
            problem(span_of(line),
                    fmt::format("only one {} parser directive can be used", directive->name));
            return;
        }
        seen_.push_back(directive->name);
        if (directive->name == "syntax") out_.syntax = directive->value;
        if (directive->name != "escape") return;
        if (directive->value == "`" || directive->value == "\\") {
            out_.escape = directive->value[0];
        } else {
            problem(span_of(line), fmt::format("invalid escape token \"{}\": only ` and \\ can be",
                                               directive->value));
        }
    }

    /// The line without the escape character that continues it; empty where it does not continue.
    [[nodiscard]] std::optional<std::string_view> continued(std::string_view line) const {
        const std::size_t end = skip_blanks_back(line, line.size());
        if (end == 0 || line[end - 1] != out_.escape) return std::nullopt;
        if (end > 1 && line[end - 2] == out_.escape) return std::nullopt;
        return line.substr(0, end - 1);
    }

    void instruction(Line line) {
        text::MappedText joined;
        std::size_t end = line.begin + line.text.size();
        auto more = continued(line.text);
        joined.append(more.value_or(line.text), static_cast<std::uint32_t>(line.begin));
        while (more && at_ < text_.size()) {
            line = next_line();
            const std::size_t first = skip_space(line.text, 0);
            if (first == line.text.size()) continue; // an empty line vanishes
            if (line.text[first] == '#') {
                line.text.remove_prefix(first);
                line.begin += first;
                comment(line);
                continue;
            }
            end = line.begin + line.text.size();
            more = continued(line.text);
            joined.append(more.value_or(line.text), static_cast<std::uint32_t>(line.begin));
        }
        if (skip_space(joined.text(), 0) == joined.size()) return;
        Instruction read = read_instruction(joined);
        read.at.end = static_cast<std::uint32_t>(end);
        heredocs(read, joined);
        out_.list.push_back(std::move(read));
    }

    // Here-documents

    static bool may_hold_heredoc(const Instruction& instruction) {
        return instruction.keyword == "ONBUILD"
                   ? takes_heredoc(read_instruction(instruction.arguments))
                   : takes_heredoc(instruction);
    }

    static bool takes_heredoc(const Instruction& instruction) {
        const std::string& keyword = instruction.keyword;
        return (keyword == "RUN" || keyword == "COPY" || keyword == "ADD") &&
               !read_exec_form(instruction.arguments);
    }

    void heredocs(Instruction& instruction, const text::MappedText& line) {
        if (line.text().find("<<") == std::string::npos || !may_hold_heredoc(instruction)) return;
        for (HeredocStart& start : heredoc_starts(line.text())) {
            const std::size_t begin = at_;
            std::size_t end = at_;
            bool terminated = false;
            while (at_ < text_.size() && !terminated) {
                end = at_;
                terminated = ends(start, next_line().text);
            }
            if (!terminated) {
                end = at_;
                problem(instruction.at,
                        fmt::format("unterminated heredoc: no line says {}", start.name));
            }
            const text::MappedText body(text_.substr(begin, end - begin),
                                        static_cast<std::uint32_t>(begin));
            instruction.heredocs.push_back({.start = std::move(start), .body = body});
        }
    }

    static bool ends(const HeredocStart& start, std::string_view line) {
        if (start.strips_tabs) line = trim_left(line, "\t");
        return line == start.name;
    }

    void problem(Span at, std::string message) {
        out_.problems.push_back({at, std::move(message)});
    }

    std::string_view text_;
    std::size_t at_ = 0;
    bool directives_end_ = false;
    std::vector<std::string> seen_;
    Instructions out_;
};

/// Where the flag that begins at `at` ends: at the first blank outside quotes. `\` escapes here
/// whatever `# escape=` says.
std::size_t flag_end(std::string_view text, std::size_t at) {
    char quote = '\0';
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (quote == '\0' && is_space(c)) break;
        if (c == '\\') {
            ++at;
        } else if (quote == '\0' && (c == '"' || c == '\'')) {
            quote = c;
        } else if (c == quote) {
            quote = '\0';
        }
    }
    return std::min(at, text.size());
}

/// The bytes [begin, end) without quotes and escapes.
text::MappedText unquoted(const text::MappedText& line, std::size_t begin, std::size_t end) {
    text::MappedText result;
    char quote = '\0';
    for (std::size_t at = begin; at < end; ++at) {
        const char c = line.text()[at];
        if (c == '\\' && at + 1 < end) {
            ++at;
            result.append_replaced(std::string_view(line.text()).substr(at, 1),
                                   line.span(at - 1, at + 1));
        } else if (c == quote) {
            quote = '\0';
        } else if (quote == '\0' && (c == '"' || c == '\'')) {
            quote = c;
        } else {
            result.append(line, at, at + 1);
        }
    }
    return result;
}

BuildFlag flag_in(const text::MappedText& line, std::size_t begin, std::size_t end) {
    const text::MappedText word = unquoted(line, begin, end);
    const std::size_t equals = word.text().find('=');
    BuildFlag flag;
    flag.has_value = equals != std::string::npos;
    flag.name = word.text().substr(2, flag.has_value ? equals - 2 : equals);
    flag.value = word.slice(flag.has_value ? equals + 1 : word.size());
    flag.at = line.span(begin, end);
    return flag;
}

} // namespace

Instruction read_instruction(const text::MappedText& line) {
    const std::string_view text = line.text();
    Instruction result;
    const std::size_t first = skip_space(text, 0);
    std::size_t at = first;
    while (at < text.size() && !is_space(text[at])) ++at;
    result.written = text.substr(first, at - first);
    result.keyword = uppercase(result.written);
    result.keyword_at = line.span(first, at);
    result.at = line.span(first, text.size());
    at = skip_space(text, at);
    while (text.substr(at).starts_with("--")) {
        const std::size_t end = flag_end(text, at);
        const bool last = end - at == 2; // `--` alone ends the flags
        if (!last) result.flags.push_back(flag_in(line, at, end));
        at = skip_space(text, end);
        if (last) break;
    }
    result.arguments = line.slice(at, at + trim_right(text.substr(at), white_space).size());
    return result;
}

Instructions split_instructions(std::string_view text) { return FileReader(text).read(); }

} // namespace dropcap::dockerfile
