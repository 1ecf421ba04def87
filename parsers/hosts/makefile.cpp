// Makefiles: the recipes, after make has put its variables in. Variables that the file sets once
// and outside of conditions are known; all others are open.

#include "model/ascii.hpp"
#include "parsers/command/script.hpp"
#include "parsers/command/wording.hpp"
#include "parsers/format/file_kind.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace dropcap::hosts {

namespace {

/// `A = $(B)`, `B = $(C)` …: deeper than this no one writes.
constexpr int deepest_variable = 8;
/// What the variables of one recipe line may be: `A = $(B)$(B)`, `B = $(C)$(C)` … doubles with
/// each line.
constexpr std::size_t longest_line = 65536;

/// A variable's value, or nothing where the file does not settle it.
using Variables = std::map<std::string, std::optional<std::string>, std::less<>>;

struct Line {
    std::size_t begin; ///< of the text
    std::size_t end;   ///< before the line break; of the last line where backslashes join several
};

/// The line at `begin` with those that a backslash at its end joins to it.
Line logical_line(std::string_view text, std::size_t begin) {
    std::size_t end = begin;
    while (true) {
        end = std::min(text.find('\n', end), text.size());
        std::size_t last = end;
        if (last > begin && text[last - 1] == '\r') --last;
        if (end == text.size() || last == begin || text[last - 1] != '\\') return {begin, end};
        ++end;
    }
}

/// `NAME = value` and its kin, taken apart.
struct Assignment {
    std::string_view name;
    std::string_view value;
    bool appends = false;
};

std::optional<Assignment> read_assignment(std::string_view line) {
    for (const std::string_view word : {"export ", "override ", "private "})
        if (line.starts_with(word)) line = trim(line.substr(word.size()));
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos || equals == 0) return std::nullopt;
    std::size_t name_end = equals;
    while (name_end > 0 && is_in(line[name_end - 1], ":?+!")) --name_end;
    const std::string_view name = trim(line.substr(0, name_end));
    if (name.empty() || name.find_first_of(" \t:#$()") != std::string_view::npos)
        return std::nullopt;
    return Assignment{name, trim(line.substr(equals + 1)),
                      name_end < equals && line[name_end] == '+'};
}

/// The value without a comment behind it, its joined lines as one.
std::string value_text(std::string_view value) {
    std::string text;
    for (std::size_t at = 0; at < value.size(); ++at) {
        if (value[at] == '#') break;
        if (value[at] == '\\' && at + 1 < value.size() &&
            (value[at + 1] == '\n' || value.substr(at + 1, 2) == "\r\n")) {
            at = skip_blanks(value, at + 1, blank_or_break) - 1;
            text += ' ';
        } else {
            text += value[at];
        }
    }
    return std::string(trim(text));
}

class MakefileReader {
  public:
    MakefileReader(const std::shared_ptr<const Source>& source, const format::ParseOptions& options)
        : text_(source->text()) {
        document_.sources.push_back(source);
        context_.command.engine = options.engine;
        context_.command.why_open = "set outside this Makefile, or in more than one place";
        context_.keeps_problems = false;
    }

    Document read() {
        each_line([&](const Line& line) { note_variable(line); });
        target_.clear();
        each_line([&](const Line& line) { read_line(line); });
        return std::move(document_);
    }

  private:
    template <class Take>
    void each_line(const Take& take) {
        conditions_ = 0;
        std::size_t defines = 0;
        for (std::size_t at = 0; at < text_.size();) {
            const Line line = logical_line(text_, at);
            at = line.end + 1;
            const std::string_view words = trim(text_.substr(line.begin, line.end - line.begin));
            if (words.starts_with("define ")) {
                ++defines;
            } else if (words.starts_with("endef")) {
                defines -= defines > 0 ? 1U : 0U;
            } else if (words.starts_with("if") && is_condition(words)) {
                ++conditions_;
            } else if (words.starts_with("endif")) {
                conditions_ -= conditions_ > 0 ? 1U : 0U;
            } else if (defines == 0) {
                take(line);
            }
        }
    }

    static bool is_condition(std::string_view words) {
        for (const std::string_view word : {"ifeq", "ifneq", "ifdef", "ifndef"})
            if (words.starts_with(word)) return true;
        return false;
    }

    [[nodiscard]] bool is_recipe(const Line& line) const {
        return line.begin < text_.size() && text_[line.begin] == '\t';
    }

    void note_variable(const Line& line) {
        if (is_recipe(line)) return;
        const auto assignment =
            read_assignment(trim(text_.substr(line.begin, line.end - line.begin)));
        if (!assignment) return note_target_variable(line);
        const auto [variable, is_new] = variables_.try_emplace(std::string(assignment->name));
        if (is_new && conditions_ == 0 && !assignment->appends)
            variable->second = value_text(assignment->value);
        else
            variable->second.reset();
    }

    /// `target: NAME = value`: for one target only, so that the variable is open.
    void note_target_variable(const Line& line) {
        const std::string_view words = text_.substr(line.begin, line.end - line.begin);
        const std::size_t colon = words.find(':');
        if (colon == std::string_view::npos) return;
        if (const auto assignment = read_assignment(trim(words.substr(colon + 1))))
            variables_[std::string(assignment->name)].reset();
    }

