// Any bytes as a file that --add-ignores writes comments into: the first line is its path. Comments
// are all that is added, what is found is hidden by them, and the file says the same as before.

#include "fuzz/pipeline.hpp"
#include "fuzz/promises.hpp"
#include "fuzz/target.hpp"
#include "lint/check/lint_document.hpp"
#include "lint/fix/add_ignores.hpp"
#include "parsers/parse.hpp"

#include <algorithm>
#include <set>
#include <vector>

namespace dropcap::fuzz {
namespace {

constexpr std::string_view reason = "accepted, not yet reviewed";

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

bool is_comment(std::string_view line) {
    const std::string_view content =
        line.substr(std::min(line.find_first_not_of(" \t"), line.size()));
    return content.starts_with("# dropcap: ignore") && content.ends_with(reason);
}

/// Whether `after` is `before` with something inserted in one place, and a comment of dropcap's
/// with it.
bool is_extended(std::string_view before, std::string_view after) {
    if (after.size() <= before.size() || after.find("dropcap:") == std::string_view::npos)
        return false;
    const auto front = std::ranges::mismatch(before, after).in1 - before.begin();
    const auto back =
        std::mismatch(before.rbegin(), before.rend(), after.rbegin()).first - before.rbegin();
    return front + back >= static_cast<std::ptrdiff_t>(before.size());
}

/// Whether the lines of `after` are those of `before`, some with a comment behind or a longer one,
/// and comment lines between.
bool only_adds_comments(std::string_view before, std::string_view after) {
    const std::vector<std::string_view> old = lines_of(before);
    std::set<std::size_t> reached{
        0}; // how many old lines have been met: a comment line may be an old one or a new one
    for (const std::string_view line : lines_of(after)) {
        std::set<std::size_t> next;
        for (const std::size_t at : reached) {
            if (at < old.size() && (line == old[at] || is_extended(old[at], line)))
                next.insert(at + 1);
            if (is_comment(line) || line.empty())
                next.insert(at); // the break of a comment line may be two characters
        }
        reached = std::move(next);
    }
    return reached.contains(old.size());
}

struct Said {
    std::vector<std::string> containers; ///< with what each holds
    std::size_t open = 0; ///< findings that no one accepts, save those about comments
};

Said said_by(const std::shared_ptr<const Source>& source, ignore::Date today) {
    const Document document =
        parse(source, {.engine = {}, .read_file = {}, .nameless = true, .explicit_file = true});
    const check::Linted linted =
        check::lint_document(document, all_rules(), {.honoured = true, .today = today});
    Said said;
    for (const Case& one : linted.cases)
        said.containers.push_back(
            one.container->name +
            (one.posture.effective ? std::to_string(one.posture.effective->mask()) : "?"));
    for (const Finding& finding : linted.findings)
        if (!finding.suppressed &&
            (finding.rule->check != nullptr || finding.rule->check_document != nullptr))
            ++said.open;
    return said;
}

void run(std::string_view bytes) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const auto source =
        source_of(std::string(bytes.substr(0, end)), bytes.substr(std::min(end + 1, bytes.size())));

    const check::Job job{
        .options = {}, .root = "/nowhere", .today = std::chrono::year(2026) / 1 / 1, .files = {}};
    config::Settings settings;
    settings.rules.assign(all_rules().begin(), all_rules().end());
    const check::Task task{{.path = "-", .named = true}, &settings};
    const fix::Commented commented = fix::with_ignores(job, {task, *source}, reason);
    if (commented.file.comments == 0)
        require(commented.text == source->text(), "without a comment nothing changes");
    require(only_adds_comments(source->text(), commented.text), "nothing but comments is added");

    const auto after = std::make_shared<const Source>(source->path(), commented.text);
    const Said before_said = said_by(source, job.today), after_said = said_by(after, job.today);
    require(before_said.containers == after_said.containers, "comments change no container");
    require(after_said.open <= commented.left.size(), "what is found is hidden or reported");
    if (commented.left.empty())
        require(fix::with_ignores(job, {task, *after}, reason).text == commented.text,
                "there is nothing to add twice");
}

std::optional<std::string> seed(const TestFile& file) {
    return file.path.ends_with('/') ? std::nullopt : std::optional(file.path + "\n" + file.text);
}

} // namespace

extern constinit const Target add_ignores;
constinit const Target add_ignores{.name = "add_ignores",
                                   .about = "a file that suppression comments are written into",
                                   .run = run,
                                   .seed = seed,
                                   .most_bytes = 2048};

} // namespace dropcap::fuzz
