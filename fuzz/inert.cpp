#include "fuzz/inert.hpp"

#include "fuzz/promises.hpp"
#include "lint/terminal/text.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

namespace dropcap::fuzz {
namespace {

template <class See>
void for_each_line(std::string_view text, See see) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        see(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

bool is_control(char byte) { return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F; }

/// What GitHub's runner takes for a command, blanks before it or not. The arrow `::: ` is none: its
/// word would be a colon.
bool is_command(std::string_view line) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    return line.starts_with("::") && !line.starts_with("::: ");
}

void check_line(std::string_view line) {
    require(std::ranges::none_of(line, is_control), "no control character reaches a terminal");
    for (const std::string_view acting : {"##[", "##vso[", "\xE2\x80\xAE", "\xC2\x9B"})
        require(line.find(acting) == std::string_view::npos, "nothing in a report acts");
    require(terminal::visible(line) == line, "a report holds nothing that is not visible");
}

/// A row of the only commands there may be, ten of a kind at most, and the rest between `::group::`
/// and `::endgroup::`.
void check_github(const report::Report& report, const std::string& text) {
    std::size_t annotations = 0, others = 0;
    bool in_group = false;
    for_each_line(text, [&](std::string_view line) {
        const bool annotates = line.starts_with("::error file=") ||
                               line.starts_with("::warning file=") ||
                               line.starts_with("::notice file=");
        if (annotates)
            ++annotations;
        else if (line.starts_with("::group::dropcap: ") || line == "::endgroup::")
            in_group = !in_group;
        else
            require(in_group && !is_command(line), "only dropcap's own commands act"), ++others;
    });
    require(!in_group, "a group ends");
    require(annotations <= 30 && annotations + others == report::open_findings(report).size(),
            "every finding is reported once");
}

/// Enough of XML 1.0 to know that a parser takes it: tags nest, attributes are quoted, references
/// are those of XML itself.
class XmlChecker {
  public:
    explicit XmlChecker(std::string_view text) : text_(text) {}

    void check() {
        require(text_.starts_with("<?xml "), "XML begins with its declaration");
        skip_past('>');
        while (at_ < text_.size()) text_[at_] == '<' ? read_tag() : read_character('<');
        require(open_.empty(), "every element ends");
    }

  private:
    void skip_past(char byte) { at_ = std::min(text_.find(byte, at_), text_.size() - 1) + 1; }

    /// A character of content or of an attribute, in which `forbidden` may not stand.
    void read_character(char forbidden) {
        const std::string_view rest = text_.substr(at_);
        require(rest[0] != forbidden && rest[0] != '<', "XML's own characters are escaped");
        if (rest[0] == '&')
            require(std::ranges::any_of(
                        std::initializer_list<std::string_view>{"&amp;", "&lt;", "&gt;", "&quot;",
                                                                "&apos;"},
                        [&](std::string_view known) { return rest.starts_with(known); }),
                    "a reference is one of XML's");
        ++at_;
    }

    void read_tag() {
        const std::size_t begin = ++at_;
        const std::size_t end = text_.find_first_of(" />", begin + 1);
        require(end != std::string_view::npos, "a tag ends");
        const std::string_view name = text_.substr(begin, end - begin);
        at_ = end;
        bool closed = false;
        while (at_ < text_.size() && text_[at_] != '>') {
            closed = text_[at_] == '/';
            if (text_[at_++] == '"') read_attribute();
        }
        ++at_;
        if (!name.starts_with('/') && !closed) open_.push_back(name);
        if (!name.starts_with('/')) return;
        require(!open_.empty() && open_.back() == name.substr(1), "elements nest");
        open_.pop_back();
    }

    void read_attribute() {
        while (at_ < text_.size() && text_[at_] != '"') read_character('"');
        ++at_;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<std::string_view> open_;
};

std::string told(const report::Report& report, const report::ReportFormat& format,
                 terminal::Style style) {
    std::string text;
    format.write(report, style, [&](std::string_view piece) { text += piece; });
    return text;
}

void check_shape(const report::Report& report, std::string_view format, const std::string& text) {
    if (format == "json" || format == "sarif" || format == "gitlab" || format == "rdjson")
        require(nlohmann::json::accept(text), "JSON is JSON");
    if (format == "junit" || format == "checkstyle") XmlChecker(text).check();
    if (format == "github") check_github(report, text);
    if (format == "concise")
        require(static_cast<std::size_t>(std::ranges::count(text, '\n')) ==
                    report::open_findings(report).size(),
                "concise is a line per finding");
}

} // namespace

void check_inert(const std::string& text, bool is_github) {
    for_each_line(text, [&](std::string_view line) {
        check_line(line);
        require(is_github || !is_command(line), "no line is a command");
    });
}

void check_told(const report::Report& report) {
    for (const report::ReportFormat& format : report::check_formats()) {
        const std::string text = told(report, format, {});
        check_inert(text, format.name == "github");
        check_shape(report, format.name, text);
    }
    for (const report::ReportFormat& format : report::caps_formats()) {
        const std::string text = told(report, format, {});
        check_inert(text);
        check_shape(report, format.name, text);
    }
    check_inert(report::render_summary(report, {}, true));
    check_inert(report::render_caps_summary(report, {}, true));
    check_inert(report::render_statistics(report));
    // On a terminal: lines are broken, and colour is dropcap's own. No log reads it.
    for (const report::ReportFormat* const first :
         {report::check_formats().data(), report::caps_formats().data()}) {
        for_each_line(told(report, *first, {.color = false, .columns = 30}), check_line);
        (void)told(report, *first, {.color = true, .columns = 80});
    }
}

} // namespace dropcap::fuzz
