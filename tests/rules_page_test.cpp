// docs/rules.md is what the rules say of themselves.

#include "lint/explain.hpp"
#include "model/rule.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>
#include <string>

namespace {

std::string read(const char* path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

} // namespace

TEST_CASE("docs/rules.md is current: ./dev docs writes it", "[rules_page_test]") {
    CHECK(read(DROPCAP_ROOT "/docs/rules.md") == dropcap::render_rules("pages"));
}

TEST_CASE("every rule has a page with its address, a help and references", "[rules_page_test]") {
    const std::string pages = dropcap::render_rules("pages");
    for (const dropcap::Rule* rule : dropcap::all_rules()) {
        INFO(rule->id);
        CHECK(pages.find("\n## " + std::string(rule->id) + "\n") != std::string::npos);
        CHECK_FALSE(rule->help.empty());
        CHECK_FALSE(rule->summary.ends_with('.'));
        CHECK(rule->references[0].starts_with("https://"));
        CHECK_FALSE(rule->security_severity.empty());
    }
}
