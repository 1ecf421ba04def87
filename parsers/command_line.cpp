// Where the command is and how its words divide: semantics of pflag and of the wrappers in front of a command.

#include "parsers/command_line.hpp"

#include "parsers/go_bool.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace dropcap {

namespace {

using Words = std::span<const ShellWord>;

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
    return std::ranges::find(words, word) != words.end();
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return result;
}

// pflag

/// Takes the words behind a verb apart.
class FlagReader {
  public:
    FlagReader(Words words, const FlagTable& table, std::string_view speaker) : words_(words), table_(table), speaker_(speaker) {}

    ParsedFlags read() {
        while (at_ < words_.size()) {
            const ShellWord& word = words_[at_];
            const std::string& text = word.text.text();
            if (text == "--" && !word.text.is_open()) {
                ++at_;
                break;
            }
            if (text.size() > 2 && text.starts_with("--")) {
                long_flag(word);
            } else if (text.size() > 1 && text[0] == '-') {
                cluster(word);
            } else if (is_open_option(word)) {
                out_.open_options.push_back(word);
                ++at_;
            } else {
                break;
            }
        }
        out_.operands.assign(words_.begin() + static_cast<std::ptrdiff_t>(std::min(at_, words_.size())), words_.end());
        return std::move(out_);
    }

  private:
    void long_flag(const ShellWord& word) {
        const std::string& text = word.text.text();
        const std::size_t equals = text.find('=');
        const std::size_t name_end = std::min(equals, text.size());
        const std::string_view name = std::string_view(text).substr(2, name_end - 2);
        ++at_;
        if (word.text.is_open(2, name_end)) {
            out_.open_options.push_back(word);
            return;
        }
        auto spec = find_flag(table_, name);
        if (!spec) {
            unknown_long(word, name);
            spec = FlagSpec{.name = {}, .letter = '\0', .takes_value = equals == std::string::npos && unknown_takes_next()};
        }
        FlagUse use{.spec = *spec, .value = {}, .entry = word.at, .name = word.span(0, name_end)};
        if (equals != std::string::npos) {
            attach(use, word, equals + 1);
        } else if (spec->takes_value) {
            next_value(use, fmt::format("flag needs an argument: --{}", name));
        }
        finish(std::move(use));
    }

    /// `-itde=A`, `-p80:80`: letters that are booleans, then perhaps one that takes the rest or the next word.
    void cluster(const ShellWord& word) {
        const std::string& text = word.text.text();
        ++at_;
        for (std::size_t i = 1; i < text.size(); ++i) {
            if (word.text.is_open(i, i + 1)) {
                out_.open_options.push_back(word);
                return;
            }
            const auto spec = find_flag(table_, text[i]);
            if (!spec) {
                unknown_letter(word, text[i]);
                return;
            }
            FlagUse use{.spec = *spec, .value = {}, .entry = word.at, .name = word.span(i, i + 1)};
            const bool equals = i + 1 < text.size() && text[i + 1] == '=';
            if (equals) {
                attach(use, word, i + 2);
            } else if (spec->takes_value && i + 1 < text.size()) {
                attach(use, word, i + 1);
            } else if (spec->takes_value) {
                next_value(use, fmt::format("flag needs an argument: -{}", text[i]));
            }
            finish(std::move(use));
            if (spec->takes_value || equals) return;
        }
    }

    static void attach(FlagUse& use, const ShellWord& word, std::size_t begin) {
        use.has_value = true;
        use.value = {.text = word.text.slice(begin), .at = word.span(begin, word.text.size()), .quoted = word.quoted};
    }

    /// The next word whatever it looks like, be it a flag or `--`.
    void next_value(FlagUse& use, std::string missing) {
        if (at_ >= words_.size()) {
            problem(use.entry, std::move(missing));
            return;
        }
        use.has_value = true;
        use.value = words_[at_];
        use.entry.end = words_[at_].at.end;
        ++at_;
    }

    void finish(FlagUse use) {
        if (use.spec.name == "help") out_.asks_help = true;
        if (!use.spec.takes_value && use.has_value && !use.spec.name.empty() && !use.value.text.is_open() && !use.boolean()) {
            problem(use.entry, fmt::format("{} takes no \"{}\" for --{}: only true or false (or 1, 0, t, f)", speaker_,
                                           use.value.text.text(), use.spec.name));
        }
        out_.flags.push_back(std::move(use));
    }

    void unknown_long(const ShellWord& word, std::string_view name) {
        const std::string_view meant = suggest_flag(table_, name);
        problem(word.at,
                fmt::format("{} has no flag --{}{}", speaker_, name, meant.empty() ? "" : fmt::format("; did you mean `--{}`?", meant)));
    }

