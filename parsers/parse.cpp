#include "parsers/parse.hpp"

#include "model/ascii.hpp"
#include "parsers/compose/compose.hpp"
#include "parsers/detect.hpp"
#include "parsers/format/file_kind.hpp"
#include "parsers/formats.hpp"
#include "parsers/kubernetes/manifest.hpp"
#include "parsers/kubernetes/wording.hpp"
#include "parsers/text/template_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <iterator>
#include <optional>

namespace dropcap {

namespace {

/// Larger streams of manifests are not written by people, and places are 32 bits wide.
constexpr std::size_t largest_stream = 256U << 20U;

Document with_problem(std::shared_ptr<const Source> source, std::optional<Format> format,
                      std::size_t at, std::string message) {
    Document document;
    document.format = format;
    const auto begin = static_cast<std::uint32_t>(at);
    const auto end = static_cast<std::uint32_t>(std::min(at + 1, source->text().size()));
    document.problems.push_back({.at = {.source = 0, .span = {begin, std::max(begin, end)}},
                                 .message = std::move(message)});
    document.sources.push_back(std::move(source));
    return document;
}

std::string too_large(std::size_t most) {
    return fmt::format("the file is larger than {} MiB and is not read", most >> 20U);
}

/// A file that was named may have any name: what it holds decides then.
const format::FileKind* kind_of(const Source& source, const format::ParseOptions& options) {
    const format::FileKind* kind = find_kind(source.path(), source.text());
    if (kind == nullptr && options.explicit_file) kind = find_kind({}, source.text());
    return kind;
}

/// "this is none of … : a Dockerfile, a shell script, …"
std::string list_of_formats() {
    std::string text = "this is none of the formats that dropcap reads:";
    for (const format::FileKind* kind : file_kinds())
        fmt::format_to(std::back_inserter(text), " {},", kind->title);
    text.pop_back();
    return text;
}

/// No format fits: silence for a file that was found while walking, a sentence for one that was
/// named.
Document of_no_format(std::shared_ptr<const Source> source, const format::ParseOptions& options) {
    Document document;
    const std::string_view text = source->text();
    if (options.explicit_file) {
        if (is_blank(text, blank_or_break))
            return with_problem(std::move(source), std::nullopt, 0, "the file is empty");
        auto use = text::find_template(text, {0, static_cast<std::uint32_t>(text.size())});
        if (!use) return with_problem(std::move(source), std::nullopt, 0, list_of_formats());
        document.unchecked.push_back(
            {.at = {.source = 0, .span = use->at}, .reason = std::move(use->reason)});
    }
    document.sources.push_back(std::move(source));
    return document;
}

Document parse_text(const std::shared_ptr<const Source>& source,
                    const format::ParseOptions& options) {
    const std::string_view text = source->text();
    if (text.size() > largest_stream)
        return with_problem(source, std::nullopt, 0, too_large(largest_stream));
    if (options.rendered) return kubernetes::parse_kubernetes(source, options);
    const format::FileKind* const kind =
        options.compose_project ? &compose::compose_file : kind_of(*source, options);
    if (kind == nullptr) return of_no_format(source, options);
    // A manifest's documents have that limit each: one that is too large does not hide the others.
    if (text.size() > format::largest_parsed_file && kind->format != kubernetes::kubernetes_format)
        return with_problem(source, kind->format, 0, too_large(format::largest_parsed_file));
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos)
        return with_problem(
            source, kind->format, nul,
            "there is a NUL byte here: this is no text file, or it was encoded badly");
    Document document = kind->parse(source, options);
    document.format = kind->format;
    if (document.sources.empty()) document.sources.push_back(source);
    return document;
}

} // namespace

Document parse(std::shared_ptr<const Source> source, const format::ParseOptions& options) {
    try {
        return parse_text(source, options);
    } catch (const std::bad_alloc&) {
        return with_problem(std::move(source), std::nullopt, 0,
                            "there is not enough memory to read this file");
    } catch (const std::exception& error) {
        return with_problem(
            std::move(source), std::nullopt, 0,
            fmt::format("internal error while reading this file, please report it: {}",
                        error.what()));
    } catch (...) {
        return with_problem(std::move(source), std::nullopt, 0,
                            "internal error while reading this file, please report it");
    }
}

} // namespace dropcap
