// libcap: setcap(8), and cap_text.c for `cap_a,cap_b=eip cap_c+p`.

#include "parsers/dockerfile/file_capabilities.hpp"

#include "model/ascii.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace dropcap::dockerfile {

namespace {

constexpr std::string_view operators = "=+-";

/// One clause of a capability text: names, an operator, flags, perhaps another operator with its
/// flags.
struct Clause {
    std::size_t begin, names_end, end;
};

std::vector<Clause> clauses_of(std::string_view text) {
    std::vector<Clause> clauses;
    for (std::size_t at = skip_blanks(text, 0, " "); at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        clauses.push_back({at, std::min(text.find_first_of(operators, at), end), end});
        at = skip_blanks(text, end, " ");
    }
    return clauses;
}

/// What the operators and flags behind the names mean: `=ep`, `+eip-i`.
struct Given {
    bool effective = false, permitted = false;
};

Given given(std::string_view actions) {
    Given result;
    char action = '\0';
    for (const char c : actions) {
        if (operators.find(c) != std::string_view::npos) {
            action = c;
            if (c == '=') result = {};
        } else if (c == 'e') {
            result.effective = action != '-';
        } else if (c == 'p') {
            result.permitted = action != '-';
        }
    }
    return result;
}

FileCapability capability(const shell::ShellWord& word, std::size_t begin, std::size_t end) {
    FileCapability result;
    const std::string name = word.text.text().substr(begin, end - begin);
    if (word.text.is_open(begin, end)) {
        result.capability.value =
            Unresolved{name, fmt::format("{} is set when the image is built", name)};
    } else {
        result.capability.value = name;
    }
    result.capability.at = {0, word.span(begin, end)};
    result.capability.entry = {0, word.at};
    return result;
}

void take_text(const shell::ShellWord& caps, const std::string& file,
               std::vector<FileCapability>& found) {
    const std::string& text = caps.text.text();
    for (const Clause& clause : clauses_of(text)) {
        const Given flags =
            given(std::string_view(text).substr(clause.names_end, clause.end - clause.names_end));
        if (!flags.permitted && !caps.text.is_open(clause.begin, clause.end)) continue;
        for (std::size_t at = clause.begin; at < clause.names_end;) {
            const std::size_t comma = std::min(text.find(',', at), clause.names_end);
            if (comma > at) {
                FileCapability one = capability(caps, at, comma);
                one.file = file;
                one.effective = flags.effective;
                found.push_back(std::move(one));
            }
            at = comma + 1;
        }
    }
}

bool is_setcap(const shell::ShellWord& word) {
    const std::string& text = word.text.text();
    return text == "setcap" || text.ends_with("/setcap");
}

} // namespace

std::vector<FileCapability> file_capabilities_of(std::span<const shell::ShellWord> words) {
    std::vector<FileCapability> found;
    auto word = std::ranges::find_if(words, is_setcap);
    if (word == words.end()) return found;
    // setcap [-q] [-n UID] [-v] CAPS FILE [CAPS FILE …]; `-r FILE` takes away, `-v` only compares.
    for (++word; word != words.end() && word->text.text().starts_with('-'); ++word) {
        const std::string& option = word->text.text();
        if (option == "-r" || option == "-v" || option == "-h") return found;
        if (option == "-n" && word + 1 != words.end()) ++word;
    }
    for (; word != words.end() && word + 1 != words.end(); word += 2)
        take_text(*word, (word + 1)->text.text(), found);
    return found;
}

} // namespace dropcap::dockerfile