    void unknown_letter(const ShellWord& word, char letter) {
        const std::string_view text = word.text.text();
        const std::string_view name = text.substr(1, text.find('=') - 1);
        if (find_flag(table_, name)) {
            problem(word.at, fmt::format("{} reads -{} as single letters; write `--{}`", speaker_, name, name));
        } else {
            problem(word.at, fmt::format("{} has no flag -{}", speaker_, letter));
        }
    }

    /// A flag nobody knows: the word behind it is its value when a flag or an operand still follows that one.
    [[nodiscard]] bool unknown_takes_next() const {
        if (at_ + 1 >= words_.size()) return false;
        return !words_[at_].text.text().starts_with('-');
    }

    /// A word that is nothing but a variable in front of the image: options, unless it must be the image itself.
    [[nodiscard]] bool is_open_option(const ShellWord& word) const {
        if (!word.text.is_all_open()) return false;
        const std::string& text = word.text.text();
        if (text.starts_with("$@") || text.starts_with("$*") || text.find("[@]") != std::string::npos ||
            text.find("[*]") != std::string::npos)
            return true;
        const bool last = at_ + 1 >= words_.size();
        if (!last && words_[at_ + 1].text.text().starts_with('-')) return true;
        const std::string name = lower(text);
        if (name.find("image") != std::string::npos || name.find("img") != std::string::npos) return false;
        for (const std::string_view part : {"opt", "arg", "flag", "param", "extra"})
            if (name.find(part) != std::string::npos) return true;
        return false;
    }

    void problem(Span at, std::string message) { out_.problems.push_back({at, std::move(message)}); }

    Words words_;
    const FlagTable& table_;
    std::string_view speaker_;
    std::size_t at_ = 0;
    ParsedFlags out_;
};

// In front of the command

bool is_assignment(const ShellWord& word) {
    const std::string& text = word.text.text();
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || (text[0] >= '0' && text[0] <= '9')) return false;
    return std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(equals), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '+';
    });
}

/// A program that runs the command behind it, the letters of its options that take a value, and how many operands of its own it has.
struct Wrapper {
    std::string_view name;
    std::string_view value_letters;
    int operands = 0;
};

constexpr std::array<Wrapper, 20> wrappers{{
    {"sudo", "ugChpDRTrtU"}, {"doas", "uCa"},          {"env", "uCS"},  {"exec", "a"},     {"time", "of"},       {"nohup", ""},
    {"command", ""},         {"builtin", ""},          {"nice", "n"},   {"ionice", "cnp"}, {"timeout", "ks", 1}, {"stdbuf", "ioe"},
    {"setsid", ""},          {"xargs", "adEeIiLlnPs"}, {"chronic", ""}, {"unbuffer", ""},  {"lima", ""},         {"flock", "wE", 1},
    {"retry", "tdm"},        {"systemd-run", "upEtH"},
}};

/// Words of the shell's grammar that may stand in front of a command.
constexpr std::array<std::string_view, 11> keywords = {"if", "then", "elif", "else", "while", "until", "do", "!", "{", "time", "coproc"};

std::string_view base_name(std::string_view word) {
    const std::size_t slash = word.find_last_of("/\\");
    return slash == std::string_view::npos ? word : word.substr(slash + 1);
}

/// Steps over a wrapper's own options and operands.
std::size_t skip_wrapper(Words words, std::size_t at, const Wrapper& wrapper) {
    for (++at; at < words.size(); ++at) {
        const std::string& text = words[at].text.text();
        if (text == "--") return at + 1;
        if (text.size() < 2 || text[0] != '-') break;
        const bool separate = text[1] != '-' && wrapper.value_letters.find(text.back()) != std::string_view::npos;
        if (separate) ++at;
    }
    return at + static_cast<std::size_t>(wrapper.operands);
}

struct Found {
    std::size_t at = 0;
    Program program = Program::docker;
    bool guessed = false;
};

std::optional<Program> program_of(std::string_view word) {
    std::string_view name = base_name(word);
    if (name.ends_with(".exe")) name.remove_suffix(4);
    if (name == "docker") return Program::docker;
    if (name == "podman" || name == "podman-remote" || name == "buildah") return Program::podman;
    if (name == "nerdctl" || name == "nerdctl.lima" || name == "finch") return Program::nerdctl;
    return std::nullopt;
}

/// `$DOCKER run`, `${CONTAINER_ENGINE} run`, `$(DOCKER) run`: a variable that is called like a program.
std::optional<Program> program_by_variable(const ShellWord& word) {
    if (!word.text.is_all_open()) return std::nullopt;
    const std::string name = lower(word.text.text());
    if (name.find("podman") != std::string::npos) return Program::podman;
    if (name.find("nerdctl") != std::string::npos) return Program::nerdctl;
    for (const std::string_view part : {"docker", "engine", "runtime", "container_cmd", "container_cli", "container_tool", "oci_bin"})
        if (name.find(part) != std::string::npos) return Program::docker;
    return std::nullopt;
}

