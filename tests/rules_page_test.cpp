// docs/rules.md is what the rules say of themselves.

#include "lint/help/explain.hpp"
#include "model/rule.hpp"
#include "tests/fixture.hpp"

#include <catch2/catch.hpp>

#include <string>

TEST_CASE("docs/rules.md is current: ./dev docs writes it", "[rules_page_test]") {
    CHECK(dropcap::fixture::read_text(DROPCAP_ROOT "/docs/rules.md") ==
          dropcap::help::render_rules("pages"));
}

TEST_CASE("every rule has a page with its address, a help and references", "[rules_page_test]") {
    const std::string pages = dropcap::help::render_rules("pages");
    for (const dropcap::Rule* rule : dropcap::all_rules()) {
        INFO(rule->id);
        CHECK(pages.find("\n## " + std::string(rule->id) + "\n") != std::string::npos);
        CHECK_FALSE(rule->help.empty());
        CHECK_FALSE(rule->summary.ends_with('.'));
        CHECK(rule->references[0].starts_with("https://"));
        CHECK_FALSE(rule->security_severity.empty());
    }
}
