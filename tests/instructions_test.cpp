// Dockerfile text as BuildKit's parser takes it apart, and what it refuses.

#include "parsers/dockerfile/instruction_check.hpp"
#include "parsers/dockerfile/instructions.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace dropcap;

namespace {

using Lines = std::vector<std::string>;

/// "KEYWORD --flag=value arguments" of every instruction.
Lines shown(std::string_view text) {
    Lines lines;
    for (const dockerfile::Instruction& instruction : dockerfile::split_instructions(text).list) {
        std::string line = instruction.keyword;
        for (const dockerfile::BuildFlag& flag : instruction.flags)
            line +=
                " {" + flag.name + (flag.has_value ? "=" + flag.value.text() : std::string()) + "}";
        if (!instruction.arguments.empty()) line += " " + instruction.arguments.text();
        for (const dockerfile::BuildHeredoc& heredoc : instruction.heredocs)
            line += " <" + heredoc.start.name + (heredoc.start.expands ? ":" : "!") +
                    heredoc.body.text() + ">";
        lines.push_back(line);
    }
    return lines;
}

/// The problems of a file: "text underlined: message".
Lines problems(std::string_view text) {
    Lines lines;
    const dockerfile::Instructions instructions = dockerfile::split_instructions(text);
    const auto add = [&](const dockerfile::BuildProblem& problem) {
        lines.push_back(std::string(text.substr(problem.at.begin, problem.at.size())) + ": " +
                        problem.message);
    };
    for (const dockerfile::BuildProblem& problem : instructions.problems) add(problem);
    for (const dockerfile::Instruction& instruction : instructions.list)
        for (const dockerfile::BuildProblem& problem :
             dockerfile::refused_by_buildkit(instruction, instructions.escape))
            add(problem);
    return lines;
}

} // namespace

