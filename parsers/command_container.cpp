// What the flags of a command line say about its container.

#include "parsers/command_line.hpp"
#include "parsers/security_opt.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace dropcap {

namespace {

/// Writes one flag after the other into a container.
class FlagWriter {
  public:
    FlagWriter(CommandResult& result, Program program, const CommandContext& context)
        : result_(result), container_(result.container), program_(program), context_(context) {}

    void write(const FlagUse& use) {
        const std::string_view name = use.spec.name;
        if (!use.spec.takes_value) {
            write_switch(name, use);
        } else if (use.has_value) {
            write_value(name, use);
        }
    }

    [[nodiscard]] Place place(Span span) const { return {context_.source, span}; }

    /// The decoded bytes [begin, end) of `word` as a fact.
    [[nodiscard]] Fact<std::string> fact(const ShellWord& word, std::size_t begin, std::size_t end, Span entry) const {
        Fact<std::string> result;
        std::string text = word.text.text().substr(begin, end - begin);
        if (word.text.is_open(begin, end)) {
            std::string why = fmt::format("{} is {}", text, context_.why_open);
            result.value = Unresolved{std::move(text), std::move(why)};
        } else {
            result.value = std::move(text);
        }
        result.at = place(word.span(begin, end));
        result.entry = place(entry);
        return result;
    }

    [[nodiscard]] Fact<std::string> fact(const FlagUse& use) const { return fact(use.value, 0, use.value.text.size(), use.entry); }

  private:
    void write_switch(std::string_view name, const FlagUse& use) {
        if (name == "privileged") {
            set(container_.privileged, use);
        } else if (name == "read-only") {
            set(container_.read_only_root, use);
        }
    }

    void set(MaybeFact<bool>& target, const FlagUse& use) const {
        Fact<bool> result;
        if (const auto on = use.boolean()) {
            result.value = *on;
        } else if (use.value.text.is_open()) {
            result.value = Unresolved{use.value.text.text(), fmt::format("{} is {}", use.value.text.text(), context_.why_open)};
        } else {
            return; // refused: a problem says so
        }
        result.at = place(use.entry);
        result.entry = place(use.entry);
        target = std::move(result);
    }

    void write_value(std::string_view name, const FlagUse& use) {
        if (name == "cap-add") {
            add_words(container_.add, use);
        } else if (name == "cap-drop") {
            add_words(container_.drop, use);
        } else if (name == "security-opt") {
            security_opt(use);
        } else if (name == "user") {
            user(use);
        } else if (name == "publish" || name == "expose") {
            port(use);
        } else if (name == "device" || name == "gpus") {
            container_.has_devices = true;
        } else if (name == "sysctl") {
            if (use.value.text.text().starts_with("net.ipv4.ip_unprivileged_port_start=")) container_.sets_low_port_sysctl = true;
        } else {
            name_space(name, use);
        }
    }

    /// docker takes each value as one word; podman and nerdctl read it as CSV (pflag's StringSlice).
    void add_words(CapabilityList& list, const FlagUse& use) {
        if (!list.at) list.at = place(use.name);
        const Engine engine = engine_of(program_, context_);
        if (engine == Engine::podman || engine == Engine::nerdctl) {
            add_csv(list, use);
        } else {
            list.words.push_back(fact(use));
        }
    }

    void add_csv(CapabilityList& list, const FlagUse& use) {
        const std::string& text = use.value.text.text();
        if (text.empty()) return; // an empty value is no element
        if (text.find(',') == std::string::npos && text[0] != '"') {
            list.words.push_back(fact(use));
            return;
        }
        for (std::size_t at = 0; at <= text.size();) at = add_csv_field(list, use, at);
    }

    /// Adds the field that begins at `begin`; returns where the next one begins.
    std::size_t add_csv_field(CapabilityList& list, const FlagUse& use, std::size_t begin) {
        const std::string& text = use.value.text.text();
        const bool quoted = begin < text.size() && text[begin] == '"';
        const std::size_t from = quoted ? begin + 1 : begin;
        std::size_t end = std::min(text.find(quoted ? '"' : ',', from), text.size());
        const std::size_t comma = quoted ? std::min(text.find(',', end), text.size()) : end;
        // Deleting one of several words takes a comma with it.
        const std::size_t entry_end = comma < text.size() ? comma + 1 : comma;
        const std::size_t entry_begin = comma < text.size() || begin == 0 ? begin : begin - 1;
        list.words.push_back(fact(use.value, from, end, use.value.text.span(entry_begin, entry_end)));
        return comma + 1;
    }

    void security_opt(const FlagUse& use) {
        const auto tail = [&](std::size_t begin) { return place(use.value.span(begin, use.value.text.size())); };
        if (auto ignored = apply_security_opt(container_, reader(), fact(use), tail)) result_.misplaced.push_back(std::move(*ignored));
    }

