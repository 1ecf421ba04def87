#include "parsers/format/security_opt.hpp"
#include "tests/confinement_words.hpp"

#include <catch2/catch.hpp>

using namespace dropcap;
using Kind = format::SecurityOpt::Kind;
using Reader = format::SecurityOptReader;

namespace {

struct Row {
    Reader reader;
    const char* item;
    Kind kind;
    const char* value;
    std::size_t value_begin;
    bool on;
};

Fact<std::string> item_fact(const std::string& text) {
    Fact<std::string> fact;
    fact.value = text;
    fact.at = Place{0, {10, 10 + static_cast<std::uint32_t>(text.size())}};
    fact.entry = Place{0, {8, fact.at.span.end}};
    return fact;
}

Fact<std::string> open_fact(const std::string& text) {
    Fact<std::string> fact = item_fact(text);
    fact.value = Unresolved{text, "X is not set"};
    return fact;
}

std::optional<Misplaced> apply(Container& container, Reader reader, const Fact<std::string>& item) {
    return format::apply_security_opt(container, reader, item, [&](std::size_t begin) {
        return Place{0, {item.at.span.begin + static_cast<std::uint32_t>(begin), item.at.span.end}};
    });
}

} // namespace

TEST_CASE("each reader takes an item apart its own way", "[security_opt_test]") {
    const Row row = GENERATE(values<Row>({
        {Reader::docker, "no-new-privileges", Kind::no_new_privileges, "", 0, true},
        {Reader::docker, "no-new-privileges=true", Kind::no_new_privileges, "", 18, true},
        {Reader::docker, "no-new-privileges:false", Kind::no_new_privileges, "", 18, false},
        {Reader::docker, "no-new-privileges=T", Kind::no_new_privileges, "", 18, true},
        {Reader::docker, "no-new-privileges=yes", Kind::refused, "", 0, false},
        {Reader::docker, "no-new-privileges=", Kind::refused, "", 0, false},
        {Reader::docker, "seccomp=unconfined", Kind::seccomp, "unconfined", 8, false},
        {Reader::docker, "seccomp:unconfined", Kind::seccomp, "unconfined", 8, false},
        {Reader::docker, "seccomp=Unconfined", Kind::seccomp, "Unconfined", 8, false},
        {Reader::docker, "seccomp=builtin", Kind::seccomp, "runtime/default", 8, false},
        {Reader::docker, "seccomp=./a=b.json", Kind::seccomp, "./a=b.json", 8, false},
        {Reader::docker, "apparmor=unconfined", Kind::apparmor, "unconfined", 9, false},
        {Reader::docker, "apparmor=docker-default", Kind::apparmor, "runtime/default", 9, false},
        {Reader::docker, "label=disable", Kind::label, "disable", 6, false},
        {Reader::docker, "label:type:spc_t", Kind::label, "type:spc_t", 6, false},
        {Reader::docker, "systempaths=unconfined", Kind::other, "", 12, false},
        {Reader::docker, "systempaths:unconfined", Kind::other, "", 12, false},
        {Reader::docker, "systempaths=x", Kind::refused, "", 0, false},
        {Reader::docker, "mask=/proc", Kind::refused, "", 0, false},
        {Reader::docker, "disable", Kind::refused, "", 0, false},
        {Reader::docker, "seccomp=", Kind::refused, "", 0, false},
        {Reader::docker, "", Kind::refused, "", 0, false},
        {Reader::compose, "writable-cgroups=true", Kind::other, "", 17, false},
        {Reader::compose, "privileged", Kind::refused, "", 0, false},
        {Reader::podman, "mask=/proc/x", Kind::other, "", 5, false},
        {Reader::podman, "unmask:ALL", Kind::other, "", 7, false},
        {Reader::podman, "label=nested", Kind::label, "nested", 6, false},
        {Reader::podman, "writable-cgroups=true", Kind::refused, "", 0, false},
        {Reader::nerdctl, "no-new-privileges", Kind::no_new_privileges, "", 0, true},
        {Reader::nerdctl, "no-new-privileges=true", Kind::no_new_privileges, "", 18, true},
        {Reader::nerdctl, "no-new-privileges:true", Kind::ignored, "", 0, false},
        {Reader::nerdctl, "seccomp:unconfined", Kind::ignored, "", 0, false},
        {Reader::nerdctl, "seccomp=unconfined", Kind::seccomp, "unconfined", 8, false},
        {Reader::nerdctl, "label=disable", Kind::ignored, "", 0, false},
        {Reader::nerdctl, "privileged-without-host-devices=true", Kind::other, "", 32, false},
    }));
    CAPTURE(row.item);
    const format::SecurityOpt opt = format::read_security_opt(row.reader, row.item);
    CHECK(opt.kind == row.kind);
    CHECK(opt.value == row.value);
    CHECK(opt.value_begin == row.value_begin);
    CHECK(opt.on == row.on);
    CHECK(opt.why.empty() == (row.kind != Kind::refused && row.kind != Kind::ignored));
}

