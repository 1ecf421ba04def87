#include "parsers/dockerfile/words.hpp"

#include "model/ascii.hpp"
#include "parsers/dockerfile/pattern.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dropcap::dockerfile {

namespace {

bool is_name_char(char c) { return is_alphanumeric(c) || c == '_'; }

/// What the lexer refuses; caught at expand_build_word.
struct Refusal {
    std::string message;
};

/// BuildKit's shell.Lex.ProcessWord on a text with places.
class WordReader {
  public:
    WordReader(const text::MappedText& input, const Expansion& how)
        : input_(input), text_(input.text()), how_(how) {}

    text::MappedText read() { return until('\0', false, ""); }

  private:
    /// Up to `stop` (consumed), or to the end when there is none. Patterns keep their escapes:
    /// `raw`.
    text::MappedText until(char stop, bool raw, const char* missing) {
        if (++depth_ > 50) throw Refusal{"substitutions are nested too deeply"};
        const bool outer = std::exchange(raw_, raw);
        text::MappedText result;
        while (at_ < text_.size() && (stop == '\0' || text_[at_] != stop)) step(result);
        if (stop != '\0' && at_ >= text_.size()) throw Refusal{missing};
        if (stop != '\0') ++at_;
        raw_ = outer;
        --depth_;
        return result;
    }

    void step(text::MappedText& result) {
        const char c = text_[at_];
        if (c == '\'') {
            single_quoted(result);
        } else if (c == '"') {
            double_quoted(result);
        } else if (c == '$') {
            dollar(result);
        } else if (c == how_.escape) {
            escaped(result);
        } else {
            take(result, 1);
        }
    }

    void take(text::MappedText& result, std::size_t length) {
        result.append(input_, at_, at_ + length);
        at_ += length;
    }

    /// Two input bytes, an escape and a character, that stand for the character.
    void take_escaped(text::MappedText& result) {
        result.append_replaced(text_.substr(at_ + 1, 1), input_.span(at_, at_ + 2),
                               input_.is_open(at_ + 1, at_ + 2));
        at_ += 2;
    }

    void single_quoted(text::MappedText& result) {
        const std::size_t end = text_.find('\'', at_ + 1);
        if (end == std::string_view::npos)
            throw Refusal{"unexpected end of statement while looking for matching single-quote"};
        ++at_;
        take(result, end - at_);
        ++at_;
    }

    void double_quoted(text::MappedText& result) {
        ++at_;
        while (at_ < text_.size() && text_[at_] != '"') {
            const char c = text_[at_];
            if (c == '$') {
                dollar(result);
            } else if (c == how_.escape) {
                escaped_in_double(result);
            } else {
                take(result, 1);
            }
        }
        if (at_ >= text_.size())
            throw Refusal{"unexpected end of statement while looking for matching double-quote"};
        ++at_;
    }

    void escaped_in_double(text::MappedText& result) {
        if (raw_) result.append(input_, at_, at_ + 1);
        const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
        if (next == '"' || next == '$' || next == how_.escape) {
            take_escaped(result);
        } else {
            take(result, 1);
        }
    }

    void escaped(text::MappedText& result) {
        if (raw_) {
            take(result, std::min<std::size_t>(2, text_.size() - at_));
        } else if (at_ + 1 >= text_.size()) {
            ++at_;
        } else {
            take_escaped(result);
        }
    }

    /// A name, digits, or one special parameter; empty when the `$` stands alone.
    std::string_view name() {
        const std::size_t begin = at_;
        if (at_ >= text_.size()) return {};
        if (is_digit(text_[at_])) {
            while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
        } else if (std::string_view("@*#?-$!").find(text_[at_]) != std::string_view::npos) {
            ++at_;
        } else {
            while (at_ < text_.size() && is_name_char(text_[at_])) ++at_;
        }
        return text_.substr(begin, at_ - begin);
    }

    void dollar(text::MappedText& result) {
        const std::size_t begin = at_++;
        if (at_ < text_.size() && text_[at_] == '{') {
            ++at_;
            braced(result, begin);
            return;
        }
        const std::string_view variable = name();
        if (variable.empty()) {
            result.append(input_, begin, at_);
        } else {
            put(result, find(variable), begin);
        }
    }

