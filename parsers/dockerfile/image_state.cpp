#include "parsers/dockerfile/image_state.hpp"

#include "parsers/command/user_switch.hpp"
#include "parsers/dockerfile/exec_form.hpp"
#include "parsers/dockerfile/file_capabilities.hpp"
#include "parsers/shell/script.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <utility>

namespace dropcap::dockerfile {

namespace {

Place place(Span span) { return {0, span}; }

Fact<std::string> fact(const text::MappedText& value, Span at, Span entry) {
    Fact<std::string> result;
    result.at = place(at);
    result.entry = place(entry);
    if (value.is_open()) {
        result.value = Unresolved{value.text(),
                                  fmt::format("{} is set when the image is built", value.text())};
    } else {
        result.value = value.text();
    }
    return result;
}

std::optional<std::uint16_t> port_number(std::string_view digits) {
    std::uint16_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size() || number == 0)
        return std::nullopt;
    return number;
}

/// `80`, `8000-8010`, `80:8080` (the container's side), each with `/tcp` or another protocol.
std::optional<Port> port_range(std::string_view text) {
    text = text.substr(0, text.find('/'));
    if (const std::size_t colon = text.rfind(':'); colon != std::string_view::npos)
        text.remove_prefix(colon + 1);
    const std::size_t dash = text.find('-');
    const auto first = port_number(text.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : port_number(text.substr(dash + 1));
    if (!first || !last || *last < *first) return std::nullopt;
    return Port{*first, *last};
}

std::vector<shell::ShellWord> as_shell_words(const ExecForm& list) {
    std::vector<shell::ShellWord> words;
    words.reserve(list.words.size());
    for (const text::MappedText& word : list.words)
        words.push_back({.text = word, .at = word.span(), .quoted = false});
    return words;
}

/// A RUN whose whole command is a here-document, or a shell that reads one: the body is the script.
bool body_is_script(const shell::ShellText& script) {
    if (script.commands.empty()) return true;
    const std::string& program = script.commands.front().words.front().text.text();
    const std::string_view name = std::string_view(program).substr(program.find_last_of('/') + 1);
    return name == "sh" || name == "bash" || name == "ash" || name == "dash" || name == "zsh";
}

} // namespace

ImageState::ImageState(const BuildVariables& globals, char escape, std::size_t bytes)
    : globals_(globals), escape_(escape), left_((1U << 20U) + 4 * bytes) {}

void ImageState::begin(const BuildStage& stage) {
    if (!stage.parent) {
        recipe_.base_image = stage.base;
        base_may_set_ = stage.base != "scratch";
    }
    variables_.args.clear(); // ARG ends with its stage, ENV is part of the image
    command_.of_this_stage = entrypoint_.of_this_stage = false;
    recipe_.stage = place(stage.base_at);
    recipe_.name = stage.name;
    for (const Instruction& trigger : std::exchange(triggers_, {})) take(trigger);
}

void ImageState::take(const Instruction& instruction) {
    using Handler = void (ImageState::*)(const Instruction&);
    static const std::map<std::string_view, Handler> handlers = {
        {"ARG", &ImageState::arg},         {"ENV", &ImageState::env},
        {"LABEL", &ImageState::label},     {"USER", &ImageState::user},
        {"EXPOSE", &ImageState::expose},   {"RUN", &ImageState::run},
        {"CMD", &ImageState::command},     {"ENTRYPOINT", &ImageState::entrypoint},
        {"ONBUILD", &ImageState::on_build}};
    if (const auto handler = handlers.find(instruction.keyword); handler != handlers.end())
        (this->*handler->second)(instruction);
}

text::MappedText ImageState::expand(const text::MappedText& word, Unset unset) {
    auto expanded = expand_build_word(
        word, {.escape = escape_, .variables = variables_, .unset = unset, .left = &left_});
    if (const auto* why = std::get_if<std::string>(&expanded)) {
        problems_.push_back({word.span(), *why});
        return {};
    }
    return std::get<text::MappedText>(std::move(expanded));
}

void ImageState::arg(const Instruction& instruction) {
    take_args(instruction, {.escape = escape_,
                            .globals = &globals_,
                            .variables = variables_,
                            .left = left_,
                            .problems = problems_});
}

std::vector<BuildPair> ImageState::pairs(const Instruction& instruction) {
    auto result = split_pairs(instruction.arguments, escape_, instruction.keyword);
    if (std::holds_alternative<std::string>(result))
        return {}; // refused_by_buildkit() has reported it
    return std::get<std::vector<BuildPair>>(std::move(result));
}

/// Every value of one instruction sees the variables as they were before it.
void ImageState::env(const Instruction& instruction) {
    std::vector<std::pair<std::string, BuildVariable>> set;
    for (const BuildPair& pair : pairs(instruction)) {
        const text::MappedText value = expand(pair.value);
        set.emplace_back(
            expand(pair.key).text(),
            BuildVariable{value.is_open() ? std::nullopt : std::optional(value.text())});
    }
    for (auto& [name, variable] : set) variables_.env[name] = std::move(variable);
}

void ImageState::label(const Instruction& instruction) {
    for (const BuildPair& pair : pairs(instruction)) {
        const text::MappedText key = expand(pair.key);
        const auto [found, is_new] = label_at_.try_emplace(key.text(), labels_.size());
        if (is_new)
            labels_.push_back({.key = key.text(), .key_at = {}, .value = {}, .written = {}});
        ImageLabel& one = labels_[found->second];
        one.key_at = key.empty() ? pair.key.span() : key.span();
        one.value = expand(pair.value);
        one.written = pair.value.span();
    }
}

/// USER user[:group]. A variable that nothing here sets may be the base image's.
void ImageState::user(const Instruction& instruction) {
    if (instruction.arguments.empty()) return;
    const text::MappedText value =
        expand(instruction.arguments, base_may_set_ ? Unset::open : Unset::empty);
    const std::size_t colon = std::min(value.text().find(':'), value.size());
    const bool open_colon = colon < value.size() && value.is_open(colon, colon + 1); // ${UID:?}
    const text::MappedText part = value.slice(0, open_colon ? value.size() : colon);
    recipe_.user =
        fact(part, part.empty() ? instruction.arguments.span() : part.span(), instruction.at);
}

/// EXPOSE 80 443/tcp 8000-8010
void ImageState::expose(const Instruction& instruction) {
    for (const text::MappedText& word : split_build_words(instruction.arguments, escape_)) {
        const text::MappedText value = expand(word, base_may_set_ ? Unset::open : Unset::empty);
        if (value.is_open()) {
            port(value, instruction.at);
            continue;
        }
        for (const text::MappedText& one : split_build_words(value, '\0'))
            port(one, instruction.at); // a variable may hold several
    }
}

void ImageState::port(const text::MappedText& word, Span entry) {
    Fact<Port> fact{.value = Port{}, .at = place(word.span()), .entry = place(entry)};
    if (word.is_open()) {
        fact.value = Unresolved{word.text(), "it is set when the image is built"};
    } else if (const auto range = port_range(word.text())) {
        fact.value = *range;
    } else {
        problems_.push_back({word.span(), fmt::format("invalid port: {}", word.text())});
        return;
    }
    recipe_.exposed.push_back(std::move(fact));
}

void ImageState::run(const Instruction& instruction) {
    if (const auto list = read_exec_form(instruction.arguments)) {
        const auto words = as_shell_words(*list);
        std::ranges::move(file_capabilities_of(words),
                          std::back_inserter(recipe_.file_capabilities));
        return;
    }
    const shell::ShellText script = shell::split_script(instruction.arguments);
    for (const shell::ShellCommand& one : script.commands)
        std::ranges::move(file_capabilities_of(one.words),
                          std::back_inserter(recipe_.file_capabilities));
    if (instruction.heredocs.empty() || !body_is_script(script)) return;
    for (const BuildHeredoc& heredoc : instruction.heredocs) take_setcap(heredoc.body);
}

void ImageState::take_setcap(const text::MappedText& script) {
    for (const shell::ShellCommand& one : shell::split_script(script).commands)
        std::ranges::move(file_capabilities_of(one.words),
                          std::back_inserter(recipe_.file_capabilities));
}

ImageState::Start ImageState::read_start(const Instruction& instruction) {
    Start start{.words = {}, .is_list = false, .is_set = true, .of_this_stage = true};
    if (const auto list = read_exec_form(instruction.arguments)) {
        start.words = as_shell_words(*list);
        start.is_list = true;
        return start;
    }
    shell::ShellText script = shell::split_script(instruction.arguments);
    if (script.commands.size() == 1)
        start.words =
            std::move(script.commands.front().words); // of several, no one knows which one stays
    return start;
}

void ImageState::command(const Instruction& instruction) { command_ = read_start(instruction); }

/// A new ENTRYPOINT clears a CMD that an earlier stage or the base image has set.
void ImageState::entrypoint(const Instruction& instruction) {
    entrypoint_ = read_start(instruction);
    if (!command_.of_this_stage) command_ = {};
}

/// Runs not here but where a stage begins with this one.
void ImageState::on_build(const Instruction& instruction) {
    Instruction trigger = read_instruction(instruction.arguments);
    if (trigger.keyword == "ONBUILD" || trigger.keyword == "FROM") return;
    trigger.heredocs = instruction.heredocs;
    triggers_.push_back(std::move(trigger));
}

void ImageState::finish() {
    std::vector<shell::ShellWord> words = entrypoint_.words;
    // The shell form of ENTRYPOINT takes no CMD; a list takes both forms, but a shell in between
    // says nothing about the user.
    const bool takes_command = !entrypoint_.is_set || (entrypoint_.is_list && command_.is_list);
    if (takes_command) words.insert(words.end(), command_.words.begin(), command_.words.end());
    const auto change = command::find_user_switch(words);
    if (!change) return;
    recipe_.becomes = fact(change->user, change->at, change->at);
    recipe_.changed_by = change->program;
}

} // namespace dropcap::dockerfile
