// The words that rules share: where a fact came from, and the fix that replaces a word.

#include "rules/kit/wording.hpp"
#include "tests/fixture.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>
#include <string_view>
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

TEST_CASE("titles name a container with the noun of its format", "[wording_test]") {
    using Kind = ContainerKind;
    struct Row {
        Kind kind;
        std::string object, noun, shown;
    };
    const std::vector<Row> rows = {
        {Kind::service, "", "service", "service `shop`"},
        {Kind::job, "", "job", "job `shop`"},
        {Kind::label, "", "label", "label `shop`"},
        {Kind::build, "", "build", "build `shop`"},
        {Kind::builder, "", "builder", "builder `shop`"},
        {Kind::command, "", "", "`shop`"},
        {Kind::hook, "", "", "`shop`"},
        {Kind::object, "", "", "`shop`"},
        {Kind::object, "Deployment/till", "container", "container `shop` of Deployment/till"},
        {Kind::service, "job/test", "container", "container `shop` of job/test"},
    };
    for (const Row& row : rows) {
        INFO(row.shown);
        Container container;
        container.name = "shop";
        container.kind = row.kind;
        container.object = row.object;
        CHECK(noun_of(container) == row.noun);
        CHECK(display_name(container) == row.shown);
        CHECK(rules::title_of(container, "sells") == row.shown + " sells");
    }
}

TEST_CASE("a title that is too wide loses the object, then the middle of the name",
          "[wording_test]") {
    Container container;
    container.name = "shop";
    container.kind = ContainerKind::object;
    container.object = "Deployment/" + std::string(60, 'x');
    CHECK(rules::title_of(container, "sells") == "container `shop` sells");
    container.name = std::string(70, 'n');
    const std::string title = rules::title_of(container, "sells");
    CHECK(rules::columns(title) <= rules::title_columns);
    CHECK(title.starts_with("container `nnn"));
    CHECK(title.ends_with("nnn` sells"));
    CHECK(title.find("…") != std::string::npos);
}

TEST_CASE("each kind of container has a word of its own", "[wording_test]") {
    CHECK(kind_word(ContainerKind::object).empty());
    CHECK(kind_word(ContainerKind::pre_start) == "pre_start");
    CHECK(kind_word(ContainerKind::debug_container) == "debug container");
    CHECK(kind_word(ContainerKind::with_run) == "withRun");
    std::set<std::string_view> words;
    for (int kind = 0; kind <= static_cast<int>(ContainerKind::run); ++kind)
        CHECK(words.insert(kind_word(static_cast<ContainerKind>(kind))).second);
}
