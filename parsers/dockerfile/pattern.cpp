#include "parsers/dockerfile/pattern.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dropcap::dockerfile {

BuildPattern::BuildPattern(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        char c = text[at];
        if (c == '*' || c == '?') {
            tokens_.push_back({c == '*' ? Token::Kind::star : Token::Kind::any});
            continue;
        }
        if (c == '\\') {
            const char next = at + 1 < text.size() ? text[at + 1] : '\0';
            if (next == '}' || next == '/') continue; // the escape kept them out of the `${…}`
            if (next != '*' && next != '?' && next != '\\') {
                refusal_ = fmt::format(
                    "invalid pattern ({}) in substitution: only *, ?, \\, }} and / can be escaped",
                    text);
                return;
            }
            c = next;
            ++at;
        }
        tokens_.push_back({Token::Kind::text, c});
    }
}

bool BuildPattern::is_cheap_on(std::string_view value) const {
    constexpr std::size_t most_steps = 10'000'000;
    return value.size() <= 4096 && value.size() * value.size() * (tokens_.size() + 1) <= most_steps;
}

std::optional<std::size_t> BuildPattern::match(const Tokens& tokens, std::string_view value,
                                               bool longest) {
    // Every state of the pattern at once: `live[n]` when the first n tokens match what was read so
    // far.
    std::vector<bool> live(tokens.size() + 1, false);
    live[0] = true;
    std::optional<std::size_t> found;
    for (std::size_t at = 0;; ++at) {
        for (std::size_t n = 0; n < tokens.size(); ++n)
            if (live[n] && tokens[n].kind == Token::Kind::star) live[n + 1] = true;
        if (live.back()) found = at;
        if ((found && !longest) || at == value.size()) return found;
        for (std::size_t n = tokens.size() + 1; n-- > 0;) {
            const bool stays = n < tokens.size() && live[n] && tokens[n].kind == Token::Kind::star;
            const Token* const before = n > 0 ? &tokens[n - 1] : nullptr;
            const bool arrives =
                before != nullptr && live[n - 1] &&
                (before->kind == Token::Kind::any ||
                 (before->kind == Token::Kind::text && before->character == value[at]));
            live[n] = stays || arrives;
        }
    }
}

std::string BuildPattern::without_prefix(const std::string& value, bool longest) const {
    return value.substr(match(tokens_, value, longest).value_or(0));
}

std::string BuildPattern::without_suffix(const std::string& value, bool longest) const {
    const Tokens backwards(tokens_.rbegin(), tokens_.rend());
    const std::string mirrored(value.rbegin(), value.rend());
    return value.substr(0, value.size() - match(backwards, mirrored, longest).value_or(0));
}

std::string BuildPattern::with_replaced(const std::string& value, std::string_view replacement,
                                        bool all) const {
    std::string result;
    std::size_t at = 0;
    while (at < value.size()) {
        const auto length = match(tokens_, std::string_view(value).substr(at), true);
        if (!length || *length == 0) {
            result += value[at++];
            continue;
        }
        result += replacement;
        at += *length;
        if (!all) break;
    }
    return result.append(value, std::min(at, value.size()));
}

} // namespace dropcap::dockerfile
