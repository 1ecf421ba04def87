#pragma once
// Words and variables of a Dockerfile's instructions (moby/buildkit: parser/line_parsers.go and
// shell/lex.go).

#include "parsers/text/mapped_text.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace dropcap::dockerfile {

/// A variable of the build: its value, or nothing when only the person who builds knows it.
struct BuildVariable {
    std::optional<std::string> value;
};

/// What `$X` stands for at one point of a stage: ENV before ARG.
struct BuildVariables {
    std::map<std::string, BuildVariable, std::less<>> env;
    std::map<std::string, BuildVariable, std::less<>> args;
    /// What ARGs are given from outside; no value: only who builds knows it.
    const std::map<std::string, std::optional<std::string>>* given = nullptr;

    [[nodiscard]] const BuildVariable* find(std::string_view name) const;
};

/// Words of LABEL and ENV with their quotes: blanks separate, quotes group, the escape character
/// protects.
[[nodiscard]] std::vector<text::MappedText> split_build_words(const text::MappedText& text,
                                                              char escape);

/// A `key=value` or `key value`, quotes still on.
struct BuildPair {
    text::MappedText key;
    text::MappedText value;
};

/// The pairs of LABEL or ENV in either form, or why BuildKit refuses them. `instruction` names the
/// speaker.
[[nodiscard]] std::variant<std::vector<BuildPair>, std::string>
split_pairs(const text::MappedText& arguments, char escape, std::string_view instruction);

/// What a variable that no one has set stands for.
enum class Unset : std::uint8_t {
    empty, ///< nothing, as BuildKit has it
    open,  ///< something that the base image may have set with its own ENV
};

/// How a word is expanded.
struct Expansion {
    char escape = '\\';
    const BuildVariables& variables;
    Unset unset = Unset::empty;
    std::size_t* left = nullptr; ///< bytes that substitution may still bring in; a value beyond
                                 ///< them counts as not known
};

/// A word without quotes, escapes and variables, or why BuildKit refuses it.
[[nodiscard]] std::variant<text::MappedText, std::string>
expand_build_word(const text::MappedText& word, const Expansion& how);

} // namespace dropcap::dockerfile