TEST_CASE("an item is underlined at its value, a bare word as a whole", "[security_opt_test]") {
    Container container;
    apply(container, Reader::docker, item_fact("seccomp=unconfined"));
    apply(container, Reader::docker, item_fact("no-new-privileges"));
    REQUIRE(container.seccomp);
    CHECK(container.seccomp->is(Profile::unconfined));
    CHECK(container.seccomp->at.span == Span{18, 28});
    CHECK(container.seccomp->entry.span == Span{8, 28});
    REQUIRE(container.no_new_privileges);
    CHECK(container.no_new_privileges->is(true));
    CHECK(container.no_new_privileges->at.span == Span{10, 27});
}

TEST_CASE("an unknown value may be one that the engine takes", "[security_opt_test]") {
    for (const Reader reader : {Reader::docker, Reader::compose}) {
        Container open;
        apply(open, reader, open_fact("systempaths=${X}"));
        CHECK(open.problems.empty());
        apply(open, reader, open_fact("sytempaths=${X}"));
        CHECK(open.problems.size() == 1);
    }
}

TEST_CASE("the last no-new-privileges wins, labels accumulate", "[security_opt_test]") {
    Container container;
    apply(container, Reader::docker, item_fact("no-new-privileges"));
    apply(container, Reader::docker, item_fact("no-new-privileges=false"));
    apply(container, Reader::docker, item_fact("label=disable"));
    apply(container, Reader::docker, item_fact("label=level:s0"));
    CHECK(container.no_new_privileges->is(false));
    CHECK(container.selinux->is(SelinuxLabel::disabled));
}

TEST_CASE("an unresolved value stays unresolved under its key", "[security_opt_test]") {
    Container container;
    apply(container, Reader::compose, open_fact("seccomp=${PROFILE}"));
    apply(container, Reader::compose, open_fact("no-new-privileges:${NNP}"));
    apply(container, Reader::compose, open_fact("${ANY}"));
    REQUIRE(container.seccomp);
    CHECK(container.seccomp->unresolved() != nullptr);
    REQUIRE(container.no_new_privileges);
    CHECK(container.no_new_privileges->unresolved() != nullptr);
    CHECK(container.problems.empty());
}

TEST_CASE("a refusal is the container's problem, an ignored item is reported",
          "[security_opt_test]") {
    Container container;
    CHECK_FALSE(apply(container, Reader::docker, item_fact("no-new-privileges=yes")));
    REQUIRE(container.problems.size() == 1);
    CHECK(
        container.problems[0].message ==
        "Docker refuses the security option \"no-new-privileges=yes\": the value must be true or false");
    const auto ignored = apply(container, Reader::nerdctl, item_fact("no-new-privileges:true"));
    REQUIRE(ignored);
    CHECK(ignored->effect ==
          "nerdctl takes only `no-new-privileges=true`, with `:` it warns and goes on without it");
    CHECK_FALSE(container.no_new_privileges);
}
