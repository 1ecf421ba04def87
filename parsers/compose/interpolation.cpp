// The grammar of compose-go's template/template.go, which is a regular expression and what it
// leaves over:
//   $$ · $NAME · ${NAME} · ${NAME:-w} ${NAME-w} ${NAME:?w} ${NAME?w} ${NAME:+w} ${NAME+w}
// `w` ends at the matching brace, must close on the line it starts on, and is itself interpolated.
// `$` before anything else is a dollar;
// `${` before anything else is an error.

#include "parsers/compose/interpolation.hpp"

#include "model/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dropcap::compose {

namespace {

/// Defaults within defaults; people write two.
constexpr int most_nested = 40;
constexpr std::size_t most_bytes = 64U << 10U;

bool is_name_start(char c) { return c == '_' || is_letter(c); }
bool is_name_part(char c) { return is_name_start(c) || is_digit(c); }

std::string_view name_at(std::string_view text, std::size_t at) {
    if (at >= text.size() || !is_name_start(text[at])) return {};
    std::size_t end = at;
    while (end < text.size() && is_name_part(text[end])) ++end;
    return text.substr(at, end - at);
}

/// `${NAME op word}`, taken apart.
struct Braced {
    std::string_view name;
    std::string_view op; ///< ":-", "-", ":?", "?", ":+", "+" or empty
    std::string_view word;
    std::size_t end = 0; ///< past the closing brace
};

std::string_view operator_at(std::string_view text, std::size_t at) {
    const std::size_t colon = at < text.size() && text[at] == ':' ? 1 : 0;
    if (at + colon >= text.size()) return {};
    const char sign = text[at + colon];
    return sign == '-' || sign == '+' || sign == '?' ? text.substr(at, colon + 1)
                                                     : std::string_view{};
}

/// The brace that closes the one behind the dollar, as Compose counts: the character after an
/// opening brace is ignored unseen.
std::size_t closing_brace(std::string_view text, std::size_t at, std::size_t last) {
    int open = 0;
    for (std::size_t i = at; i <= last; ++i) {
        if (text[i] == '}' && --open == 0) return i;
        if (text[i] == '{') {
            ++open;
            ++i;
        }
    }
    return last;
}

class Walk {
  public:
    Walk(std::string_view whole, const Lookup& lookup) : whole_(whole), lookup_(lookup) {}

    Substitution run() {
        result_.text = run(whole_, 0);
        result_.written = whole_;
        return std::move(result_);
    }

  private:
    /// A part of the text with its variables replaced. Stops at the first refusal.
    std::string run(std::string_view text, int depth) {
        if (depth > most_nested)
            refuse(Substitution::Refusal::format, "the defaults are nested too deep");
        std::string out;
        Line line;
        std::size_t at = 0;
        while (at < text.size() && result_.refusal == Substitution::Refusal::none) {
            const std::size_t dollar = std::min(text.find('$', at), text.size());
            append(out, text.substr(at, dollar - at));
            at = dollar == text.size() ? dollar : variable(text, dollar, line, out, depth);
        }
        return out;
    }

    /// The last closing brace of a line, looked for once a line.
    struct Line {
        std::size_t end = 0;
        std::size_t last_brace = std::string_view::npos;
    };

    static std::size_t last_brace(std::string_view text, std::size_t at, Line& line) {
        if (at >= line.end) {
            line.end = std::min(text.find('\n', at), text.size());
            const std::size_t found = text.substr(0, line.end).rfind('}');
            line.last_brace =
                found == std::string_view::npos || found < at ? std::string_view::npos : found;
        }
        return line.last_brace != std::string_view::npos && line.last_brace >= at
                   ? line.last_brace
                   : std::string_view::npos;
    }

    /// Replaces what begins at the dollar; returns where the text goes on.
    std::size_t variable(std::string_view text, std::size_t dollar, Line& line, std::string& out,
                         int depth) {
        const std::size_t next = dollar + 1;
        if (next < text.size() && text[next] == '{') {
            const auto braced = read_braced(text, dollar, line);
            if (!braced) {
                refuse_variable(text, dollar);
                return text.size();
            }
            append(out, value_of(*braced, text.substr(dollar, braced->end - dollar), depth));
            return braced->end;
        }
        if (next < text.size() && text[next] == '$') {
            append(out, "$");
            return next + 1;
        }
        const std::string_view name = name_at(text, next);
        if (name.empty())
            append(out, "$");
        else
            append(out, value_of({.name = name, .op = {}, .word = {}, .end = 0}, {}, depth));
        return next + name.size();
    }

