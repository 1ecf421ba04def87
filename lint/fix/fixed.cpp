#include "lint/fix/fixed.hpp"

#include "lint/fix/diff.hpp"
#include "lint/terminal/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dropcap::fix {
namespace {

/// The line without what a terminal would act on; its break, CR LF too, stays.
void append_line(std::string& out, std::string_view line) {
    const std::size_t end = std::min(line.find_last_not_of("\r\n"), line.size() - 1) + 1;
    const std::string_view words = line.find_first_not_of("\r\n") == std::string_view::npos
                                       ? std::string_view{}
                                       : line.substr(0, end);
    bool first = true;
    for (std::string_view rest = words; first || !rest.empty(); first = false) {
        const std::size_t tab = std::min(rest.find('\t'), rest.size());
        out += terminal::visible(rest.substr(0, tab));
        if (tab < rest.size()) out += '\t';
        rest.remove_prefix(std::min(tab + 1, rest.size()));
    }
    out += line.substr(words.size());
}

} // namespace

std::string render_diffs(const FixedRun& run) {
    std::string out;
    for (const FixedFile& file : run.files) {
        const std::string diff = unified_diff(file.before->path(), file.before->text(), file.after);
        for (std::string_view rest = diff; !rest.empty();) {
            const std::size_t end = std::min(rest.find('\n'), rest.size() - 1) + 1;
            append_line(out, rest.substr(0, end));
            rest.remove_prefix(end);
        }
    }
    return out;
}

std::string render_fixed(const FixedRun& run, Done done) {
    std::string out;
    for (const input::Skipped& left : run.left)
        out += fmt::format("{}:{}:{}: {}\n", terminal::visible_path(left.path), left.at.line,
                           left.at.column, terminal::visible(left.reason));
    if (run.fixed == 0 || run.files.empty()) return out + "No fix was applied.\n";
    return out + fmt::format("{} {} in {}.\n", done == Done::written ? "Fixed" : "Would fix",
                             terminal::counted(run.fixed, "finding"),
                             terminal::counted(run.files.size(), "file"));
}

} // namespace dropcap::fix