std::optional<Found> find_program(Words words) {
    std::size_t at = 0;
    while (at < words.size()) {
        const ShellWord& word = words[at];
        const std::string& text = word.text.text();
        if (is_assignment(word) || is_one_of(text, keywords)) {
            ++at;
        } else if (const auto program = program_of(text)) {
            return Found{at, *program, false};
        } else if (const auto* wrapper = std::ranges::find(wrappers, base_name(text), &Wrapper::name); wrapper != wrappers.end()) {
            at = skip_wrapper(words, at, *wrapper);
        } else if (const auto guess = program_by_variable(word)) {
            return Found{at, *guess, true};
        } else if (word.text.is_all_open() && at + 1 < words.size() && program_of(words[at + 1].text.text())) {
            ++at; // $SUDO docker …
        } else {
            return std::nullopt;
        }
    }
    return std::nullopt;
}

// The verb

/// The program's global options; stops at its first command word.
std::size_t skip_globals(Words words, std::size_t at, Program program) {
    const FlagTable table = flag_table(program, Verb::global);
    while (at < words.size()) {
        const std::string& text = words[at].text.text();
        if (words[at].text.is_all_open() && at + 1 < words.size()) { // docker $DOCKER_OPTS run …
            ++at;
            continue;
        }
        if (text.size() < 2 || text[0] != '-') break;
        ++at;
        const bool is_long = text[1] == '-';
        const auto spec = is_long ? find_flag(table, std::string_view(text).substr(2, text.find('=') - 2)) : find_flag(table, text.back());
        const bool attached = is_long ? text.find('=') != std::string::npos : false;
        if (spec && spec->takes_value && !attached) ++at;
    }
    return at;
}

struct VerbPath {
    std::string_view first, second; ///< the command's words; second may be empty
    Verb verb;
};

constexpr std::array<VerbPath, 15> verb_paths{{
    {"run", "", Verb::run},
    {"create", "", Verb::create},
    {"exec", "", Verb::exec},
    {"build", "", Verb::build},
    {"bud", "", Verb::build},
    {"container", "run", Verb::run},
    {"container", "create", Verb::create},
    {"container", "exec", Verb::exec},
    {"image", "build", Verb::build},
    {"builder", "build", Verb::build},
    {"buildx", "build", Verb::build},
    {"buildx", "b", Verb::build},
    {"service", "create", Verb::service_create},
    {"service", "update", Verb::service_update},
    {"pod", "create", Verb::pod_create},
}};

struct FoundVerb {
    Verb verb;
    std::size_t last; ///< index of the verb's last word
};

std::optional<FoundVerb> find_verb(Words words, std::size_t at, Program program) {
    if (at >= words.size()) return std::nullopt;
    const std::string& first = words[at].text.text();
    const std::string_view second = at + 1 < words.size() ? std::string_view(words[at + 1].text.text()) : std::string_view{};
    for (const VerbPath& path : verb_paths) {
        if (path.first != first) continue;
        if (!path.second.empty() && path.second != second) continue;
        if (flag_table(program, path.verb)[0].empty()) continue;
        return FoundVerb{path.verb, path.second.empty() ? at : at + 1};
    }
    return std::nullopt;
}

std::string_view verb_words(Verb verb) {
    switch (verb) {
    case Verb::run: return "run";
    case Verb::create: return "create";
    case Verb::exec: return "exec";
    case Verb::build: return "build";
    case Verb::pod_create: return "pod create";
    case Verb::service_create: return "service create";
    case Verb::service_update: return "service update";
    case Verb::global: break;
    }
    return "";
}

} // namespace

std::optional<bool> FlagUse::boolean() const {
    if (!has_value) return true;
    if (value.text.is_open()) return std::nullopt;
    return parse_go_bool(value.text.text());
}

ParsedFlags parse_flags(std::span<const ShellWord> words, const FlagTable& table, std::string_view speaker) {
    return FlagReader(words, table, speaker).read();
}

std::optional<CommandLine> read_command(std::span<const ShellWord> words) {
    const auto found = find_program(words);
    if (!found) return std::nullopt;
    const auto verb = find_verb(words, skip_globals(words, found->at + 1, found->program), found->program);
    if (!verb) return std::nullopt;
    CommandLine line;
    line.program = found->program;
    line.guessed = found->guessed;
    line.verb = verb->verb;
    line.engine = words[found->at].at;
    line.head = {line.engine.begin, words[verb->last].at.end};
    line.extent = {words.front().at.begin, words.back().at.end};
    const std::string speaker = fmt::format("{} {}", program_name(line.program), verb_words(line.verb));
    line.parsed = parse_flags(words.subspan(verb->last + 1), flag_table(line.program, line.verb), speaker);
    return line;
}

} // namespace dropcap