    [[nodiscard]] SecurityReader reader() const {
        switch (program_) {
        case Program::docker: return SecurityReader::docker;
        case Program::podman: return SecurityReader::podman;
        case Program::nerdctl: break;
        }
        return SecurityReader::nerdctl;
    }

    /// The user part of `user[:group]`.
    void user(const FlagUse& use) {
        const std::size_t end = std::min(use.value.text.text().find(':'), use.value.text.size());
        const bool open_colon = end < use.value.text.size() && use.value.text.is_open(end, end + 1); // ${UID:-0}
        container_.user = fact(use.value, 0, open_colon ? use.value.text.size() : end, use.entry);
    }

    void name_space(std::string_view name, const FlagUse& use) {
        MaybeFact<std::string>* target = name == "pid"                        ? &container_.host_pid
                                         : name == "ipc"                      ? &container_.host_ipc
                                         : name == "network" || name == "net" ? &container_.host_network
                                         : name == "userns"                   ? &container_.host_user
                                         : name == "uts"                      ? &container_.host_uts
                                                                              : nullptr;
        if (target == nullptr) return;
        const std::string_view text = use.value.text.text();
        const bool shared = text == "host" || text.starts_with("container:") || text.starts_with("name=host") || use.value.text.is_open();
        if (!shared) {
            target->reset();
            return;
        }
        *target = fact(use);
        if (text.starts_with("name=host")) (*target)->value = std::string("host");
    }

    /// The container's side of `[[ip:]host:]container[/protocol]`, or of the long form's `target=`.
    void port(const FlagUse& use) {
        const std::string& text = use.value.text.text();
        if (use.value.text.is_open()) {
            Fact<Port> open;
            open.value = Unresolved{text, fmt::format("{} is {}", text, context_.why_open)};
            open.at = place(use.value.at);
            open.entry = place(use.entry);
            container_.ports.push_back(std::move(open));
            return;
        }
        std::size_t begin = text.rfind(':') == std::string::npos ? 0 : text.rfind(':') + 1;
        std::size_t end = std::min(text.find_first_of("/,", begin), text.size());
        if (const std::size_t target = text.find("target="); target != std::string::npos) {
            begin = target + 7;
            end = std::min(text.find(',', begin), text.size());
        }
        if (const auto range = port_range(std::string_view(text).substr(begin, end - begin))) {
            Fact<Port> found;
            found.value = *range;
            found.at = place(use.value.span(begin, end));
            found.entry = place(use.entry);
            container_.ports.push_back(std::move(found));
        }
    }

    static std::optional<Port> port_range(std::string_view text) {
        const std::size_t dash = text.find('-');
        const auto first = port_number(text.substr(0, dash));
        const auto last = dash == std::string_view::npos ? first : port_number(text.substr(dash + 1));
        if (!first || !last) return std::nullopt;
        return Port{*first, *last};
    }

    static std::optional<std::uint16_t> port_number(std::string_view text) {
        std::uint16_t number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
        return number;
    }

