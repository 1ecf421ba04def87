// The words that rules share: where a fact came from, and the fix that replaces a word.

#include "tests/fixture.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace dropcap;

namespace {

/// The only finding of the default rules in a Compose file, whose document must outlive it.
Finding only_finding(const fixture::Checked& checked) {
    REQUIRE(checked.linted.findings.size() == 1);
    return checked.linted.findings.front();
}

struct Origins {
    std::string text;
    std::string note;
    std::string underlined; ///< what the note points at
};

struct Fixed {
    std::string list; ///< the value of cap_add
    std::string after;
};

} // namespace

TEST_CASE("a fact that is written elsewhere is reported with the word that brings it in",
          "[wording_test]") {
    const std::vector<Origins> rows = {
        {"x-cap: &cap SYS_ADMIN\nservices:\n  web:\n    image: a:1\n    cap_drop: [ALL]\n    cap_add: [*cap]\n",
         "taken in here through an alias", "*cap"},
        {"x-base: &base\n  cap_drop: [ALL]\n  cap_add: [SYS_ADMIN]\nservices:\n  web:\n    <<: *base\n    image: a:1\n",
         "taken in here through a merge key", "*base"},
    };
    for (const Origins& row : rows) {
        INFO(row.text);
        const auto checked = fixture::lint("compose.yaml", row.text);
        const Finding finding = only_finding(checked);
        REQUIRE(finding.flag.related.size() == 1);
        CHECK(finding.flag.related[0].text == row.note);
        CHECK(checked.document.text(finding.flag.related[0].at) == row.underlined);
    }
}

TEST_CASE("a note says where a substituted value came from", "[wording_test]") {
    const auto checked = fixture::lint(
        "compose.yaml",
        "services:\n  web:\n    image: a:1\n    cap_drop: [ALL]\n    cap_add: [\"${CAP:-SYS_ADMIN}\"]\n");
    const Finding finding = only_finding(checked);
    CHECK(finding.flag.related.empty());
    REQUIRE_FALSE(finding.flag.notes.empty());
    CHECK(finding.flag.notes[0] == "CAP is not set, so its default counts");
}

TEST_CASE("a fix keeps the quotes and leaves alone what is not the word itself", "[wording_test]") {
    const std::vector<Fixed> rows = {
        {"[SYS_CHROOTS]", "[SYS_CHROOT]"}, {"[SYS_TYME]", "[SYS_TIME]"},
        {"['SYS_TYME']", "['SYS_TIME']"},  {"[\"SYS_TYME\", CHOWN]", "[\"SYS_TIME\", CHOWN]"},
        {"[\"${CAP:-SYS_TYME}\"]", ""},    {"[\"SYS\\x5fTYME\"]", ""},
    };
    for (const Fixed& row : rows) {
        INFO(row.list);
        const std::string before =
            "services:\n  web:\n    image: a:1\n    cap_drop: [ALL]\n    cap_add: ";
        const auto checked = fixture::lint("compose.yaml", before + row.list + "\n");
        const Finding finding = only_finding(checked);
        REQUIRE(finding.flag.fix.has_value() == !row.after.empty());
        if (finding.flag.fix)
            CHECK(fixture::apply(before + row.list + "\n", *finding.flag.fix) ==
                  before + row.after + "\n");
    }
}