TEST_CASE("a Dockerfile is cut into instructions as BuildKit cuts it", "[instructions_test]") {
    struct Row {
        std::string_view what, text;
        Lines expected;
    };
    const std::vector<Row> rows = {
        {"instructions are words of any case", "from a\nRun b\n", {"FROM a", "RUN b"}},
        {"blanks in front of an instruction and behind it go",
         "  FROM \t a  \n\tRUN b\n",
         {"FROM a", "RUN b"}},
        {"CRLF and a last line without a break",
         "FROM a\r\nRUN b\r\n\r\nUSER c",
         {"FROM a", "RUN b", "USER c"}},
        {"comments and empty lines are nothing",
         "# a\n\n  # b\nFROM a # no comment\n",
         {"FROM a # no comment"}},
        {"a continuation is joined without a separator", "RUN a \\\n b\\\nc\n", {"RUN a  bc"}},
        {"blanks behind the escape character", "RUN a \\  \t\n b\n", {"RUN a  b"}},
        {"CRLF behind the escape character", "RUN a \\\r\n b\r\n", {"RUN a  b"}},
        {"a comment inside a continuation vanishes", "RUN a \\\n  # why\n b\n", {"RUN a  b"}},
        {"an empty line inside a continuation vanishes", "RUN a \\\n\n  \n b\n", {"RUN a  b"}},
        {"a comment on a continuation line goes on",
         "RUN a \\\n# x \\\n b \\\n c\n",
         {"RUN a  b  c"}},
        {"two escape characters do not continue", "RUN a \\\\\nUSER b\n", {"RUN a \\\\", "USER b"}},
        {"a line that is only the escape character continues", "RUN a \\\n\\\n b\n", {"RUN a  b"}},
        {"a continuation at the end of the file", "RUN a \\", {"RUN a"}},
        {"the escape directive",
         "# escape=`\nRUN a `\n b c:\\\nUSER d\n",
         {"RUN a  b c:\\", "USER d"}},
        {"directives may have any case and blanks", "#ESCAPE = ` \nRUN a `\n b\n", {"RUN a  b"}},
        {"three directives in any order",
         "# check=skip=all\n# syntax=docker/dockerfile:1\n# escape=`\nRUN a `\n b\n",
         {"RUN a  b"}},
        {"an ordinary comment ends the directives",
         "# hello\n# escape=`\nRUN a \\\n b\n",
         {"RUN a  b"}},
        {"an unknown directive is an ordinary comment",
         "# frob=1\n# escape=`\nRUN a \\\n b\n",
         {"RUN a  b"}},
        {"an empty line ends the directives", "\n# escape=`\nRUN a \\\n b\n", {"RUN a  b"}},
        {"flags stand in front of the arguments",
         "RUN --mount=type=cache,target=/x --network=none make --all\n",
         {"RUN {mount=type=cache,target=/x} {network=none} make --all"}},
        {"quotes and escapes in a flag",
         "RUN --security=\"insecure\" --mount=a\\ b c\n",
         {"RUN {security=insecure} {mount=a b} c"}},
        {"a flag without a value", "COPY --link a b\n", {"COPY {link} a b"}},
        {"-- ends the flags", "RUN -- --x\n", {"RUN --x"}},
        {"a heredoc", "RUN <<EOF\necho 1\nEOF\nUSER a\n", {"RUN <<EOF <EOF:echo 1\n>", "USER a"}},
        {"a heredoc's word may be quoted",
         "RUN <<'EOF'\necho $A\nEOF\n",
         {"RUN <<'EOF' <EOF!echo $A\n>"}},
        {"an escape in a heredoc's word quotes it as well",
         "RUN <<E\\OF\nx\nEOF\n",
         {"RUN <<E\\OF <EOF!x\n>"}},
        {"<<- lets tabs stand in front of the end",
         "RUN <<-EOF\n\ta\n\tEOF\nUSER a\n",
         {"RUN <<-EOF <EOF:\ta\n>", "USER a"}},
        {"without - they do not", "RUN <<EOF\n\tEOF\nEOF\n", {"RUN <<EOF <EOF:\tEOF\n>"}},
        {"two heredocs on one line",
         "COPY <<A <<B /x\na\nA\nb\nB\nUSER c\n",
         {"COPY <<A <<B /x <A:a\n> <B:b\n>", "USER c"}},
        {"a heredoc for a descriptor", "RUN cat 3<<X\nb\nX\n", {"RUN cat 3<<X <X:b\n>"}},
        {"the text of a heredoc is no instruction",
         "COPY <<EOF /Dockerfile\nFROM a\nLABEL RUN x\nEOF\nUSER b\n",
         {"COPY <<EOF /Dockerfile <EOF:FROM a\nLABEL RUN x\n>", "USER b"}},
        {"blanks may stand before the word",
         "RUN cat << EOF >b\nUSER x\nEOF\nUSER a\n",
         {"RUN cat << EOF >b <EOF:USER x\n>", "USER a"}},
        {"the word behind blanks may be quoted",
         "RUN cat <<  \"E F\"\nx\nE F\n",
         {"RUN cat <<  \"E F\" <E F!x\n>"}},
        {"behind blanks a dash is a part of the word",
         "RUN cat << -E\nx\n-E\n",
         {"RUN cat << -E <-E:x\n>"}},
        {"a dash before the blanks ends it",
         "RUN cat <<- E\nUSER a\n",
         {"RUN cat <<- E", "USER a"}},
        {"nothing behind the blanks", "RUN cat << \nUSER a\n", {"RUN cat <<", "USER a"}},
        {"a here-string is no heredoc", "RUN cat <<<EOF\nUSER a\n", {"RUN cat <<<EOF", "USER a"}},
        {"in the middle of a word it is none",
         "RUN cat<<EOF\nUSER a\n",
         {"RUN cat<<EOF", "USER a"}},
        {"in a list it is none",
         "RUN [\"cat\", \"<<EOF\"]\nUSER a\n",
         {"RUN [\"cat\", \"<<EOF\"]", "USER a"}},
        {"a test with brackets is no list",
         "RUN [ -f /a ] && cat <<EOF ]\nb\nEOF\n",
         {"RUN [ -f /a ] && cat <<EOF ] <EOF:b\n>"}},
        {"LABEL has no heredocs", "LABEL a=<<EOF\nUSER b\n", {"LABEL a=<<EOF", "USER b"}},
        {"ONBUILD passes them on",
         "ONBUILD RUN <<EOF\na\nEOF\nUSER b\n",
         {"ONBUILD RUN <<EOF <EOF:a\n>", "USER b"}},
        {"a heredoc's end may have CRLF",
         "RUN <<EOF\r\na\r\nEOF\r\nUSER b\r\n",
         {"RUN <<EOF <EOF:a\r\n>", "USER b"}},
    };
    for (const Row& row : rows) {
        INFO(row.what);
        CHECK(shown(row.text) == row.expected);
    }
}

TEST_CASE("places lead back through continuations and comments", "[instructions_test]") {
    const std::string_view text = "# one\nRUN --security=\"inse\\\n# two\ncure\" a \\\n  b\n";
    const dockerfile::Instructions instructions = dockerfile::split_instructions(text);
    REQUIRE(instructions.list.size() == 1);
    const dockerfile::Instruction& run = instructions.list[0];
    const auto at = [&](Span span) { return std::string(text.substr(span.begin, span.size())); };
    CHECK(at(run.keyword_at) == "RUN");
    CHECK(at(run.at) == text.substr(6, text.size() - 7));
    CHECK(run.flags.at(0).value.text() == "insecure");
    CHECK(at(run.flags.at(0).value.span()) == "inse\\\n# two\ncure");
    CHECK(run.arguments.text() == "a   b");
    REQUIRE(instructions.comments.size() == 2);
    CHECK(at(instructions.comments[1]) == "# two");
}

