#include "parsers/command/flag_writer.hpp"

#include "parsers/format/security_opt.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace dropcap::command {

namespace {

constexpr std::string_view capability_key = "io.containers.capabilities=";

format::SecurityOptReader reader_of(Program program) {
    switch (program) {
    case Program::docker: return format::SecurityOptReader::docker;
    case Program::podman: return format::SecurityOptReader::podman;
    case Program::nerdctl:
    case Program::kubectl: break;
    }
    return format::SecurityOptReader::nerdctl;
}

std::optional<std::uint16_t> port_number(std::string_view text) {
    std::uint16_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// `80`, `8000-8010`
std::optional<Port> port_range(std::string_view text) {
    const std::size_t dash = text.find('-');
    const auto first = port_number(text.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : port_number(text.substr(dash + 1));
    if (!first || !last) return std::nullopt;
    return Port{*first, *last};
}

} // namespace

void FlagWriter::write(const FlagUse& use) {
    const std::string_view name = use.spec.name;
    if (!use.spec.takes_value) {
        write_switch(name, use);
    } else if (use.has_value) {
        write_value(name, use);
    }
}

/// The decoded bytes [begin, end) of `word` as a fact.
Fact<std::string> FlagWriter::fact(const shell::ShellWord& word, std::size_t begin, std::size_t end,
                                   Span entry) const {
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

void FlagWriter::write_switch(std::string_view name, const FlagUse& use) {
    if (name == "privileged") {
        set(container_.privileged, use);
    } else if (name == "read-only") {
        set(container_.read_only_root, use);
    }
}

void FlagWriter::set(MaybeFact<bool>& target, const FlagUse& use) const {
    Fact<bool> result;
    if (const auto on = use.boolean()) {
        result.value = *on;
    } else if (use.value.text.is_open()) {
        result.value =
            Unresolved{use.value.text.text(),
                       fmt::format("{} is {}", use.value.text.text(), context_.why_open)};
    } else {
        return; // refused: a problem says so
    }
    result.at = place(use.entry);
    result.entry = place(use.entry);
    target = std::move(result);
}

void FlagWriter::write_value(std::string_view name, const FlagUse& use) {
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
    } else if (name == "label") {
        label(use);
    } else if (name == "sysctl") {
        if (use.value.text.text().starts_with("net.ipv4.ip_unprivileged_port_start="))
            container_.sets_low_port_sysctl = true;
    } else {
        name_space(name, use);
    }
}

/// docker takes each value as one word; podman and nerdctl read it as CSV (pflag's StringSlice).
void FlagWriter::add_words(CapabilityList& list, const FlagUse& use) {
    if (!list.at) list.at = place(use.name);
    const Engine engine = engine_of(program_, context_);
    if (engine == Engine::podman || engine == Engine::nerdctl) {
        add_csv(list, use);
    } else {
        list.words.push_back(fact(use));
    }
}

void FlagWriter::add_csv(CapabilityList& list, const FlagUse& use) {
    const std::string& text = use.value.text.text();
    if (text.empty()) return; // an empty value is no element
    if (text.find(',') == std::string::npos && text[0] != '"') {
        list.words.push_back(fact(use));
        return;
    }
    for (std::size_t at = 0; at <= text.size();) at = add_csv_field(list, use, at);
}

/// Adds the field that begins at `begin`; returns where the next one begins.
std::size_t FlagWriter::add_csv_field(CapabilityList& list, const FlagUse& use, std::size_t begin) {
    const std::string& text = use.value.text.text();
    const bool quoted = begin < text.size() && text[begin] == '"';
    const std::size_t from = quoted ? begin + 1 : begin;
    const std::size_t end = std::min(text.find(quoted ? '"' : ',', from), text.size());
    const std::size_t comma = quoted ? std::min(text.find(',', end), text.size()) : end;
    // Deleting one of several words takes a comma with it.
    const std::size_t entry_end = comma < text.size() ? comma + 1 : comma;
    const std::size_t entry_begin = comma < text.size() || begin == 0 ? begin : begin - 1;
    list.words.push_back(fact(use.value, from, end, use.value.text.span(entry_begin, entry_end)));
    return comma + 1;
}

void FlagWriter::security_opt(const FlagUse& use) {
    const auto tail = [&](std::size_t begin) {
        return place(use.value.span(begin, use.value.text.size()));
    };
    if (auto ignored = format::apply_security_opt(container_, reader_of(program_), fact(use), tail))
        result_.misplaced.push_back(std::move(*ignored));
}

/// The user part of `user[:group]`.
void FlagWriter::user(const FlagUse& use) {
    const std::size_t end = std::min(use.value.text.text().find(':'), use.value.text.size());
    const bool open_colon =
        end < use.value.text.size() && use.value.text.is_open(end, end + 1); // ${UID:-0}
    container_.user = fact(use.value, 0, open_colon ? use.value.text.size() : end, use.entry);
}

/// Podman narrows the capabilities to what this label lists; the container's label wins over the
/// image's.
void FlagWriter::label(const FlagUse& use) {
    const std::string& text = use.value.text.text();
    if (engine_of(program_, context_) != Engine::podman || !text.starts_with(capability_key))
        return;
    container_.capability_label = fact(use.value, capability_key.size(), text.size(), use.entry);
}

/// moby/moby:api/types/container/hostconfig.go, UsernsMode.Valid: Docker knows only the host's, as
/// a way out of userns-remap.
void FlagWriter::refuse_user_namespace(const FlagUse& use) {
    const std::string& text = use.value.text.text();
    if (program_ != Program::docker || use.value.text.is_open() || text.empty() || text == "host")
        return;
    container_.problems.push_back(
        {place(use.value.at),
         fmt::format("docker refuses --userns \"{}\": it takes only `host`, or nothing", text)});
}

void FlagWriter::name_space(std::string_view name, const FlagUse& use) {
    MaybeFact<NamespaceOwner>* target = name == "pid"   ? &container_.host_pid
                                        : name == "ipc" ? &container_.host_ipc
                                        : name == "network" || name == "net"
                                            ? &container_.host_network
                                        : name == "userns" ? &container_.host_user
                                        : name == "uts"    ? &container_.host_uts
                                                           : nullptr;
    if (target == nullptr) return;
    if (name == "userns") refuse_user_namespace(use);
    const std::string_view text = use.value.text.text();
    const bool shared = text == "host" || text.starts_with("container:") ||
                        text.starts_with("name=host") || use.value.text.is_open();
    if (!shared) {
        target->reset();
        return;
    }
    *target = reread(fact(use), read_namespace_owner);
    if (text.starts_with("name=host")) (*target)->value = NamespaceOwner::host;
}

/// The container's side of `[[ip:]host:]container[/protocol]`, or of the long form's `target=`.
void FlagWriter::port(const FlagUse& use) {
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

Engine engine_of(Program program, const CommandContext& context) {
    if (context.engine) return *context.engine;
    switch (program) {
    case Program::docker: return Engine::docker;
    case Program::podman: return Engine::podman;
    case Program::kubectl: return Engine::containerd;
    case Program::nerdctl: break;
    }
    return Engine::nerdctl;
}

void apply_flags(CommandResult& result, const ParsedFlags& parsed, Program program,
                 const CommandContext& context) {
    FlagWriter writer(result, program, context);
    for (const FlagUse& use : parsed.flags) writer.write(use);
    for (const shell::ShellProblem& problem : parsed.problems)
        result.container.problems.push_back(
            {.at = {context.source, problem.at}, .message = problem.message, .code = "command"});
    for (const shell::ShellWord& word : parsed.open_options) {
        result.unchecked.push_back({.at = {context.source, word.at},
                                    .reason = fmt::format("`{}` may hold more flags: it is {}",
                                                          word.text.text(), context.why_open)});
    }
}

} // namespace dropcap::command