    CommandResult& result_;
    Container& container_;
    Program program_;
    const CommandContext& context_;
};

const FlagUse* last_use(const ParsedFlags& parsed, std::string_view name) {
    const FlagUse* found = nullptr;
    for (const FlagUse& use : parsed.flags)
        if (use.spec.name == name && (use.has_value || !use.spec.takes_value)) found = &use;
    return found;
}

bool has_flag(const ParsedFlags& parsed, std::string_view name) { return last_use(parsed, name) != nullptr; }

std::string shown_head(const CommandLine& line) {
    std::string_view verb = line.verb == Verb::create ? "create" : line.verb == Verb::run ? "run" : "service create";
    return fmt::format("{} {}", program_name(line.program), verb);
}

/// A container as every verb begins it.
CommandResult begin_container(const CommandLine& line, const CommandContext& context) {
    CommandResult result;
    Container& container = result.container;
    container.kind = context.kind;
    container.format = context.format;
    container.engine = engine_of(line.program, context);
    container.name_at = {context.source, line.head};
    container.extent = {context.source, line.extent};
    return result;
}

void add_problems(CommandResult& result, const ParsedFlags& parsed, const CommandContext& context) {
    for (const ShellProblem& problem : parsed.problems)
        result.container.problems.push_back({{context.source, problem.at}, problem.message});
    for (const ShellWord& word : parsed.open_options) {
        result.unjudged.push_back({.at = {context.source, word.at},
                                   .reason = fmt::format("`{}` may hold more flags: it is {}", word.text.text(), context.why_open)});
    }
}

/// The first operand: the image of run and create, the container of exec.
void take_image(CommandResult& result, const CommandLine& line, const CommandContext& context) {
    Container& container = result.container;
    const FlagWriter writer(result, line.program, context);
    if (line.parsed.operands.empty()) {
        container.name = shown_head(line);
        if (!line.parsed.open_options.empty()) return;
        container.problems.push_back(
            {{context.source, line.head}, fmt::format("{} needs an image and no word is left for it", shown_head(line))});
        return;
    }
    const ShellWord& image = line.parsed.operands.front();
    container.image = writer.fact(image, 0, image.text.size(), image.at);
    container.name = image.text.text();
}

void take_name(Container& container, const ParsedFlags& parsed) {
    if (const FlagUse* name = last_use(parsed, "name"); name != nullptr && !name->value.text.empty())
        container.name = name->value.text.text();
}

/// run, create, service create: a container of its own.
CommandResult started(const CommandLine& line, const CommandContext& context) {
    CommandResult result = begin_container(line, context);
    if (line.verb == Verb::service_create && !context.engine) result.container.engine = Engine::swarm;
    take_image(result, line, context);
    take_name(result.container, line.parsed);
    apply_flags(result, line.parsed, line.program, context);
    return result;
}

/// exec --privileged gives the process every capability, whatever the container dropped (moby:daemon/exec_linux.go).
std::optional<CommandResult> entered(const CommandLine& line, const CommandContext& context) {
    const FlagUse* privileged = last_use(line.parsed, "privileged");
    if (privileged == nullptr || privileged->boolean() == false) return std::nullopt;
    CommandResult result = begin_container(line, context);
    result.container.role = Role::hook;
    result.container.kind = "exec";
    result.container.name = line.parsed.operands.empty() ? "exec" : line.parsed.operands.front().text.text();
    apply_flags(result, line.parsed, line.program, context);
    return result;
}

std::string build_name(const ParsedFlags& parsed) {
    if (const FlagUse* tag = last_use(parsed, "tag")) return tag->value.text.text();
    return parsed.operands.empty() ? "build" : parsed.operands.front().text.text();
}

/// A build matters when it asks for more than a build gets.
std::optional<CommandResult> built(const CommandLine& line, const CommandContext& context) {
    CommandResult result = begin_container(line, context);
    result.container.role = Role::build;
    result.container.kind = "build";
    result.container.name = build_name(line.parsed);
    bool asks = has_flag(line.parsed, "cap-add") || has_flag(line.parsed, "cap-drop");
    const FlagWriter writer(result, line.program, context);
    for (const FlagUse& use : line.parsed.flags) {
        if (use.spec.name != "allow" || use.value.text.text() != "security.insecure") continue;
        asks = true;
        Fact<bool> insecure;
        insecure.value = true;
        insecure.at = writer.place(use.value.at);
        insecure.entry = writer.place(use.entry);
        result.container.privileged = std::move(insecure);
    }
    if (!asks) return std::nullopt;
    apply_flags(result, line.parsed, line.program, context);
    return result;
}

/// service update changes a service that is defined elsewhere: told when it touches capabilities.
std::optional<CommandResult> updated(const CommandLine& line, const CommandContext& context) {
    if (!has_flag(line.parsed, "cap-add") && !has_flag(line.parsed, "cap-drop")) return std::nullopt;
    CommandResult result = begin_container(line, context);
    if (!context.engine) result.container.engine = Engine::swarm;
    result.container.name = line.parsed.operands.empty() ? "service" : line.parsed.operands.front().text.text();
    apply_flags(result, line.parsed, line.program, context);
    return result;
}

std::optional<CommandResult> container_for_verb(const CommandLine& line, const CommandContext& context) {
    switch (line.verb) {
    case Verb::run:
    case Verb::create:
    case Verb::service_create: return started(line, context);
    case Verb::exec: return entered(line, context);
    case Verb::build: return built(line, context);
    case Verb::service_update: return updated(line, context);
    case Verb::pod_create:
    case Verb::global: break;
    }
    return std::nullopt;
}

} // namespace

Engine engine_of(Program program, const CommandContext& context) {
    if (context.engine) return *context.engine;
    switch (program) {
    case Program::docker: return Engine::docker;
    case Program::podman: return Engine::podman;
    case Program::nerdctl: break;
    }
    return Engine::nerdctl;
}

void apply_flags(CommandResult& result, const ParsedFlags& parsed, Program program, const CommandContext& context) {
    FlagWriter writer(result, program, context);
    for (const FlagUse& use : parsed.flags) writer.write(use);
    add_problems(result, parsed, context);
}

std::optional<CommandResult> container_of(const CommandLine& line, const CommandContext& context) {
    if (line.parsed.asks_help) return std::nullopt;
    // A variable that is only called like a program may be another one: where its words do not fit, it is.
    if (line.guessed && (!line.parsed.problems.empty() || line.parsed.operands.empty())) return std::nullopt;
    return container_for_verb(line, context);
}

} // namespace dropcap