    void read_line(const Line& line) {
        const std::string_view words = text_.substr(line.begin, line.end - line.begin);
        if (is_recipe(line)) return read_recipe(line.begin + 1, line.end);
        const std::string_view content = trim(words);
        if (content.starts_with('#')) {
            const auto begin = static_cast<std::uint32_t>(content.data() - text_.data());
            document_.comments.push_back(
                {.at = {0, {begin, begin + static_cast<std::uint32_t>(content.size())}},
                 .own_line = true});
            return;
        }
        const std::size_t colon = words.find(':');
        if (content.empty() || colon == std::string_view::npos || read_assignment(content)) return;
        target_ = trim(words.substr(0, colon));
        const std::size_t semicolon = words.find(';', colon);
        if (semicolon != std::string_view::npos) read_recipe(line.begin + semicolon + 1, line.end);
    }

    void read_recipe(std::size_t begin, std::size_t end) {
        begin = std::min(text_.find_first_not_of("@-+ \t", begin), end);
        text::MappedText recipe;
        expand(text_.substr(begin, end - begin), static_cast<std::uint32_t>(begin), recipe);
        const std::size_t first = document_.containers.size();
        command::read_script(recipe, context_, document_);
        for (std::size_t index = first; index < document_.containers.size(); ++index)
            if (!target_.empty())
                document_.containers[index].object = fmt::format("target/{}", target_);
    }

    /// `written`, which begins at byte `begin` of the file, as the shell gets it.
    void expand(std::string_view written, std::uint32_t begin, text::MappedText& out) const {
        for (std::size_t at = 0; at < written.size();) {
            const std::size_t dollar = std::min(written.find('$', at), written.size());
            out.append(written.substr(at, dollar - at), begin + static_cast<std::uint32_t>(at));
            if (dollar == written.size()) return;
            const std::size_t end = reference_end(written, dollar);
            const std::string_view reference = written.substr(dollar, end - dollar);
            const Span from{begin + static_cast<std::uint32_t>(dollar),
                            begin + static_cast<std::uint32_t>(end)};
            if (reference == "$$")
                out.append_replaced("$", from);
            else if (const auto value = value_of(reference, 0))
                out.append_replaced(*value, from);
            else
                out.append_replaced(as_open(reference), from, true);
            at = end;
        }
    }

    /// Behind `$$`, `$X`, `$(…)` or `${…}`.
    static std::size_t reference_end(std::string_view text, std::size_t dollar) {
        if (dollar + 1 >= text.size()) return text.size();
        const char opening = text[dollar + 1];
        if (opening != '(' && opening != '{') return dollar + 2;
        const char closing = opening == '(' ? ')' : '}';
        int depth = 0;
        for (std::size_t at = dollar + 1; at < text.size(); ++at) {
            if (text[at] == opening) ++depth;
            if (text[at] == closing && --depth == 0) return at + 1;
        }
        return text.size();
    }

    static std::string_view name_in(std::string_view reference) {
        if (reference.size() < 2) return {};
        return reference.size() == 2 ? reference.substr(1)
                                     : reference.substr(2, reference.size() - 3);
    }

    /// What a reference stands for, if the file settles it.
    [[nodiscard]] std::optional<std::string> value_of(std::string_view reference, int depth) const {
        const auto found = variables_.find(name_in(reference));
        const std::string* const written =
            found != variables_.end() && found->second ? &*found->second : nullptr;
        if (written == nullptr || depth > deepest_variable) return std::nullopt;
        const std::string& value = *written;
        std::string text;
        for (std::size_t at = 0; at < value.size();) {
            const std::size_t dollar = std::min(value.find('$', at), value.size());
            text += value.substr(at, dollar - at);
            if (dollar == value.size()) break;
            const std::size_t end = reference_end(value, dollar);
            const std::string_view inner = std::string_view(value).substr(dollar, end - dollar);
            if (inner == "$$")
                text += '$';
            else if (const auto known = value_of(inner, depth + 1))
                text += *known;
            else
                text += as_open(inner);
            if (text.size() > longest_line) return std::nullopt;
            at = end;
        }
        return text;
    }

    /// How a reference that is not known goes through the shell's reader: as a variable, or as the
    /// command it is (`$(shell …)`).
    static std::string as_open(std::string_view reference) {
        const std::string_view name = name_in(reference);
        const bool plain = !name.empty() && std::ranges::all_of(name, [](char c) {
            return is_alphanumeric(c) || c == '_' || c == '-' || c == '.';
        });
        if (plain || name.starts_with("shell ")) return std::string(reference);
        return fmt::format(
            "$({} …)", name.substr(0, std::min(name.find(' '), name.find_first_of("\"'`\\$(){}"))));
    }

    std::string_view text_;
    Document document_;
    command::ScriptContext context_;
    Variables variables_;
    std::string target_;
    std::size_t conditions_ = 0;
};

Document parse_makefile(const std::shared_ptr<const Source>& source,
                        const format::ParseOptions& options) {
    return MakefileReader(source, options).read();
}

bool may_be_makefile(const format::FileInfo& file) {
    const std::string_view name = file.name();
    return name == "makefile" || name == "gnumakefile" || name.starts_with("makefile.") ||
           name.ends_with(".mk");
}

bool is_makefile(const format::FileInfo& file) { return file.has_name(); }

} // namespace

extern constinit const format::FileKind makefile;
constinit const format::FileKind makefile{.title = "a Makefile",
                                          .format = command::command_format,
                                          .scan = format::Scan::scripts,
                                          .may_be = may_be_makefile,
                                          .is = is_makefile,
                                          .parse = parse_makefile};

} // namespace dropcap::hosts
