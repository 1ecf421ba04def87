// Any bytes as a file of one format, read and judged by every rule: no crash, and every place lies in its file.

#include "lint/lint_document.hpp"
#include "parsers/parse.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

using namespace dropcap;

namespace {

void require(bool kept, const char* promise) {
    if (kept) return;
    std::fprintf(stderr, "broken promise: %s\n", promise);
    std::abort();
}

void check(const Document& document, const Place& at, const char* promise) {
    require(at.source < document.sources.size(), promise);
    require(at.span.begin <= at.span.end && at.span.end <= document.source(at).text().size(), promise);
}

void check_containers(const Document& document) {
    for (const Container& container : document.containers) {
        check(document, container.name_at, "a container's name lies in its file");
        check(document, container.extent, "a container lies in its file");
        for (const Fact<std::string>& word : container.add.words) check(document, word.at, "an added capability lies in its file");
        for (const Fact<std::string>& word : container.drop.words) check(document, word.at, "a dropped capability lies in its file");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string bytes(reinterpret_cast<const char*>(data), size);
    auto source = std::make_shared<const Source>(DROPCAP_FUZZ_PATH, to_utf8(std::move(bytes)));
    const Document document = parse(std::move(source), {.engine = {}, .read_file = {}, .explicit_file = true});
    require(!document.sources.empty(), "a document has its source");
    for (const Problem& problem : document.problems) {
        check(document, problem.at, "a problem lies in its file");
        require(!problem.message.starts_with("internal error"), "no exception leaves a parser");
    }
    for (const Unjudged& unjudged : document.unjudged) check(document, unjudged.at, "what is not judged lies in its file");
    for (const Comment& comment : document.comments) check(document, comment.at, "a comment lies in its file");
    check_containers(document);
    const Linted linted = lint_document(document, all_rules());
    for (const Finding& finding : linted.findings) check(document, finding.flag.at, "a finding lies in its file");
    return 0;
}
