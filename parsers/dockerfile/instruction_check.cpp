#include "parsers/dockerfile/instruction_check.hpp"

#include "model/ascii.hpp"
#include "model/suggest.hpp"
#include "parsers/dockerfile/exec_form.hpp"
#include "parsers/dockerfile/words.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <limits>

namespace dropcap::dockerfile {

namespace {

constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();

/// What one instruction takes. Only what BuildKit has refused in every release is in here: a new
/// flag of RUN is no mistake.
struct Grammar {
    std::string_view keyword;
    bool takes_flags = false;
    bool takes_list = false; ///< `["a", "b"]`
    bool one_text = false;   ///< the rest of the line is one argument
    std::size_t least = 1;   ///< words
    std::size_t most = any_number;
};

// moby/buildkit: frontend/dockerfile/instructions/parse.go, parseAdd … parseWorkdir, and parser.go,
// dispatch.
constexpr std::array<Grammar, 18> grammars{{
    {.keyword = "ADD", .takes_flags = true, .takes_list = true, .least = 2},
    {.keyword = "ARG"},
    {.keyword = "CMD", .takes_list = true, .least = 0},
    {.keyword = "COPY", .takes_flags = true, .takes_list = true, .least = 2},
    {.keyword = "ENTRYPOINT", .takes_list = true, .least = 0},
    {.keyword = "ENV"},
    {.keyword = "EXPOSE"},
    {.keyword = "FROM", .takes_flags = true, .most = 3},
    {.keyword = "HEALTHCHECK", .takes_flags = true},
    {.keyword = "LABEL"},
    {.keyword = "MAINTAINER", .one_text = true},
    {.keyword = "ONBUILD"},
    {.keyword = "RUN", .takes_flags = true, .takes_list = true, .least = 0},
    {.keyword = "SHELL", .takes_list = true, .least = 0},
    {.keyword = "STOPSIGNAL", .one_text = true},
    {.keyword = "USER", .one_text = true},
    {.keyword = "VOLUME", .takes_list = true},
    {.keyword = "WORKDIR", .one_text = true},
}};

/// The words that blanks separate, quotes or not (moby/buildkit: parseStringsWhitespaceDelimited).
std::vector<text::MappedText> blank_separated(const text::MappedText& text) {
    std::vector<text::MappedText> words;
    for (std::size_t at = skip_blanks(text.text(), 0, line_space); at < text.size();) {
        const std::size_t end = std::min(text.text().find_first_of(line_space, at), text.size());
        words.push_back(text.slice(at, end));
        at = skip_blanks(text.text(), end, line_space);
    }
    return words;
}

class Checker {
  public:
    Checker(const Instruction& instruction, char escape)
        : instruction_(instruction), escape_(escape) {}

    std::vector<BuildProblem> check() {
        const auto* const grammar =
            std::ranges::find(grammars, instruction_.keyword, &Grammar::keyword);
        if (grammar == grammars.end()) {
            unknown_instruction();
            return std::move(found_);
        }
        flags(*grammar);
        arguments(*grammar);
        if (instruction_.keyword == "FROM") stage_name();
        if (instruction_.keyword == "ONBUILD") trigger();
        if (instruction_.keyword == "RUN") security();
        if (instruction_.keyword == "LABEL" || instruction_.keyword == "ENV") pairs();
        return std::move(found_);
    }

  private:
    void complain(Span at, std::string message) { found_.push_back({at, std::move(message)}); }

    [[nodiscard]] Span arguments_at() const {
        return instruction_.arguments.empty() ? instruction_.at : instruction_.arguments.span();
    }

    void unknown_instruction() {
        std::array<std::string_view, grammars.size()> known;
        std::ranges::transform(grammars, known.begin(), &Grammar::keyword);
        complain(instruction_.keyword_at,
                 fmt::format("unknown instruction: {}{}", instruction_.written,
                             did_you_mean(nearest(instruction_.keyword, known))));
    }

