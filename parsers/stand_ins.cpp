#include "parsers/stand_ins.hpp"

#include "model/ascii.hpp"
#include "parsers/format/not_checked.hpp"
#include "parsers/formats.hpp"
#include "parsers/text/template_text.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace dropcap {
namespace {

/// What neither kind has: it holds no containers of its own.
constexpr FormatInfo stand_in_format{.name = "stand-in", .remedies = {}};

bool has_problems(const Document& document) {
    return !document.problems.empty() ||
           std::ranges::any_of(document.containers, [](const Container& container) {
               return !container.problems.empty();
           });
}

bool never(const format::FileInfo&) { return false; } // find_kind() knows them by other signs

Document parse_template(const std::shared_ptr<const Source>& source,
                        const format::ParseOptions& options) {
    const std::string_view text = source->text();
    if (auto use = text::find_construct(text))
        return format::not_checked(source, use->at, std::move(use->reason));
    const std::string_view name = without_template_ending(source->path());
    const format::FileKind* const kind = find_kind(name, text);
    if (kind == nullptr) return format::not_checked(source, {}, "a template: render it first");
    format::ParseOptions whole = options;
    whole.take_part = {}; // what is wrong with its end decides about its beginning
    Document document = kind->parse(source, whole);
    if (has_problems(document))
        return format::not_checked(source, {},
                                   "a template that cannot be read before it is rendered");
    if (document.sources.empty()) document.sources.push_back(source);
    return document;
}

Document parse_pointer(const std::shared_ptr<const Source>& source, const format::ParseOptions&) {
    return format::not_checked(source, {},
                               "a Git LFS pointer: the file itself is not in this checkout");
}

} // namespace

std::string_view without_template_ending(std::string_view path) {
    static constexpr std::array<std::string_view, 18> endings{
        ".j2",      ".jinja",  ".jinja2", ".tmpl",     ".tpl",      ".gotmpl",
        ".gotpl",   ".erb",    ".tt",     ".template", "-template", ".in",
        ".example", ".sample", ".dist",   ".disabled", ".inc",      ".default"};
    const std::string name = lowercase(std::string(path.substr(path.rfind('/') + 1)));
    for (const std::string_view ending : endings) {
        if (!name.ends_with(ending) || name.size() == ending.size()) continue;
        // Dockerfile.build-template is a Dockerfile.build.
        return path.substr(0, path.size() - ending.size());
    }
    return {};
}

bool is_lfs_pointer(std::string_view text) {
    return text.starts_with("version https://git-lfs.github.com/spec/v1\n");
}

constinit const format::FileKind template_file{.title = "a template",
                                               .format = stand_in_format,
                                               .scan = format::Scan::always,
                                               .may_be = never,
                                               .is = never,
                                               .parse = parse_template};

constinit const format::FileKind lfs_pointer{.title = "a Git LFS pointer",
                                             .format = stand_in_format,
                                             .scan = format::Scan::always,
                                             .may_be = never,
                                             .is = never,
                                             .parse = parse_pointer};

} // namespace dropcap