    /// The variable of that name. `$1`, `$@` and their kind are empty in a build.
    [[nodiscard]] const BuildVariable* find(std::string_view variable_name) const {
        static const BuildVariable unknown;
        const BuildVariable* const found = how_.variables.find(variable_name);
        const bool has_name =
            !variable_name.empty() && is_name_char(variable_name[0]) && !is_digit(variable_name[0]);
        return found == nullptr && has_name && how_.unset == Unset::open ? &unknown : found;
    }

    /// The variable's value in the place of the reference that began at `begin`.
    void put(text::MappedText& result, const BuildVariable* variable, std::size_t begin) {
        if (variable == nullptr) return;
        put_value(result, variable->value, begin);
    }

    void put_value(text::MappedText& result, const std::optional<std::string>& value,
                   std::size_t begin) {
        if (!value || !afford(value->size())) return put_open(result, begin);
        result.append_replaced(*value, input_.span(begin, at_));
    }

    /// ENV A=$B$B, ENV B=$A$A …: what doubles with each line has an end.
    bool afford(std::size_t bytes) {
        if (how_.left == nullptr) return true;
        if (bytes > *how_.left) return false;
        *how_.left -= bytes;
        return true;
    }

    void put_open(text::MappedText& result, std::size_t begin) {
        result.append_replaced(text_.substr(begin, at_ - begin), input_.span(begin, at_), true);
    }

    void braced(text::MappedText& result, std::size_t begin) {
        if (at_ >= text_.size()) throw Refusal{missing_brace};
        if (text_[at_] == '{' || text_[at_] == '}' || text_[at_] == ':')
            throw Refusal{"syntax error: bad substitution"};
        const std::string_view variable_name = name();
        const BuildVariable* variable = find(variable_name);
        if (at_ >= text_.size()) throw Refusal{missing_brace};
        char modifier = text_[at_++];
        if (modifier == '}') return put(result, variable, begin);
        if (modifier == '/') return replaced(result, variable, begin);
        const bool null_is_unset = modifier == ':';
        if (null_is_unset) {
            if (at_ >= text_.size()) throw Refusal{missing_brace};
            modifier = text_[at_++];
        }
        switch (modifier) {
        case '+':
        case '-':
        case '?':
            conditional(result, modifier, variable, variable_name, null_is_unset, begin);
            return;
        case '#':
        case '%': trimmed(result, modifier, variable, begin); return;
        default:
            throw Refusal{fmt::format("unsupported modifier ({}{}) in substitution",
                                      null_is_unset ? ":" : "", modifier)};
        }
    }

    void conditional(text::MappedText& result, char modifier, const BuildVariable* variable,
                     std::string_view variable_name, bool null_is_unset, std::size_t begin) {
        const text::MappedText word = until('}', false, missing_brace);
        const std::string* const value =
            variable != nullptr && variable->value ? &*variable->value : nullptr;
        const bool open = variable != nullptr && value == nullptr;
        // No one has to pass a value to `ARG X`: the default is then what the author chose.
        if (open && modifier != '-') return put_open(result, begin);
        const bool set = value != nullptr && !(null_is_unset && value->empty());
        if (modifier == '?' && !set) {
            const std::string_view default_message =
                variable == nullptr ? "is not allowed to be unset" : "is not allowed to be empty";
            throw Refusal{
                fmt::format("{}: {}", variable_name,
                            word.empty() ? default_message : std::string_view(word.text()))};
        }
        if (modifier == '+' ? set : !set) {
            result.append(word, 0, word.size());
        } else if (modifier != '+') {
            put(result, variable, begin);
        }
    }

