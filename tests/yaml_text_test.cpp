// Scalars of every style, byte by byte back to where they stand.

#include "parsers/yaml/text.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace dropcap;

namespace {

/// The value of `key` at the root of `text`.
text::MappedText mapped(const std::string& text, std::string_view key = "run") {
    yaml::Arena arena;
    const yaml::Slice whole{.span = {0, static_cast<std::uint32_t>(text.size())}};
    const yaml::Parsed parsed = yaml::parse_slice(text, whole, 0, yaml::Reader::compose, arena);
    REQUIRE(parsed.root != nullptr);
    const yaml::Node* const node = parsed.root->get(key);
    REQUIRE(node != nullptr);
    text::MappedText result = yaml::mapped_text(text, *node);
    CHECK(result.text() == node->text);
    return result;
}

/// What is in the source where `word` of the value comes from.
std::string source_of(const std::string& text, const std::string& word) {
    const text::MappedText value = mapped(text);
    const std::size_t at = value.text().find(word);
    REQUIRE(at != std::string::npos);
    const Span span = value.span(at, at + word.size());
    return text.substr(span.begin, span.size());
}

} // namespace

TEST_CASE("a word of a scalar leads back to its bytes", "[yaml_text_test]") {
    struct Case {
        std::string text;
        std::string word;
        std::string source;
    };
    const std::vector<Case> cases{
        {"run: one two\n", "two", "two"},
        {"run: one\n  two\n  three\n", "three", "three"},
        {"run: 'it''s two'\n", "two", "two"},
        {"run: 'it''s two'\n", "'", "''"},
        {"run: \"a \\\"b\\\" \\u00e4 two\"\n", "two", "two"},
        {"run: \"a \\\"b\\\" \\u00e4 two\"\n", "\xC3\xA4", "\\u00e4"},
        {"run: \"one \\\n  two\"\n", "two", "two"},
        {"run: \"one\n\n  two\"\n", "two", "two"},
        {"run: |\n  one\n  two\n", "two", "two"},
        {"run: |\r\n  one\r\n  two\r\n", "two", "two"},
        {"run: |-\n    one\n      two\n\n    three", "two", "two"},
        {"run: |-\n    one\n      two\n\n    three", "three", "three"},
        {"run: |2\n    one\n  two\n", "two", "two"},
        {"run: |  # why\n\n  one\n     \n  two\n", "two", "two"},
        {"run: |+\n  one\n\n\n", "one", "one"},
        {"a:\n  - x\nrun: >\n  one\n  two\n\n  three\n", "two", "two"},
        {"run: >-\n  one\n    more\n  two\n", "more", "more"},
        {"run: >-\n  one\n    more\n  two\n", "two", "two"},
    };
    for (const Case& one : cases) {
        INFO(one.text << " -> " << one.word);
        CHECK(source_of(one.text, one.word) == one.source);
    }
}