    static std::optional<Braced> read_braced(std::string_view text, std::size_t dollar,
                                             Line& line) {
        Braced braced;
        braced.name = name_at(text, dollar + 2);
        const std::size_t behind = dollar + 2 + braced.name.size();
        if (braced.name.empty() || behind >= text.size()) return std::nullopt;
        braced.end = behind + 1;
        if (text[behind] == '}') return braced;
        braced.op = operator_at(text, behind);
        const std::size_t last = last_brace(text, behind, line);
        if (braced.op.empty() || last == std::string_view::npos) return std::nullopt;
        const std::size_t word = behind + braced.op.size();
        const std::size_t close = closing_brace(text, dollar, last);
        if (close < word) return std::nullopt;
        braced.word = text.substr(word, close - word);
        braced.end = close + 1;
        return braced;
    }

    std::string value_of(const Braced& braced, std::string_view written, int depth) {
        const Variable* const known = lookup_(braced.name);
        const bool strict = braced.op.starts_with(':');
        const char sign = braced.op.empty() ? '\0' : braced.op.back();
        if (known != nullptr && !known->open.empty()) {
            open(fmt::format("{} is {}, and {}", shown(braced.name), known->from, known->open),
                 known->open);
            return {};
        }
        const bool present = known != nullptr && !(strict && known->value.empty());
        if (present && sign != '+') return taken(braced.name, *known);
        switch (sign) {
        case '-': return fallback(braced, known, depth);
        case '?': return required(braced, written, depth);
        case '+': return alternative(braced, known, present, depth);
        default:
            open(fmt::format("{} is not set and has no default", shown(braced.name)));
            return {};
        }
    }

    std::string taken(std::string_view name, const Variable& variable) {
        note(fmt::format("{} is {}", name, variable.from));
        result_.is_outside = true;
        return variable.value;
    }

    std::string fallback(const Braced& braced, const Variable* known, int depth) {
        std::string word = run(braced.word, depth + 1);
        note(fmt::format("{} is {}, so its default counts", braced.name,
                         known == nullptr ? "not set" : "empty"));
        return word;
    }

    std::string required(const Braced& braced, std::string_view written, int depth) {
        const std::string reason = run(braced.word, depth + 1);
        if (result_.refusal == Substitution::Refusal::none)
            refuse(Substitution::Refusal::required,
                   fmt::format("Compose refuses to go on without {}, which `{}` requires: {}",
                               braced.name, written.substr(0, 60),
                               reason.empty() ? "it is not set" : reason));
        return {};
    }

    /// `${X:+word}`: what is there depends on X alone, so an X that no one sets leaves it open.
    std::string alternative(const Braced& braced, const Variable* known, bool present, int depth) {
        if (known == nullptr) {
            open(fmt::format("{} is not set; with it the value would be `{}`", shown(braced.name),
                             shown(braced.word)));
            return {};
        }
        note(fmt::format("{} is {}", braced.name, known->from));
        return present ? run(braced.word, depth + 1)
                       : std::string(); // no one looks at a word that is not taken
    }

    void append(std::string& out, std::string_view more) {
        if (result_.refusal != Substitution::Refusal::none) return;
        if (out.size() + more.size() > most_bytes)
            return refuse(Substitution::Refusal::too_long,
                          "with its variables replaced this value is larger than 64 KiB");
        out += more;
    }

    void refuse(Substitution::Refusal refusal, std::string message) {
        if (result_.refusal != Substitution::Refusal::none) return;
        result_.refusal = refusal;
        result_.message = std::move(message);
    }

    /// At most one line of it is shown, and at most 40 bytes.
    void refuse_variable(std::string_view text, std::size_t dollar) {
        if (result_.refusal != Substitution::Refusal::none) return;
        const std::size_t line_end = std::min(text.find('\n', dollar), text.size());
        const std::string_view shown =
            text.substr(dollar, std::min(text.find('}', dollar), line_end - 1) - dollar + 1);
        result_.refused_at = static_cast<std::size_t>(shown.data() - whole_.data());
        result_.refused_size = shown.size();
        refuse(
            Substitution::Refusal::format,
            fmt::format(
                "`{}` is not a variable as Compose writes it: `${{NAME}}`, `${{NAME:-default}}`; a dollar that is meant literally is "
                "written `$$`",
                shown.substr(0, 40)));
    }

    /// A reason goes along with every variable that is set to one that is open: it must not grow on
    /// its way.
    static std::string shown(std::string_view text) {
        std::size_t most = 60;
        if (text.size() <= most) return std::string(text);
        while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
        return std::string(text.substr(0, most)) + "…";
    }

    void open(std::string why, std::string_view cause = {}) {
        if (!result_.open.empty()) return;
        result_.cause = cause.empty() ? why : std::string(cause);
        result_.open = std::move(why);
    }

    void note(std::string_view more) {
        if (result_.note.size() > 200) return;
        if (!result_.note.empty()) result_.note += ", ";
        result_.note += more;
    }

    std::string_view whole_;
    const Lookup& lookup_;
    Substitution result_;
};

} // namespace

Substitution substitute(std::string_view text, const Lookup& lookup) {
    return Walk(text, lookup).run();
}

Substitution substitute(std::string_view text, const Environment& environment) {
    return substitute(text, [&](std::string_view name) { return environment.find(name); });
}

} // namespace dropcap::compose
