// Dockerfile → the command lines in its labels, and what the image says about its user, ports and file capabilities.

#include "parsers/build_words.hpp"
#include "parsers/command_line.hpp"
#include "parsers/formats.hpp"
#include "parsers/instructions.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <map>

namespace dropcap {
namespace {

/// A label as the image holds it in the end.
struct Label {
    std::string key;
    Span key_at;
    MappedText value;
    Origin origin = Origin::written;
};

/// One build stage and what it passes on to stages that begin with it.
struct Stage {
    std::string name;
    std::vector<Label> labels; ///< in the order in which their keys came first
    BuildVariables variables;
    ImageRecipe recipe;
};

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

class Build {
  public:
    Build(Document& document, const ParseOptions& options) : document_(document), options_(options) {}

    void read(std::string_view text) {
        const Instructions instructions = split_instructions(text);
        escape_ = instructions.escape;
        for (const BuildProblem& problem : instructions.problems) complain(problem.at, problem.message);
        for (const Span comment : instructions.comments) document_.comments.push_back({.at = place(comment), .own_line = true});
        for (const Instruction& instruction : instructions.list) take(instruction);
        if (stages_.empty()) return;
        Stage& last = stages_.back();
        for (const Label& label : last.labels) read_label(label);
        document_.recipe = std::move(last.recipe);
    }

  private:
    [[nodiscard]] static Place place(Span span) { return {0, span}; }

    void complain(Span at, std::string message) { document_.problems.push_back({place(at), std::move(message)}); }

    void take(const Instruction& instruction) {
        using Handler = void (Build::*)(const Instruction&);
        static const std::map<std::string_view, Handler> handlers = {
            {"FROM", &Build::from}, {"ARG", &Build::arg},       {"ENV", &Build::env}, {"LABEL", &Build::label},
            {"USER", &Build::user}, {"EXPOSE", &Build::expose}, {"RUN", &Build::run}};
        const auto handler = handlers.find(instruction.keyword);
        if (handler == handlers.end()) return;
        if (stages_.empty() && instruction.keyword != "FROM" && instruction.keyword != "ARG")
            return complain(instruction.keyword_at,
                            fmt::format("{} stands before the first FROM: there is no image yet", instruction.keyword));
        (this->*handler->second)(instruction);
    }

    /// The variables that hold where the build is now: before the first FROM only the ARGs there.
    BuildVariables& variables() { return stages_.empty() ? globals_ : stages_.back().variables; }

    MappedText expand(const MappedText& word) {
        auto expanded = expand_build_word(word, escape_, variables());
        if (const auto* why = std::get_if<std::string>(&expanded)) {
            complain(word.span(), *why);
            return {};
        }
        return std::get<MappedText>(std::move(expanded));
    }

    Fact<std::string> fact(const MappedText& value, Span entry) const {
        Fact<std::string> result;
        result.at = place(value.span());
        result.entry = place(entry);
        if (value.is_open())
            result.value = Unresolved{value.text(), fmt::format("{} is set when the image is built", value.text())};
        else
            result.value = value.text();
        return result;
    }

    /// FROM image|stage [AS name]: a stage begins with everything that the stage it names has.
    void from(const Instruction& instruction) {
        auto words = split_build_words(instruction.arguments, escape_);
        if (words.empty()) return complain(instruction.at, "FROM names no image");
        auto expanded = expand_build_word(words[0], escape_, globals_);
        const std::string image = expanded.index() == 0 ? std::get<MappedText>(expanded).text() : words[0].text();
        const auto base = std::ranges::find(stages_, lower(image), &Stage::name);
        Stage stage;
        if (base != stages_.end()) {
            stage = *base;
            for (Label& label : stage.labels) label.origin = Origin::inherited;
            stage.variables.args.clear(); // ARG ends with its stage, ENV is part of the image
        } else {
            stage.recipe.base_image = image;
        }
        stage.name = words.size() >= 3 && lower(words[1].text()) == "as" ? lower(words[2].text()) : std::string();
        stage.recipe.stage = place(words[0].span());
        stage.recipe.name = stage.name.empty() ? document_.sources[0]->path() : stage.name;
        stages_.push_back(std::move(stage));
    }

    /// ARG name[=default]: inside a stage it sees the ARG of the same name before the first FROM.
    void arg(const Instruction& instruction) {
        for (const MappedText& word : split_build_words(instruction.arguments, escape_)) {
            const auto equals = word.text().find('=');
            const std::string name = word.text().substr(0, equals);
            BuildVariable variable;
            if (equals != std::string::npos) {
                const MappedText value = expand(word.slice(equals + 1));
                if (!value.is_open()) variable.value = value.text();
            } else if (const BuildVariable* global = stages_.empty() ? nullptr : globals_.find(name)) {
                variable = *global;
            }
            variables().args[name] = std::move(variable);
        }
    }

    std::vector<BuildPair> pairs(const Instruction& instruction) {
        auto result = split_pairs(instruction.arguments, escape_, instruction.keyword);
        if (const auto* why = std::get_if<std::string>(&result)) {
            complain(instruction.arguments.empty() ? instruction.at : instruction.arguments.span(), *why);
            return {};
        }
        return std::get<std::vector<BuildPair>>(std::move(result));
    }

