#include "lint/ignore/suppress.hpp"

#include "lint/ignore/reach.hpp"
#include "model/ascii.hpp"
#include "model/concat.hpp"
#include "model/suggest.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <iterator>
#include <map>

namespace dropcap::ignore {
namespace {

/// Comments of one file (or of a part of a long stream) that are read: no one gives more reasons
/// than this.
constexpr std::size_t most_ignores = 10'000;

/// Walks the text of one comment and knows where in the file it stands.
class Reader {
  public:
    Reader(std::string_view text, Place start) : text_(text), start_(start) {}

    [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }
    [[nodiscard]] Place here(std::size_t size) const { return place(at_, size); }
    [[nodiscard]] Place whole() const { return place(0, text_.size()); }

    void skip_blanks() { at_ = dropcap::skip_blanks(text_, at_, blank_or_cr); }

    bool take(std::string_view word) {
        if (!rest().starts_with(word)) return false;
        at_ += word.size();
        return true;
    }

    /// Everything up to a character of `stops`, without the blanks behind it, and where it stands.
    std::pair<std::string_view, Place> take_until(std::string_view stops) {
        const std::size_t end = std::min(text_.find_first_of(stops, at_), text_.size());
        const std::string_view word = trim(text_.substr(at_, end - at_));
        const Place where = place(at_, word.size());
        at_ = end;
        return {word, where};
    }

  private:
    [[nodiscard]] Place place(std::size_t from, std::size_t size) const {
        const auto begin = start_.span.begin + static_cast<std::uint32_t>(from);
        return {start_.source, {begin, begin + static_cast<std::uint32_t>(size)}};
    }

