// Any bytes as a Dockerfile's instructions and as words with variables: every piece is in the
// text and knows its bytes.

#include "fuzz/promises.hpp"
#include "fuzz/target.hpp"
#include "parsers/dockerfile/instructions.hpp"
#include "parsers/dockerfile/wording.hpp"
#include "parsers/dockerfile/words.hpp"

#include <string>
#include <variant>

namespace dropcap::fuzz {
namespace {

void check(const text::MappedText& piece, std::string_view text) {
    const std::size_t size = piece.size();
    for (std::size_t at = 0; at < size; at += 1 + size / 8) {
        const Span span = piece.span(at, at + 1);
        require(within(span, text), "a byte comes from the text");
        if (piece.is_verbatim(at, at + 1))
            require(text[span.begin] == piece.text()[at], "a byte taken over is itself");
    }
}

void check_expanded(const text::MappedText& word, char escape, std::string_view text) {
    dockerfile::BuildVariables variables;
    std::size_t left = 1U << 20U;
    variables.env["A"] = {"a.b.c/d"};
    variables.env["OPEN"] = {};
    variables.args["B"] = {""};
    const auto expanded = dockerfile::expand_build_word(
        word, {.escape = escape, .variables = variables, .left = &left});
    if (const auto* piece = std::get_if<text::MappedText>(&expanded))
        check(*piece, text);
    else
        require(!std::get<std::string>(expanded).empty(), "a refusal says why");
}

void check(const dockerfile::Instruction& instruction, char escape, std::string_view text) {
    require(within(instruction.at, text) && within(instruction.keyword_at, instruction.at),
            "an instruction is in the text");
    check(instruction.arguments, text);
    for (const dockerfile::BuildFlag& flag : instruction.flags)
        require(within(flag.at, text), "a flag is in the text");
    for (const dockerfile::BuildHeredoc& heredoc : instruction.heredocs) check(heredoc.body, text);
    for (const text::MappedText& word :
         dockerfile::split_build_words(instruction.arguments, escape))
        check_expanded(word, escape, text);
    const auto pairs = dockerfile::split_pairs(instruction.arguments, escape, instruction.keyword);
    if (const auto* list = std::get_if<std::vector<dockerfile::BuildPair>>(&pairs))
        for (const dockerfile::BuildPair& pair : *list)
            check(pair.key, text), check(pair.value, text);
    if (instruction.keyword == "ONBUILD") (void)dockerfile::read_instruction(instruction.arguments);
}

void run(std::string_view bytes) {
    const dockerfile::Instructions instructions = dockerfile::split_instructions(bytes);
    require(instructions.escape == '\\' || instructions.escape == '`',
            "the escape character is one of two");
    std::uint32_t begin = 0;
    for (const dockerfile::Instruction& instruction : instructions.list) {
        require(instruction.at.begin >= begin, "instructions are in order");
        begin = instruction.at.begin;
        check(instruction, instructions.escape, bytes);
    }
    for (const Span comment : instructions.comments)
        require(within(comment, bytes), "a comment is in the bytes");
    for (const dockerfile::BuildProblem& problem : instructions.problems)
        require(within(problem.at, bytes), "a problem is in the bytes");
}

std::optional<std::string> seed(const TestFile& file) {
    return file.format == dockerfile::dockerfile_format ? std::optional(file.text) : std::nullopt;
}

} // namespace

extern constinit const Target instructions;
constinit const Target instructions{.name = "instructions",
                                    .about = "a Dockerfile's instructions, words and variables",
                                    .run = run,
                                    .seed = seed};

} // namespace dropcap::fuzz
