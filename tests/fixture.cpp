#include "tests/fixture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace dropcap::fixture {
namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r");
    return first == std::string_view::npos
               ? std::string_view{}
               : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

constexpr std::string_view mark = "# expect: ";

/// `text` with blanks for what expectations say: no rule must take them for comments that mean
/// something. Nothing moves.
std::string without_expectations(std::string text) {
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
        const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
        std::fill(text.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                  text.begin() + static_cast<std::ptrdiff_t>(end), ' ');
        at = end;
    }
    return text;
}

/// The rule's id, and the severity where it is not the rule's own.
std::string id_of(const Finding& finding) {
    if (finding.severity == finding.rule->severity) return std::string(finding.rule->id);
    return fmt::format("{}({})", finding.rule->id, severity_name(finding.severity));
}

/// Line breaks inside an underlined text are written \n in an expectation.
std::string on_one_line(std::string_view text) {
    std::string line;
    for (const char letter : text)
        line += letter == '\n' ? std::string("\\n") : std::string(1, letter);
    return line;
}

} // namespace

std::string read_text(const std::filesystem::path& path) {
    const std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

Checked lint(const std::string& name, std::string text, const Rule* extra) {
    std::vector<const Rule*> rules;
    for (const Rule* rule : all_rules())
        if (rule->group == Group::standard || rule == extra) rules.push_back(rule);
    format::ParseOptions options;
    options.explicit_file = true;
    options.read_file = [](const std::string& path) -> Result<std::shared_ptr<const Source>> {
        if (!std::filesystem::is_regular_file(path)) return format::no_such_file();
        return std::shared_ptr<const Source>(std::make_shared<Source>(path, read_text(path)));
    };
    Checked checked;
    checked.document = parse(
        std::make_shared<Source>(name, to_utf8(without_expectations(std::move(text)))), options);
    checked.linted = check::lint_document(checked.document, rules);
    return checked;
}

Lines found(const Checked& checked) {
    Lines lines;
    for (const Finding& finding : checked.linted.findings) {
        if (finding.suppressed) continue;
        const Place& at = finding.flag.at;
        lines.push_back(fmt::format("{}: {} {}",
                                    checked.document.source(at).position(at.span.begin).line,
                                    id_of(finding), on_one_line(checked.document.text(at))));
    }
    std::ranges::sort(lines);
    return lines;
}

Lines expected(std::string_view text) {
    Lines lines;
    std::vector<std::string> waiting;
    unsigned number = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        ++number;
        if (line.starts_with(mark)) waiting.emplace_back(trimmed(line.substr(mark.size())));
        if (line.empty() || line.starts_with('#')) continue;
        for (const std::string& expectation : waiting)
            lines.push_back(fmt::format("{}: {}", number, expectation));
        waiting.clear();
    }
    for (const std::string& expectation : waiting)
        lines.push_back(fmt::format("nothing follows: {}", expectation));
    std::ranges::sort(lines);
    return lines;
}

Lines expected_of(const std::filesystem::path& path) {
    const std::filesystem::path beside = path.string() + ".expect";
    if (!std::filesystem::exists(beside)) return expected(read_text(path));
    Lines lines;
    std::ifstream in(beside);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    std::ranges::sort(lines);
    return lines;
}

std::string apply(std::string text, const Fix& fix) {
    std::vector<Edit> edits = fix.edits;
    std::ranges::sort(edits, std::greater{}, [](const Edit& edit) { return edit.at.span.begin; });
    for (const Edit& edit : edits) text.replace(edit.at.span.begin, edit.at.span.size(), edit.text);
    return text;
}

} // namespace dropcap::fixture
