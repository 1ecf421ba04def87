#include "parsers/command/pflag.hpp"

#include "model/ascii.hpp"
#include "parsers/text/go_bool.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace dropcap::command {

namespace {

using Words = std::span<const shell::ShellWord>;

/// Takes the words behind a verb apart.
class FlagReader {
  public:
    FlagReader(Words words, const FlagRules& rules)
        : words_(words), table_(rules.table), rules_(rules) {}

    ParsedFlags read() {
        while (at_ < words_.size()) {
            const shell::ShellWord& word = words_[at_];
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
            } else if (rules_.interspersed) {
                out_.operands.push_back(word);
                ++at_;
            } else {
                break;
            }
        }
        out_.operands.insert(out_.operands.end(),
                             words_.begin() +
                                 static_cast<std::ptrdiff_t>(std::min(at_, words_.size())),
                             words_.end());
        return std::move(out_);
    }

  private:
    void long_flag(const shell::ShellWord& word) {
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
            spec = FlagSpec{.name = {},
                            .letter = '\0',
                            .takes_value = equals == std::string::npos && unknown_takes_next()};
        }
        FlagUse use{.spec = *spec, .value = {}, .entry = word.at, .name = word.span(0, name_end)};
        if (equals != std::string::npos) {
            attach(use, word, equals + 1);
        } else if (spec->takes_value) {
            next_value(use, fmt::format("flag needs an argument: --{}", name));
        }
        finish(std::move(use));
    }

    /// `-itde=A`, `-p80:80`: letters that are booleans, then perhaps one that takes the rest or the
    /// next word.
    void cluster(const shell::ShellWord& word) {
        const std::string& text = word.text.text();
        ++at_;
        if (is_meant_long(text)) return single_letters(word);
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

    static void attach(FlagUse& use, const shell::ShellWord& word, std::size_t begin) {
        use.has_value = true;
        use.value = {.text = word.text.slice(begin),
                     .at = word.span(begin, word.text.size()),
                     .quoted = word.quoted};
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
        const bool is_switch =
            !use.spec.takes_value && !use.spec.any_value && !use.spec.name.empty();
        if (is_switch && use.has_value && !use.value.text.is_open() && !use.boolean()) {
            problem(use.entry,
                    fmt::format("{} takes no \"{}\" for --{}: only true or false (or 1, 0, t, f)",
                                rules_.speaker, use.value.text.text(), use.spec.name));
        }
        out_.flags.push_back(std::move(use));
    }

    void unknown_long(const shell::ShellWord& word, std::string_view name) {
        const std::string_view meant = suggest_flag(table_, name);
        problem(word.at,
                fmt::format("{} has no flag --{}{}", rules_.speaker, name,
                            meant.empty() ? "" : fmt::format("; did you mean `--{}`?", meant)));
    }

    void unknown_letter(const shell::ShellWord& word, char letter) {
        if (find_flag(table_, name_in(word.text.text()))) return single_letters(word);
        problem(word.at, fmt::format("{} has no flag -{}", rules_.speaker, letter));
    }

    void single_letters(const shell::ShellWord& word) {
        const std::string_view name = name_in(word.text.text());
        problem(word.at, fmt::format("{} reads -{} as single letters; write `--{}`", rules_.speaker,
                                     name, name));
    }

    /// The `name` of `-name=value`.
    static std::string_view name_in(std::string_view word) {
        return word.substr(1, std::min(word.find('='), word.size()) - 1);
    }

    /// `-privileged` is `-p rivileged`, which is no port; so with the other letters whose values
    /// are paths, ports and numbers.
    [[nodiscard]] bool is_meant_long(std::string_view word) const {
        return word.size() > 2 &&
               std::string_view("acmpv").find(word[1]) != std::string_view::npos &&
               find_flag(table_, name_in(word));
    }

    /// A flag no one knows: the word behind it is its value when a flag or an operand still follows
    /// that one.
    [[nodiscard]] bool unknown_takes_next() const {
        if (at_ + 1 >= words_.size()) return false;
        return !words_[at_].text.text().starts_with('-');
    }

    /// A word that is nothing but a variable in front of the image: options, unless it must be the
    /// image itself.
    [[nodiscard]] bool is_open_option(const shell::ShellWord& word) const {
        if (!word.text.is_all_open()) return false;
        const std::string& text = word.text.text();
        if (text.starts_with("$@") || text.starts_with("$*") ||
            text.find("[@]") != std::string::npos || text.find("[*]") != std::string::npos)
            return true;
        const bool last = at_ + 1 >= words_.size();
        for (const std::string_view function : {"$(if ", "$(addprefix ", "$(foreach "}) // make's
            if (text.starts_with(function)) return !last;
        if (!last && words_[at_ + 1].text.text().starts_with('-')) return true;
        const std::string name = lowercase(text);
        if (name.find("image") != std::string::npos || name.find("img") != std::string::npos)
            return false;
        for (const std::string_view part : {"opt", "arg", "flag", "param", "extra"})
            if (name.find(part) != std::string::npos) return true;
        return !last && is_called_like_flags(name);
    }

    /// `$platform`, `${VOLUMES}`: no one calls an image so.
    static bool is_called_like_flags(std::string_view variable) {
        constexpr std::array<std::string_view, 11> names = {
            "platform", "network", "volume", "mount",      "device", "gpu",
            "port",     "env",     "label",  "privileged", "cap"};
        const std::size_t first = variable.find_first_not_of("${");
        if (first == std::string_view::npos) return false;
        variable.remove_prefix(first);
        if (variable.ends_with('}')) variable.remove_suffix(1);
        if (variable.ends_with('s')) variable.remove_suffix(1);
        return std::ranges::find(names, variable) != names.end();
    }

    void problem(Span at, std::string message) {
        out_.problems.push_back({at, std::move(message)});
    }

    Words words_;
    const FlagTable& table_;
    const FlagRules& rules_;
    std::size_t at_ = 0;
    ParsedFlags out_;
};

} // namespace

std::optional<bool> FlagUse::boolean() const {
    if (!has_value) return true;
    if (value.text.is_open()) return std::nullopt;
    return text::parse_go_bool(value.text.text());
}

const FlagUse* ParsedFlags::last(std::string_view name) const {
    const FlagUse* found = nullptr;
    for (const FlagUse& use : flags)
        if (use.spec.name == name && (use.has_value || !use.spec.takes_value)) found = &use;
    return found;
}

ParsedFlags parse_flags(std::span<const shell::ShellWord> words, const FlagRules& rules) {
    return FlagReader(words, rules).read();
}

} // namespace dropcap::command