    /// `${x#p}`, `${x##p}`, `${x%p}`, `${x%%p}`
    void trimmed(text::MappedText& result, char modifier, const BuildVariable* variable,
                 std::size_t begin) {
        const text::MappedText pattern = until('}', true, missing_brace);
        const bool longest = pattern.text().starts_with(modifier);
        const BuildPattern read(std::string_view(pattern.text()).substr(longest ? 1 : 0));
        if (!read.refusal().empty()) throw Refusal{read.refusal()};
        if (variable == nullptr) return;
        if (!variable->value || pattern.is_open() || !read.is_cheap_on(*variable->value))
            return put_open(result, begin);
        put_value(result,
                  modifier == '#' ? read.without_prefix(*variable->value, longest)
                                  : read.without_suffix(*variable->value, longest),
                  begin);
    }

    /// `${x/p/r}`, `${x//p/r}`
    void replaced(text::MappedText& result, const BuildVariable* variable, std::size_t begin) {
        const bool all = at_ < text_.size() && text_[at_] == '/';
        if (all) ++at_;
        const text::MappedText pattern = until('/', true, "syntax error: missing '/' in ${}");
        const text::MappedText replacement = until('}', true, missing_brace);
        const BuildPattern read(pattern.text());
        if (!read.refusal().empty()) throw Refusal{read.refusal()};
        if (variable == nullptr) return;
        const bool open = !variable->value || pattern.is_open() || replacement.is_open();
        if (open || !read.is_cheap_on(*variable->value)) return put_open(result, begin);
        put_value(result, read.with_replaced(*variable->value, replacement.text(), all), begin);
    }

    static constexpr const char* missing_brace = "syntax error: missing '}'";

    const text::MappedText& input_;
    std::string_view text_;
    const Expansion& how_;
    std::size_t at_ = 0;
    int depth_ = 0;
    bool raw_ = false;
};

} // namespace

const BuildVariable* BuildVariables::find(std::string_view name) const {
    if (const auto found = env.find(name); found != env.end()) return &found->second;
    if (const auto found = args.find(name); found != args.end()) return &found->second;
    return nullptr;
}

std::vector<text::MappedText> split_build_words(const text::MappedText& text, char escape) {
    const std::string_view bytes = text.text();
    std::vector<text::MappedText> words;
    for (std::size_t at = 0; (at = skip_blanks(bytes, at, white_space)) < bytes.size();) {
        const std::size_t begin = at;
        char quote = '\0';
        for (; at < bytes.size() && (quote != '\0' || !is_space(bytes[at])); ++at) {
            if (bytes[at] == escape && quote != '\'') {
                ++at;
            } else if (quote == '\0' && (bytes[at] == '"' || bytes[at] == '\'')) {
                quote = bytes[at];
            } else if (bytes[at] == quote) {
                quote = '\0';
            }
        }
        // An escape character at the very end is dropped.
        const std::size_t end = at > bytes.size() ? bytes.size() - 1 : at;
        if (end > begin) words.push_back(text.slice(begin, end));
    }
    return words;
}

std::variant<std::vector<BuildPair>, std::string>
split_pairs(const text::MappedText& arguments, char escape, std::string_view instruction) {
    const std::vector<text::MappedText> words = split_build_words(arguments, escape);
    std::vector<BuildPair> pairs;
    if (words.empty()) return fmt::format("{} requires at least one argument", instruction);
    if (words.front().text().find('=') == std::string::npos) {
        const std::string& text = arguments.text();
        const std::size_t key_end = text.find_first_of(line_space);
        if (key_end == std::string::npos)
            return fmt::format("{} must have two arguments", instruction);
        const std::size_t value = skip_blanks(text, key_end, line_space);
        pairs.push_back({arguments.slice(0, key_end), arguments.slice(value)});
        return pairs;
    }
    for (const text::MappedText& word : words) {
        const std::size_t equals = word.text().find('=');
        if (equals == std::string::npos)
            return fmt::format(
                "Syntax error - can't find = in \"{}\". Must be of the form: name=value",
                word.text());
        pairs.push_back({word.slice(0, equals), word.slice(equals + 1)});
    }
    return pairs;
}

std::variant<text::MappedText, std::string> expand_build_word(const text::MappedText& word,
                                                              const Expansion& how) {
    try {
        return WordReader(word, how).read();
    } catch (const Refusal& refusal) { return refusal.message; }
}

} // namespace dropcap::dockerfile