TEST_CASE("directives are read, and refused where BuildKit refuses them", "[instructions_test]") {
    CHECK(dockerfile::split_instructions("# syntax = docker/dockerfile:1 --x\nFROM a\n").syntax ==
          "docker/dockerfile:1 --x");
    CHECK(dockerfile::split_instructions("# escape=`\n").escape == '`');
    CHECK(problems("# escape=`\n# Escape=`\nFROM a\n") ==
          Lines{"# Escape=`: only one escape parser directive can be used"});
    CHECK(problems("# syntax=a\n# syntax=b\nFROM a\n") ==
          Lines{"# syntax=b: only one syntax parser directive can be used"});
    CHECK(problems("# escape=x\nFROM a\n") ==
          Lines{"# escape=x: invalid escape token \"x\": only ` and \\ can be"});
    CHECK(dockerfile::is_docker_frontend(""));
    CHECK(dockerfile::is_docker_frontend("docker/dockerfile:1.7-labs"));
    CHECK(dockerfile::is_docker_frontend("docker.io/docker/dockerfile@sha256:0"));
    CHECK_FALSE(dockerfile::is_docker_frontend("example.com/frontend:1"));
    CHECK_FALSE(dockerfile::is_docker_frontend("docker/dockerfiles"));
}

TEST_CASE("what BuildKit refuses about one instruction is reported at its word",
          "[instructions_test]") {
    struct Row {
        std::string_view text;
        Lines expected;
    };
    const std::vector<Row> rows = {
        {"FORM a\n", {"FORM: unknown instruction: FORM; did you mean `FROM`?"}},
        {"LABEL --x a=b\n", {"--x: unknown flag: LABEL takes no --x"}},
        {"CMD --x\n", {"--x: unknown flag: CMD takes no --x"}},
        {"RUN --frob=1 a\n", {}}, // a newer BuildKit may know it
        {"FROM a b\n", {"a b: FROM requires either one or three arguments"}},
        {"FROM a as\n", {"a as: FROM requires either one or three arguments"}},
        {"FROM a like b\n", {"a like b: FROM requires either one or three arguments"}},
        {"FROM --platform=$BUILDPLATFORM a As B.c-d_1\n", {}},
        {"FROM a AS 1b\n",
         {"1b: invalid name for build stage: \"1b\", name can't start with a number or contain symbols"}},
        {"FROM\n", {"FROM: FROM requires at least one argument"}},
        {"USER\n", {"USER: USER requires exactly one argument"}},
        {"COPY a\n", {"COPY a: COPY requires at least two arguments"}},
        {"COPY [\"a\", \"b\"]\n", {}},
        {"CMD [\"a\", 1]\n",
         {"[\"a\", 1]: when using JSON array syntax, arrays must be comprised of strings only"}},
        {"CMD [ 'a' ]\n", {}}, // no JSON: shell text
        {"SHELL /bin/sh\n", {"/bin/sh: SHELL requires the arguments to be in JSON form"}},
        {"ONBUILD ONBUILD RUN a\n",
         {"ONBUILD: Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed"}},
        {"ONBUILD FROM a\n", {"FROM: FROM isn't allowed as an ONBUILD trigger"}},
        {"RUN --security=insecure a\n", {}},
        {"RUN --security=sandbox a\n", {}},
        {"RUN --security=none a\n",
         {"--security=none: security mode \"none\" is not valid: it is insecure or sandbox"}},
        {"RUN --security a\n", {"--security: missing a value on flag: --security"}},
        {"LABEL a\n", {"a: LABEL must have two arguments"}},
        {"LABEL a=b c\n",
         {"a=b c: Syntax error - can't find = in \"c\". Must be of the form: name=value"}},
        {"LABEL =b\n", {"=b: LABEL names can not be blank"}},
        {"LABEL\n", {"LABEL: LABEL requires at least one argument"}},
        {"ENV a b c\n", {}},
        {"RUN echo $((1 << 4))\nUSER a\n",
         {"RUN echo $((1 << 4)): unterminated heredoc: no line says 4))"}},
        {"RUN <<EOF\na\n", {"RUN <<EOF: unterminated heredoc: no line says EOF"}},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        CHECK(problems(row.text) == row.expected);
    }
}