    std::string_view text_;
    Place start_;
    std::size_t at_ = 0;
};

/// The first mistake counts.
void note_mistake(Ignore& ignore, Mistake mistake) {
    if (!ignore.mistake) ignore.mistake = std::move(mistake);
}

/// `word` as a title quotes it.
std::string quoted(std::string_view word) {
    constexpr std::size_t most = 32;
    std::size_t end = std::min(word.size(), most);
    while (end < word.size() && end > 0 && (static_cast<unsigned char>(word[end]) & 0xC0U) == 0x80U)
        --end;
    return fmt::format("`{}{}`", word.substr(0, end), end < word.size() ? "…" : "");
}

void read_rule(Reader& reader, Ignore& ignore) {
    const auto [id, at] = reader.take_until(",]");
    if (id.empty()) {
        note_mistake(ignore, {.at = reader.rest().empty() ? reader.whole() : reader.here(1),
                              .title = "the suppression has an empty rule id",
                              .help = "write a rule id here, or remove the comma",
                              .facet = "empty-id"});
    } else if (find_rule(id) == nullptr) {
        const std::string_view nearest = suggest_rule(id);
        note_mistake(ignore,
                     {.at = at,
                      .title = fmt::format("the suppression names the unknown rule {}", quoted(id)),
                      .help = nearest.empty() ? "write the id of a rule that `dropcap rules` lists"
                                              : fmt::format("write `{}`", nearest),
                      .facet = std::string(id)});
    }
    ignore.rules.push_back({std::string(id), at});
}

void read_rules(Reader& reader, Ignore& ignore) {
    if (!reader.take("["))
        return note_mistake(ignore, {.at = reader.whole(),
                                     .title = "the suppression names no rule",
                                     .help = "write `# dropcap: ignore[rule-id] reason`",
                                     .facet = "no-rules"});
    do {
        reader.skip_blanks();
        read_rule(reader, ignore);
    } while (reader.take(","));
    if (!reader.take("]"))
        note_mistake(ignore, {.at = reader.whole(),
                              .title = "the suppression's list of rules is not closed",
                              .help = "write `]` after the last rule id",
                              .facet = "not-closed"});
}

/// The words behind the rules: `until=…` wherever it is written, the rest is the reason.
void read_reason(Reader& reader, Ignore& ignore) {
    for (reader.skip_blanks(); !reader.rest().empty(); reader.skip_blanks()) {
        const auto [word, at] = reader.take_until(blank_or_cr);
        if (word.starts_with("until=")) {
            ignore.until = parse_date(word.substr(6));
            if (!ignore.until)
                note_mistake(ignore, {.at = at,
                                      .title = "the suppression's `until=` is not a date",
                                      .help = "write a day as `until=YYYY-MM-DD`",
                                      .facet = "until"});
        } else {
            if (!ignore.reason.empty()) ignore.reason += ' ';
            ignore.reason += word;
        }
    }
    if (ignore.reason.empty())
        note_mistake(ignore, {.at = reader.whole(),
                              .title = "the suppression gives no reason",
                              .help = "write the reason, as in `# dropcap: ignore[rule-id] reason`",
                              .facet = "no-reason"});
}

Ignore ignore_at(const Comment& comment) {
    return {.at = comment.at,
            .own_line = comment.own_line,
            .rules = {},
            .reason = {},
            .until = {},
            .mistake = {}};
}

Ignore read_ignore(std::string_view text, const Comment& comment) {
    Reader reader(text, comment.at);
    Ignore ignore = ignore_at(comment);
    if (!reader.take("#")) reader.take("//");
    reader.skip_blanks();
    reader.take("dropcap:");
    reader.skip_blanks();
    if (reader.take("ignore-file")) {
        ignore.whole_file = true;
    } else if (!reader.take("ignore")) {
        note_mistake(ignore,
                     {.at = reader.here(reader.rest().size()),
                      .title = "the comment is not a suppression that dropcap knows",
                      .help = "write `ignore[rule-id] reason` or `ignore-file[rule-id] reason`",
                      .facet = "unknown-word"});
        return ignore;
    }
    read_rules(reader, ignore);
    read_reason(reader, ignore);
    return ignore;
}

/// Where in `comment` dropcap's part begins: `# dropcap:`, also behind other words of the same
/// comment, or `// dropcap:`.
std::optional<std::size_t> directive_in(std::string_view comment) {
    if (comment.starts_with("//") && trim(comment.substr(2)).starts_with("dropcap:")) return 0;
    for (auto hash = comment.find('#'); hash != std::string_view::npos;
         hash = comment.find('#', hash + 1)) {
        if (trim_left(comment.substr(hash + 1)).starts_with("dropcap:")) return hash;
    }
    return std::nullopt;
}

/// The comment lines before the first thing that is none, read from the text itself: parsers look
/// for comments only where there are containers, and these speak of the whole file. Returns where
/// that block ends.
std::uint32_t add_first_comment_block(const Document& document, std::uint32_t source,
                                      std::vector<Comment>& comments) {
    const std::string_view text = document.sources[source]->text();
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
        const std::string_view line = trim(text.substr(at, end - at));
        if (!line.empty() && !line.starts_with('#') && line != "---") break;
        if (line.starts_with('#')) {
            const auto hash = static_cast<std::uint32_t>(text.find('#', at));
            comments.push_back(
                {.at = {source, {hash, static_cast<std::uint32_t>(end)}}, .own_line = true});
        }
        at = end + 1;
    }
    return static_cast<std::uint32_t>(std::min(at, text.size()));
}

/// Every comment of the document once.
std::vector<Comment> comments_of(const Document& document) {
    std::vector<Comment> comments;
    std::vector<std::uint32_t> block_ends;
    block_ends.reserve(document.sources.size());
    for (std::uint32_t source = 0; source < document.sources.size(); ++source)
        block_ends.push_back(add_first_comment_block(document, source, comments));
    std::ranges::copy_if(document.comments, std::back_inserter(comments),
                         [&](const Comment& comment) {
                             return comment.at.span.begin >= block_ends[comment.at.source];
                         });
    return comments;
}

/// Where the first line is in a source that is neither blank, a comment nor a document's
/// marker: ignore-file counts only before it.
std::uint32_t first_line_of_content(const Source& source) {
    std::uint32_t line = 1;
    for (; line <= source.line_count(); ++line) {
        const std::string_view text = trim(source.line(line));
        if (!text.empty() && !is_comment_line(text) && text != "---") break;
    }
    return line;
}

std::string as_text(Date date) {
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

void add_finding(IgnoreProblem problem, Flag flag, std::span<const Rule* const> selected,
                 std::vector<Finding>& findings) {
    const auto rule = std::ranges::find(selected, problem, &Rule::about_ignores);
    if (rule == selected.end()) return;
    Finding finding;
    finding.rule = *rule;
    finding.severity = (*rule)->severity;
    finding.flag = std::move(flag);
    findings.push_back(std::move(finding));
}

/// Several comments of a file may have the same mistake.
void number_equal_facets(std::span<Finding> findings) {
    std::map<std::string, unsigned> seen;
    for (Finding& finding : findings) {
        std::string& facet = finding.flag.facet;
        const unsigned count = ++seen[fmt::format("{}:{}", finding.rule->id, facet)];
        if (count > 1) facet += fmt::format("#{}", count);
    }
}

Flag invalid(const Mistake& mistake) {
    Flag flag{.at = mistake.at, .title = mistake.title};
    flag.label = "hides nothing";
    flag.notes.emplace_back("a suppression with a mistake hides nothing");
    flag.help = mistake.help;
    flag.facet = mistake.facet;
    return flag;
}

Flag expired(const Ignore& ignore) {
    Flag flag{.at = ignore.at,
              .title = fmt::format("the suppression ended on {}", as_text(*ignore.until))};
    flag.label = "hides nothing any more";
    flag.notes.emplace_back("what it hid is reported again");
    flag.help = "remove it and resolve what it hid, or write a new date";
    for (const IgnoredRule& rule : ignore.rules) {
        if (!flag.facet.empty()) flag.facet += ',';
        flag.facet += rule.id;
    }
    return flag;
}

Flag unused(const IgnoredRule& rule) {
    Flag flag{.at = rule.at,
              .title = fmt::format("the suppression of {} hides nothing", quoted(rule.id))};
    flag.label = "finds nothing here";
    flag.notes.emplace_back(
        "it would hide a later finding, for a reason that was written for another");
    flag.help = "remove it";
    flag.facet = rule.id;
    return flag;
}

} // namespace

std::optional<Date> parse_date(std::string_view text) {
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    const auto number = [](std::string_view digits, auto& value) {
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return error == std::errc{} && end == digits.data() + digits.size();
    };
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    if (!number(text.substr(0, 4), year) || !number(text.substr(5, 2), month) ||
        !number(text.substr(8), day))
        return std::nullopt;
    const Date date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    return date.ok() ? std::optional(date) : std::nullopt;
}

std::vector<Ignore> read_ignores(const Document& document) {
    std::vector<Ignore> ignores;
    std::vector<std::optional<std::uint32_t>> content(document.sources.size());
    const auto in_first_comment_block = [&](const Ignore& ignore) {
        const Source& source = document.source(ignore.at);
        auto& first = content[ignore.at.source];
        if (!first) first = first_line_of_content(source);
        return ignore.own_line && source.position(ignore.at.span.begin).line <= *first;
    };
    for (Comment comment : comments_of(document)) {
        const std::string_view text = document.text(comment.at);
        const auto start = directive_in(text);
        if (!start) continue;
        if (ignores.size() == most_ignores) {
            ignores.push_back(ignore_at(comment));
            note_mistake(
                ignores.back(),
                {.at = comment.at,
                 .title = fmt::format("the file has more than {} suppressions", most_ignores),
                 .help = "use an override in `.dropcap.yaml`, what is below is not read",
                 .facet = "too-many"});
            return ignores;
        }
        comment.at.span.begin += static_cast<std::uint32_t>(*start);
        ignores.push_back(read_ignore(text.substr(*start), comment));
        Ignore& ignore = ignores.back();
        if (ignore.whole_file && !in_first_comment_block(ignore))
            note_mistake(ignore,
                         {.at = ignore.at,
                          .title = "`ignore-file` is not in the first comment block of the file",
                          .help = "move it above the first line that is not a comment",
                          .facet = "too-late"});
    }
    return ignores;
}

void mark_suppressed(const Document& document, std::vector<Ignore>& ignores, Date today,
                     std::vector<Finding>& findings) {
    if (ignores.empty() || findings.empty()) return;
    IgnoreReach reach(document, findings);
    for (Ignore& ignore : ignores) {
        if (ignore.mistake) continue;
        const bool expired = ignore.until && *ignore.until < today;
        for (const std::size_t reached : reach.findings_of(ignore)) {
            Finding& finding = findings[reached];
            const auto rule = std::ranges::find(ignore.rules, finding.rule->id, &IgnoredRule::id);
            if (rule == ignore.rules.end()) continue;
            rule->used = true;
            if (!expired && !finding.suppressed)
                finding.suppressed = Suppression{ignore.reason, HiddenBy::comment};
        }
    }
}

void report_ignores(const Document& document, const std::vector<Ignore>& ignores, Date today,
                    std::span<const Rule* const> selected, std::vector<Finding>& findings) {
    const std::size_t first = findings.size();
    for (const Ignore& ignore : ignores) {
        if (ignore.mistake) {
            add_finding(IgnoreProblem::invalid, invalid(*ignore.mistake), selected, findings);
            continue;
        }
        if (ignore.until && *ignore.until < today) {
            add_finding(IgnoreProblem::expired, expired(ignore), selected, findings);
            continue;
        }
        for (const IgnoredRule& rule : ignore.rules) {
            const bool ran =
                std::ranges::find(selected, std::string_view(rule.id), &Rule::id) != selected.end();
            if (rule.used || !ran || (ignore.whole_file && document.is_part)) continue;
            add_finding(IgnoreProblem::unused, unused(rule), selected, findings);
        }
    }
    number_equal_facets(std::span(findings).subspan(first));
}

} // namespace dropcap::ignore
