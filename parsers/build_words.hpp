#pragma once
// Words and variables of a Dockerfile's instructions (moby/buildkit: parser/line_parsers.go and shell/lex.go).

#include "parsers/mapped_text.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace dropcap {

/// A variable of the build: its value, or nothing when only the person who builds knows it.
struct BuildVariable {
    std::optional<std::string> value;
};

/// What `$X` stands for at one point of a stage: ENV before ARG.
struct BuildVariables {
    std::map<std::string, BuildVariable, std::less<>> env;
    std::map<std::string, BuildVariable, std::less<>> args;

    [[nodiscard]] const BuildVariable* find(std::string_view name) const;
};

/// Words of LABEL and ENV with their quotes: blanks separate, quotes group, the escape character protects.
[[nodiscard]] std::vector<MappedText> split_build_words(const MappedText& text, char escape);

/// A `key=value` or `key value`, quotes still on.
struct BuildPair {
    MappedText key;
    MappedText value;
};

/// The pairs of LABEL or ENV in either form, or why BuildKit refuses them. `instruction` names the speaker.
[[nodiscard]] std::variant<std::vector<BuildPair>, std::string> split_pairs(const MappedText& arguments, char escape,
                                                                            std::string_view instruction);

/// A word without quotes, escapes and variables, or why BuildKit refuses it.
[[nodiscard]] std::variant<MappedText, std::string> expand_build_word(const MappedText& word, char escape, const BuildVariables& variables);

} // namespace dropcap