    void flags(const Grammar& grammar) {
        if (grammar.takes_flags) return;
        for (const BuildFlag& flag : instruction_.flags)
            complain(flag.at, fmt::format("unknown flag: {} takes no --{}", instruction_.keyword,
                                          flag.name));
    }

    void arguments(const Grammar& grammar) {
        if (grammar.takes_list) {
            if (const auto list = read_exec_form(instruction_.arguments)) {
                if (list->refused)
                    complain(
                        arguments_at(),
                        "when using JSON array syntax, arrays must be comprised of strings only");
                return;
            }
        }
        if (instruction_.keyword == "SHELL")
            return complain(arguments_at(), "SHELL requires the arguments to be in JSON form");
        const std::size_t count =
            grammar.one_text ? std::size_t{!instruction_.arguments.empty()} : count_words(grammar);
        if (count < grammar.least)
            complain(instruction_.at, fmt::format("{} requires {}", instruction_.keyword,
                                                  grammar.one_text     ? "exactly one argument"
                                                  : grammar.least == 2 ? "at least two arguments"
                                                                       : "at least one argument"));
    }

    [[nodiscard]] std::size_t count_words(const Grammar& grammar) const {
        const auto words = blank_separated(instruction_.arguments);
        return std::min(words.size(), grammar.most);
    }

    /// FROM image [AS name]
    void stage_name() {
        const auto words = blank_separated(instruction_.arguments);
        if (words.empty() || words.size() == 1) return;
        if (words.size() != 3 || lowercase(words[1].text()) != "as")
            return complain(arguments_at(), "FROM requires either one or three arguments");
        const std::string& name = words[2].text();
        const bool valid = is_letter(name[0]) && std::ranges::all_of(name, [&](char c) {
                               return is_alphanumeric(c) || c == '-' || c == '_' || c == '.';
                           });
        if (!valid)
            complain(
                words[2].span(),
                fmt::format(
                    "invalid name for build stage: \"{}\", name can't start with a number or contain symbols",
                    name));
    }

    void trigger() {
        const Instruction inner = read_instruction(instruction_.arguments);
        if (inner.keyword == "ONBUILD")
            complain(inner.keyword_at, "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
        if (inner.keyword == "FROM" || inner.keyword == "MAINTAINER")
            complain(inner.keyword_at,
                     fmt::format("{} isn't allowed as an ONBUILD trigger", inner.keyword));
    }

    /// frontend/dockerfile/instructions/commands_runsecurity.go
    void security() {
        for (const BuildFlag& flag : instruction_.flags) {
            if (flag.name != "security") continue;
            const std::string& mode = flag.value.text();
            if (!flag.has_value) {
                complain(flag.at, "missing a value on flag: --security");
            } else if (mode != "insecure" && mode != "sandbox") {
                complain(flag.at,
                         fmt::format("security mode \"{}\" is not valid: it is insecure or sandbox",
                                     mode));
            }
        }
    }

    void pairs() {
        const auto read = split_pairs(instruction_.arguments, escape_, instruction_.keyword);
        const auto* const why = std::get_if<std::string>(&read);
        if (why != nullptr) {
            if (!instruction_.arguments.empty()) complain(arguments_at(), *why);
            return;
        }
        for (const BuildPair& pair : std::get<std::vector<BuildPair>>(read))
            if (pair.key.empty())
                complain(arguments_at(),
                         fmt::format("{} names can not be blank", instruction_.keyword));
    }

    const Instruction& instruction_;
    char escape_;
    std::vector<BuildProblem> found_;
};

} // namespace

bool is_docker_frontend(std::string_view syntax) {
    if (syntax.empty()) return true;
    for (const std::string_view prefix : {"docker.io/", "index.docker.io/"})
        if (syntax.starts_with(prefix)) syntax.remove_prefix(prefix.size());
    const std::string_view name = syntax.substr(0, syntax.find_first_of(":@ "));
    return name == "docker/dockerfile" || name == "docker/dockerfile-upstream";
}

std::vector<BuildProblem> refused_by_buildkit(const Instruction& instruction, char escape) {
    return Checker(instruction, escape).check();
}

} // namespace dropcap::dockerfile
