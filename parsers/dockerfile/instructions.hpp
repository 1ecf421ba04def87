#pragma once
// Dockerfile text as instructions, as BuildKit's parser reads it
// (moby/buildkit:frontend/dockerfile/parser).

#include "parsers/dockerfile/heredoc.hpp"
#include "parsers/text/mapped_text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dropcap::dockerfile {

/// A here-document of RUN, COPY or ADD.
struct BuildHeredoc {
    HeredocStart start;
    text::MappedText body; ///< verbatim, without the line that ends it
};

/// `--name=value` between an instruction's word and its arguments.
struct BuildFlag {
    std::string name;
    text::MappedText value; ///< without quotes and escapes
    bool has_value = false;
    Span at;
};

/// One instruction with its continuation lines joined.
struct Instruction {
    std::string keyword; ///< upper case
    std::string written; ///< the keyword as it is spelled
    Span keyword_at;
    Span at; ///< from the keyword to the end of the last line
    std::vector<BuildFlag> flags;
    text::MappedText arguments; ///< without flags, trimmed
    std::vector<BuildHeredoc> heredocs;
};

/// What BuildKit refuses, and where.
struct BuildProblem {
    Span at;
    std::string message;
};

/// A whole Dockerfile, taken apart. Reading goes on behind what BuildKit would stop at.
struct Instructions {
    char escape = '\\'; ///< `# escape=`
    std::string syntax; ///< `# syntax=`, the frontend's image
    std::vector<Instruction> list;
    std::vector<Span> comments;
    std::vector<BuildProblem> problems;
};

/// Takes a Dockerfile apart.
[[nodiscard]] Instructions split_instructions(std::string_view text);

/// Takes one instruction's text apart, e.g. what is behind ONBUILD.
[[nodiscard]] Instruction read_instruction(const text::MappedText& line);

} // namespace dropcap::dockerfile
