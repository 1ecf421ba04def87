#include "parsers/build_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dropcap {

namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_char(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_'; }

/// What the lexer refuses; caught at expand_build_word.
struct Refusal {
    std::string message;
};

/// Whether `text` matches a pattern of `*`, `?` and plain characters.
bool matches(std::string_view pattern, std::string_view text) {
    std::size_t p = 0, t = 0, star = std::string_view::npos, mark = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            mark = t;
        } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

/// `${x#p}`, `${x##p}`: what is left without the shortest or longest beginning that matches.
std::string without_prefix(const std::string& value, std::string_view pattern, bool longest) {
    for (std::size_t n = 0; n <= value.size(); ++n) {
        const std::size_t length = longest ? value.size() - n : n;
        if (matches(pattern, std::string_view(value).substr(0, length))) return value.substr(length);
    }
    return value;
}

std::string without_suffix(const std::string& value, std::string_view pattern, bool longest) {
    for (std::size_t n = 0; n <= value.size(); ++n) {
        const std::size_t length = longest ? value.size() - n : n;
        const std::size_t cut = value.size() - length;
        if (matches(pattern, std::string_view(value).substr(cut))) return value.substr(0, cut);
    }
    return value;
}

/// `${x/p/r}`, `${x//p/r}`: the leftmost longest match, or all of them.
std::string with_replaced(const std::string& value, std::string_view pattern, std::string_view replacement, bool all) {
    std::string result;
    std::size_t at = 0;
    while (at < value.size()) {
        std::size_t length = value.size() - at;
        while (length > 0 && !matches(pattern, std::string_view(value).substr(at, length))) --length;
        if (length == 0) {
            result += value[at++];
            continue;
        }
        result += replacement;
        at += length;
        if (!all) break;
    }
    return result.append(value, std::min(at, value.size()));
}

/// BuildKit's shell.Lex.ProcessWord on a text with places.
class WordReader {
  public:
    WordReader(const MappedText& input, char escape, const BuildVariables& variables)
        : input_(input), text_(input.text()), escape_(escape), variables_(variables) {}

    MappedText read() { return until('\0', false); }

  private:
    /// Up to `stop` (consumed), or to the end when there is none.
    MappedText until(char stop, bool raw_escapes) {
        if (++depth_ > 50) throw Refusal{"substitutions are nested too deeply"};
        MappedText result;
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (stop != '\0' && c == stop) {
                ++at_;
                --depth_;
                return result;
            }
            if (c == '\'') {
                single_quoted(result);
            } else if (c == '"') {
                double_quoted(result);
            } else if (c == '$') {
                dollar(result);
            } else if (c == escape_ && !raw_escapes) {
                escaped(result);
            } else {
                take(result, 1);
            }
        }
        if (stop != '\0') throw Refusal{"syntax error: missing '}'"};
        --depth_;
        return result;
    }

    void take(MappedText& result, std::size_t length) {
        result.append(input_, at_, at_ + length);
        at_ += length;
    }

    /// Two input bytes, an escape and a character, that stand for the character.
    void take_escaped(MappedText& result) {
        result.append_replaced(text_.substr(at_ + 1, 1), input_.span(at_, at_ + 2), input_.is_open(at_ + 1, at_ + 2));
        at_ += 2;
    }

    void single_quoted(MappedText& result) {
        const std::size_t end = text_.find('\'', at_ + 1);
        if (end == std::string_view::npos) throw Refusal{"unexpected end of statement while looking for matching single-quote"};
        ++at_;
        take(result, end - at_);
        ++at_;
    }

    void double_quoted(MappedText& result) {
        ++at_;
        while (at_ < text_.size() && text_[at_] != '"') {
            const char c = text_[at_];
            if (c == '$') {
                dollar(result);
            } else if (c == escape_ && at_ + 1 >= text_.size()) {
                ++at_;
            } else if (c == escape_ && (text_[at_ + 1] == '"' || text_[at_ + 1] == '$' || text_[at_ + 1] == escape_)) {
                take_escaped(result);
            } else {
                take(result, 1);
            }
        }
        if (at_ >= text_.size()) throw Refusal{"unexpected end of statement while looking for matching double-quote"};
        ++at_;
    }

    void escaped(MappedText& result) {
        if (at_ + 1 >= text_.size()) {
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

    void dollar(MappedText& result) {
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
            put(result, variables_.find(variable), begin);
        }
    }

    /// The variable's value in the place of the reference that began at `begin`.
    void put(MappedText& result, const BuildVariable* variable, std::size_t begin) {
        if (variable == nullptr) return;
        if (variable->value) {
            result.append_replaced(*variable->value, input_.span(begin, at_));
        } else {
            put_open(result, begin);
        }
    }

    void put_open(MappedText& result, std::size_t begin) {
        result.append_replaced(text_.substr(begin, at_ - begin), input_.span(begin, at_), true);
    }

    void braced(MappedText& result, std::size_t begin) {
        if (at_ >= text_.size()) throw Refusal{"syntax error: missing '}'"};
        if (text_[at_] == '{' || text_[at_] == '}' || text_[at_] == ':') throw Refusal{"syntax error: bad substitution"};
        const std::string_view variable_name = name();
        const BuildVariable* variable = variables_.find(variable_name);
        if (at_ >= text_.size()) throw Refusal{"syntax error: missing '}'"};
        char modifier = text_[at_++];
        if (modifier == '}') return put(result, variable, begin);
        if (modifier == '/') return replaced(result, variable, begin);
        const bool null_is_unset = modifier == ':';
        if (null_is_unset) {
            if (at_ >= text_.size()) throw Refusal{"syntax error: missing '}'"};
            modifier = text_[at_++];
        }
        switch (modifier) {
        case '+':
        case '-':
        case '?': conditional(result, modifier, variable, variable_name, null_is_unset, begin); return;
        case '#':
        case '%': trimmed(result, modifier, variable, begin); return;
        default: throw Refusal{fmt::format("unsupported modifier ({}{}) in substitution", null_is_unset ? ":" : "", modifier)};
        }
    }

    void conditional(MappedText& result, char modifier, const BuildVariable* variable, std::string_view variable_name, bool null_is_unset,
                     std::size_t begin) {
        const MappedText word = until('}', false);
        const bool open = variable != nullptr && !variable->value;
        if (open) return put_open(result, begin);
        const bool set = variable != nullptr && !(null_is_unset && variable->value->empty());
        if (modifier == '?' && !set) {
            const std::string_view default_message = variable == nullptr ? "is not allowed to be unset" : "is not allowed to be empty";
            throw Refusal{fmt::format("{}: {}", variable_name, word.empty() ? default_message : std::string_view(word.text()))};
        }
        if (modifier == '+' ? set : !set) {
            result.append(word, 0, word.size());
        } else if (modifier != '+') {
            put(result, variable, begin);
        }
    }

    void trimmed(MappedText& result, char modifier, const BuildVariable* variable, std::size_t begin) {
        const bool longest = at_ < text_.size() && text_[at_] == modifier;
        if (longest) ++at_;
        const MappedText pattern = until('}', true);
        if (variable == nullptr) return;
        if (!variable->value || pattern.is_open()) return put_open(result, begin);
        const std::string value = modifier == '#' ? without_prefix(*variable->value, pattern.text(), longest)
                                                  : without_suffix(*variable->value, pattern.text(), longest);
        result.append_replaced(value, input_.span(begin, at_));
    }

    void replaced(MappedText& result, const BuildVariable* variable, std::size_t begin) {
        const bool all = at_ < text_.size() && text_[at_] == '/';
        if (all) ++at_;
        const MappedText pattern = until('/', true);
        const MappedText replacement = until('}', true);
        if (variable == nullptr) return;
        if (!variable->value || pattern.is_open() || replacement.is_open()) return put_open(result, begin);
        result.append_replaced(with_replaced(*variable->value, pattern.text(), replacement.text(), all), input_.span(begin, at_));
    }

    const MappedText& input_;
    std::string_view text_;
    char escape_;
    const BuildVariables& variables_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

} // namespace

const BuildVariable* BuildVariables::find(std::string_view name) const {
    if (const auto found = env.find(name); found != env.end()) return &found->second;
    if (const auto found = args.find(name); found != args.end()) return &found->second;
    return nullptr;
}

std::vector<MappedText> split_build_words(const MappedText& text, char escape) {
    const std::string_view bytes = text.text();
    std::vector<MappedText> words;
    std::size_t at = 0;
    while (at < bytes.size()) {
        if (is_space(bytes[at])) {
            ++at;
            continue;
        }
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

std::variant<std::vector<BuildPair>, std::string> split_pairs(const MappedText& arguments, char escape, std::string_view instruction) {
    const std::vector<MappedText> words = split_build_words(arguments, escape);
    std::vector<BuildPair> pairs;
    if (words.empty()) return fmt::format("{} requires at least one argument", instruction);
    if (words.front().text().find('=') == std::string::npos) {
        const std::string& text = arguments.text();
        const std::size_t key_end = text.find_first_of("\t\v\f\r ");
        if (key_end == std::string::npos) return fmt::format("{} must have two arguments", instruction);
        const std::size_t value = text.find_first_not_of("\t\v\f\r ", key_end);
        pairs.push_back({arguments.slice(0, key_end), arguments.slice(value)});
        return pairs;
    }
    for (const MappedText& word : words) {
        const std::size_t equals = word.text().find('=');
        if (equals == std::string::npos)
            return fmt::format("Syntax error - can't find = in \"{}\". Must be of the form: name=value", word.text());
        pairs.push_back({word.slice(0, equals), word.slice(equals + 1)});
    }
    return pairs;
}

std::variant<MappedText, std::string> expand_build_word(const MappedText& word, char escape, const BuildVariables& variables) {
    try {
        return WordReader(word, escape, variables).read();
    } catch (const Refusal& refusal) { return refusal.message; }
}

} // namespace dropcap
