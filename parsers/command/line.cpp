// Where the command is: the program behind what is in front of it, and its verb behind global
// options.

#include "parsers/command/line.hpp"

#include "model/ascii.hpp"
#include "parsers/command/prefix.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace dropcap::command {

namespace {

using Words = std::span<const shell::ShellWord>;

// The program

struct Found {
    std::size_t at = 0;
    Program program = Program::docker;
    std::string_view implied; ///< docker-compose is `docker compose`, buildah only builds
    bool guessed = false;
};

struct ProgramName {
    std::string_view name;
    Program program;
    std::string_view implied;
};

constexpr std::array<ProgramName, 9> program_names{{
    {"docker", Program::docker, ""},
    {"docker-compose", Program::docker, "compose"},
    {"podman", Program::podman, ""},
    {"podman-remote", Program::podman, ""},
    {"buildah", Program::podman, "buildah"},
    {"nerdctl", Program::nerdctl, ""},
    {"nerdctl.lima", Program::nerdctl, ""},
    {"finch", Program::nerdctl, ""},
    {"kubectl", Program::kubectl, ""},
}};

const ProgramName* program_of(std::string_view word) {
    std::string_view name = command_base_name(word);
    if (name.ends_with(".exe")) name.remove_suffix(4);
    const auto* const found = std::ranges::find(program_names, name, &ProgramName::name);
    return found == program_names.end() ? nullptr : found;
}

/// `$DOCKER run`, `${CONTAINER_ENGINE} run`, `$(DOCKER) run`: a variable that is called like a
/// program.
std::optional<Program> program_by_variable(const shell::ShellWord& word) {
    if (!word.text.is_all_open()) return std::nullopt;
    const std::string name = lowercase(word.text.text());
    if (name.find("podman") != std::string::npos) return Program::podman;
    if (name.find("nerdctl") != std::string::npos) return Program::nerdctl;
    for (const std::string_view part : {"docker", "engine", "runtime", "container_cmd",
                                        "container_cli", "container_tool", "oci_bin"})
        if (name.find(part) != std::string::npos) return Program::docker;
    return std::nullopt;
}

std::optional<Found> find_program(Words words) {
    std::size_t at = 0;
    while (at < words.size()) {
        const shell::ShellWord& word = words[at];
        if (const ProgramName* name = program_of(word.text.text()))
            return Found{at, name->program, name->implied, false};
        if (const std::size_t next = skip_prefix(words, at); next != at) {
            at = next;
        } else if (const auto guess = program_by_variable(word)) {
            return Found{at, *guess, {}, true};
        } else if (word.text.is_all_open() && at + 1 < words.size() &&
                   program_of(words[at + 1].text.text()) != nullptr) {
            ++at; // $SUDO docker …
        } else {
            return std::nullopt;
        }
    }
    return std::nullopt;
}

// The verb

/// The flag whose value a cluster such as `-D` or `-DH` leaves to the next word; empty: none.
std::optional<FlagSpec> short_option(const FlagTable& table, std::string_view cluster) {
    for (std::size_t at = 1; at < cluster.size(); ++at) {
        auto spec = find_flag(table, cluster[at]);
        if (!spec || spec->takes_value) return at + 1 == cluster.size() ? spec : std::nullopt;
    }
    return std::nullopt;
}

/// Options in front of a command word; stops at that word.
std::size_t skip_options(Words words, std::size_t at, const FlagTable& table) {
    while (at < words.size()) {
        const std::string& text = words[at].text.text();
        if (words[at].text.is_all_open() && at + 1 < words.size()) { // docker $DOCKER_OPTS run …
            ++at;
            continue;
        }
        if (text.size() < 2 || text[0] != '-') break;
        ++at;
        const bool is_long = text[1] == '-';
        const bool attached = is_long && text.find('=') != std::string::npos;
        const auto spec =
            is_long ? find_flag(table, std::string_view(text).substr(2, text.find('=') - 2))
                    : short_option(table, text);
        if (spec && spec->takes_value && !attached) ++at;
    }
    return at;
}

struct VerbPath {
    std::string_view first, second; ///< the command's words; second may be empty
    Verb verb;
};

constexpr std::array<VerbPath, 22> verb_paths{{
    {"run", "", Verb::run},
    {"create", "", Verb::create},
    {"exec", "", Verb::exec},
    {"build", "", Verb::build},
    {"debug", "", Verb::debug},
    {"container", "run", Verb::run},
    {"container", "create", Verb::create},
    {"container", "exec", Verb::exec},
    {"image", "build", Verb::build},
    {"builder", "build", Verb::build},
    {"buildx", "build", Verb::build},
    {"buildx", "b", Verb::build},
    {"buildx", "bake", Verb::bake},
    {"buildx", "f", Verb::bake},
    {"buildx", "create", Verb::builder_create},
    {"buildah", "bud", Verb::build},
    {"buildah", "build", Verb::build},
    {"compose", "run", Verb::compose_run},
    {"compose", "exec", Verb::compose_exec},
    {"service", "create", Verb::service_create},
    {"service", "update", Verb::service_update},
    {"pod", "create", Verb::pod_create},
}};

struct FoundVerb {
    Verb verb;
    std::size_t last; ///< index of the verb's last word
};

/// Looks for a verb at `at`, where the program's options end.
std::optional<FoundVerb> find_verb(Words words, std::size_t at, const Found& found) {
    if (at >= words.size()) return std::nullopt;
    const bool implied = !found.implied.empty();
    const std::string_view first =
        implied ? found.implied : std::string_view(words[at].text.text());
    const std::size_t behind = implied ? at : skip_options(words, at + 1, group_table(first));
    const std::string_view second =
        behind < words.size() ? std::string_view(words[behind].text.text()) : std::string_view{};
    for (const VerbPath& path : verb_paths) {
        if (path.first != first) continue;
        if (!path.second.empty() && path.second != second) continue;
        if (flag_table(found.program, path.verb)[0].empty()) continue;
        return FoundVerb{path.verb, path.second.empty() ? at : behind};
    }
    return std::nullopt;
}

/// Which commands turn pflag's interspersed off: those whose operands are a command line of their
/// own.
bool is_interspersed(Verb verb) {
    switch (verb) {
    case Verb::run:
    case Verb::create:
    case Verb::exec:
    case Verb::compose_run:
    case Verb::compose_exec:
    case Verb::service_create:
    case Verb::pod_create: return false;
    default: return true;
    }
}

} // namespace

std::optional<CommandLine> read_command(std::span<const shell::ShellWord> words) {
    const auto found = find_program(words);
    if (!found) return std::nullopt;
    const FlagTable globals = found->implied.empty() ? flag_table(found->program, Verb::global)
                                                     : group_table(found->implied);
    const auto verb = find_verb(words, skip_options(words, found->at + 1, globals), *found);
    if (!verb) return std::nullopt;
    CommandLine line;
    line.program = found->program;
    line.guessed = found->guessed;
    line.verb = verb->verb;
    line.head = {words[found->at].at.begin, words[verb->last].at.end};
    line.extent = {words.front().at.begin, words.back().at.end};
    const FlagTable table = flag_table(line.program, line.verb);
    const std::string speaker =
        fmt::format("{} {}", program_name(line.program), verb_words(line.verb));
    const bool interspersed = line.program == Program::kubectl || is_interspersed(line.verb);
    line.parsed = parse_flags(words.subspan(verb->last + 1),
                              {.table = table, .speaker = speaker, .interspersed = interspersed});
    return line;
}

} // namespace dropcap::command
