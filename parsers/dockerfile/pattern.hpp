#pragma once
// The patterns of `${x#p}`, `${x%p}` and `${x/p/r}` in a Dockerfile (moby/buildkit: shell/lex.go,
// convertShellPatternToRegex).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::dockerfile {

/// `*` is any text, `?` any character, `\*` `\?` `\\` themselves; everything else stands for
/// itself.
class BuildPattern {
  public:
    explicit BuildPattern(std::string_view text);

    /// Why BuildKit refuses the pattern; empty: it does not.
    [[nodiscard]] const std::string& refusal() const { return refusal_; }
    /// Whether `value` is short enough to be matched in a time that no one notices.
    [[nodiscard]] bool is_cheap_on(std::string_view value) const;

    /// What is left of `value` without the shortest or longest beginning that matches.
    [[nodiscard]] std::string without_prefix(const std::string& value, bool longest) const;
    /// The same for its end.
    [[nodiscard]] std::string without_suffix(const std::string& value, bool longest) const;
    /// `value` with the leftmost longest match replaced, or with all of them.
    [[nodiscard]] std::string with_replaced(const std::string& value, std::string_view replacement,
                                            bool all) const;

  private:
    struct Token {
        enum class Kind : std::uint8_t { text, any, star };
        Kind kind = Kind::text;
        char character = '\0';
    };
    using Tokens = std::vector<Token>;
    /// The length of the shortest or longest beginning of `value` that matches.
    [[nodiscard]] static std::optional<std::size_t> match(const Tokens& tokens,
                                                          std::string_view value, bool longest);

    Tokens tokens_;
    std::string refusal_;
};

} // namespace dropcap::dockerfile