    /// Every value of one instruction sees the variables as they were before it.
    void env(const Instruction& instruction) {
        std::vector<std::pair<std::string, BuildVariable>> set;
        for (const BuildPair& pair : pairs(instruction)) {
            const MappedText value = expand(pair.value);
            set.emplace_back(expand(pair.key).text(), BuildVariable{value.is_open() ? std::nullopt : std::optional(value.text())});
        }
        for (auto& [name, variable] : set) variables().env[name] = std::move(variable);
    }

    void label(const Instruction& instruction) {
        for (const BuildPair& pair : pairs(instruction)) {
            const MappedText key = expand(pair.key);
            auto& labels = stages_.back().labels;
            auto found = std::ranges::find(labels, key.text(), &Label::key);
            if (found == labels.end()) found = labels.insert(labels.end(), Label{key.text(), {}, {}});
            found->key_at = key.span();
            found->value = expand(pair.value);
            found->origin = Origin::written;
        }
    }

    void user(const Instruction& instruction) {
        const MappedText value = expand(instruction.arguments);
        if (value.empty()) return;
        const std::size_t colon = value.text().find(':');
        stages_.back().recipe.user = fact(value.slice(0, std::min(colon, value.size())), instruction.at);
    }

    /// EXPOSE 80 443/tcp 8000-8010
    void expose(const Instruction& instruction) {
        for (const MappedText& word : split_build_words(instruction.arguments, escape_)) {
            const MappedText value = expand(word);
            Fact<Port> port{.value = Port{}, .at = place(value.span()), .entry = place(instruction.at)};
            if (value.is_open()) {
                port.value = Unresolved{value.text(), "it is set when the image is built"};
            } else {
                const std::string range = value.text().substr(0, value.text().find('/'));
                const auto dash = range.find('-');
                const auto number = [](std::string_view digits) -> std::uint16_t {
                    std::uint16_t result = 0;
                    std::from_chars(digits.data(), digits.data() + digits.size(), result);
                    return result;
                };
                const std::uint16_t first = number(range);
                if (first == 0) continue;
                port.value = Port{first, dash == std::string::npos ? first : number(std::string_view(range).substr(dash + 1))};
            }
            stages_.back().recipe.exposed.push_back(std::move(port));
        }
    }

    void run(const Instruction& instruction) {
        for (const BuildFlag& flag : instruction.flags)
            if (flag.name == "security" && flag.value.text() == "insecure")
                stages_.back().recipe.insecure_runs.push_back(
                    {.value = std::string("insecure"), .at = place(flag.value.span()), .entry = place(flag.at)});
        const ShellText script = split_script(instruction.arguments);
        for (const ShellCommand& command : script.commands) file_capabilities(command);
    }

    /// setcap CAPS FILE: "cap_net_bind_service,cap_net_raw=+ep"
    void file_capabilities(const ShellCommand& command) {
        const auto& words = command.words;
        const auto setcap = std::ranges::find_if(words, [](const ShellWord& word) {
            const std::string& text = word.text.text();
            return text == "setcap" || text.ends_with("/setcap");
        });
        if (setcap == words.end() || words.end() - setcap < 3) return;
        const auto caps =
            std::ranges::find_if(setcap + 1, words.end(), [](const ShellWord& word) { return !word.text.text().starts_with('-'); });
        if (caps == words.end() || caps + 1 == words.end()) return;
        const MappedText& text = caps->text;
        const std::size_t end = std::min(text.text().find_first_of("=+-"), text.size());
        for (std::size_t at = 0; at < end;) {
            const std::size_t comma = std::min(text.text().find(',', at), end);
            if (comma > at)
                stages_.back().recipe.file_capabilities.push_back({fact(text.slice(at, comma), caps->at), (caps + 1)->text.text()});
            at = comma + 1;
        }
    }

    /// A label that holds a command starts a container when somebody runs it (atomic, podman container runlabel).
    void read_label(const Label& label) {
        std::vector<ShellProblem> problems;
        const ShellCommand command = split_label(label.value, problems);
        const auto line = read_command(command.words);
        if (!line) return;
        const CommandContext context{
            .source = 0, .engine = options_.engine, .format = Format::dockerfile, .kind = "label", .why_open = "set by who runs the label"};
        auto result = container_of(*line, context);
        if (!result) return;
        Container& container = result->container;
        container.name = label.key;
        container.name_at = place(label.key_at);
        for (ShellProblem& problem : problems) container.problems.push_back({place(problem.at), std::move(problem.message)});
        document_.containers.push_back(std::move(container));
        std::ranges::move(result->misplaced, std::back_inserter(document_.misplaced));
        std::ranges::move(result->unjudged, std::back_inserter(document_.unjudged));
    }

    Document& document_;
    const ParseOptions& options_;
    char escape_ = '\\';
    BuildVariables globals_;
    std::vector<Stage> stages_;
};

} // namespace

Document parse_dockerfile(std::shared_ptr<const Source> source, const ParseOptions& options) {
    Document document;
    document.format = Format::dockerfile;
    document.sources.push_back(std::move(source));
    Build(document, options).read(document.sources[0]->text());
    return document;
}

} // namespace dropcap
