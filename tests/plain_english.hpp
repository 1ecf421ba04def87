#pragma once
// The glossary of the project: words that readers stumble over, and what to write instead.

#include <string>
#include <string_view>
#include <vector>

namespace dropcap::plain_english {

/// One entry: a pattern (ECMAScript, case-insensitive) that should not match, and the replacement.
struct Entry {
    const char* pattern;
    std::string_view instead;
};

/// Patterns are narrow on purpose: what matches is wrong in any text, so that no exceptions are
/// needed.
inline constexpr Entry glossary[] = {
    {R"(\btold\b)", "reported"},
    {R"(\btells\b)", "reports, shows"},
    {R"(\bjudg(e|es|ed|ing)\b)", "check, lint"},
    {R"(\bstands? (in|at|on|there|above|below|under|behind|outside|inside)\b)", "is"},
    {R"(\blies? (in|at|on|there|above|below|under|behind|outside|inside|within)\b)", "is"},
    {R"(\bnobody\b)", "no one"},
    {R"(\bwhom\b)", "who, which container"},
    {R"(\bpass(es|ed|ing)? over\b)", "ignores, skips"},
    {R"(\bcomes? to\b)", "is, results in"},
    {R"(\bbecomes? of\b)", "name the result: the rendered template"},
    {R"(\bopen (value|word|text)s?\b)", "unresolved"},
    {R"(\b(stay|remain)s? open\b)", "is unresolved"},
    {R"(\bbesides?\b)", "next to; in addition to"},
    {R"(\banew\b)", "again"},
    {R"(\bnought\b)", "zero"},
    {R"(\b(a|one) (line|file|suite|test|word|task|place|page) an? [a-z])", "one line per finding"},
    {R"(\bone an? (line|file|processor|place)\b)", "one per line"},
    {R"(\bfound by walking\b)", "found while walking the directory"},
    {R"(\bthe house\b)", "the architecture, the project"},
    {R"(\brooms?\b)", "module, directory"},
    {R"(\bright but loud\b)", "correct but noisy"},
};

/// Every match of the glossary in `text`, as "line 12: 'anew', write: again".
[[nodiscard]] std::vector<std::string> complaints(std::string_view text);

/// `markdown` without fenced blocks, code spans, link targets and comments, which may quote
/// anything. Lines stay where they are.
[[nodiscard]] std::string prose_of(std::string_view markdown);

} // namespace dropcap::plain_english
