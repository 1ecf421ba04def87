#include "model/capability.hpp"
#include "model/engine.hpp"
#include "model/source.hpp"
#include "model/suggest.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace dropcap;
using namespace std::string_literals;

TEST_CASE("the table of capabilities is the kernel's, whole and in order", "[model_test]") {
    CHECK(capabilities().size() == 41);
    for (const CapabilityInfo& row : capabilities()) {
        INFO(row.name);
        CHECK(find_capability(row.name) == row.id);
        CHECK(name(row.id) == row.name);
        CHECK_FALSE(row.allows.empty());
        CHECK_FALSE(row.risk.empty());
        CHECK(row.abuse.ends_with('.'));
        CHECK(row.needed_by.ends_with('.'));
        CHECK(row.breaks.ends_with('.'));
    }
    CHECK(static_cast<int>(Capability::NET_RAW) == 13);
    CHECK(static_cast<int>(Capability::SYS_ADMIN) == 21);
    CHECK(static_cast<int>(Capability::CHECKPOINT_RESTORE) == 40);
    CHECK_FALSE(find_capability("net_raw").has_value());
    CHECK_FALSE(find_capability("CAP_NET_RAW").has_value());
}

TEST_CASE("default sets have the masks that running containers show", "[model_test]") {
    CHECK(default_capabilities(Engine::docker).mask() == 0xa80425fb);
    CHECK(default_capabilities(Engine::containerd).mask() == 0xa80425fb);
    CHECK(default_capabilities(Engine::podman).mask() == 0x800405fb);
    CHECK(default_capabilities(Engine::crio).size() == 9);
    CHECK(CapabilitySet::all().mask() == 0x1ffffffffff);
}

TEST_CASE("engines are found by the word that names them", "[model_test]") {
    for (const Engine engine : engines) CHECK(find_engine(engine_name(engine)) == engine);
    CHECK(engine_name(Engine::crio) == "cri-o");
    CHECK_FALSE(find_engine("Docker").has_value());
}

TEST_CASE("what a mistyped capability may have meant", "[model_test]") {
    struct {
        const char* word;
        const char* meant; // empty: nothing
    } const rows[] = {
        {"NET_BIND", "NET_BIND_SERVICE"},
        {"SYSADMIN", "SYS_ADMIN"},
        {"sys-admin", "SYS_ADMIN"},
        {"CAP_NET_RWA", "NET_RAW"},
        {"ALLL", "ALL"},
        {"CAP_ALL", "ALL"},
        {"netadmin", "NET_ADMIN"},
        {"SETUIDS", "SETUID"},
        {"", ""},
        {"nginx", ""},
        {"SYS", ""},
    };
    for (const auto& row : rows) {
        INFO(row.word);
        CHECK(suggest_capability(row.word).value_or("") == row.meant);
    }
}

TEST_CASE("the nearest known word is suggested, or none", "[model_test]") {
    const std::vector<std::string_view> known{"check", "caps", "explain"};
    CHECK(nearest("chekc", known) == "check");
    CHECK(nearest("expain", known) == "explain");
    CHECK(nearest("zebra", known).empty());
    CHECK(nearest(std::string(1000, 'c'), known).empty());
    CHECK(did_you_mean("caps") == "; did you mean `caps`?");
    CHECK(did_you_mean("").empty());
}

TEST_CASE("positions count lines from 1 and columns in code points", "[model_test]") {
    const Source source("f", "ab\r\ncäd\n\n🐳x");
    struct {
        std::uint32_t offset;
        Position expected;
    } const rows[] = {{0, {1, 1}}, {2, {1, 3}},  {4, {2, 1}},  {5, {2, 2}},  {7, {2, 3}},
                      {9, {3, 1}}, {10, {4, 1}}, {14, {4, 2}}, {15, {4, 3}}, {999, {4, 3}}};
    for (const auto& row : rows) {
        INFO(row.offset);
        CHECK(source.position(row.offset) == row.expected);
    }
    CHECK(source.line_count() == 4);
    CHECK(source.line(1) == "ab");
    CHECK(source.line(2) == "cäd");
    CHECK(source.line(3).empty());
    CHECK(source.line(4) == "🐳x");
    CHECK(source.line(5).empty());
    CHECK(source.slice({4, 5}) == "c");
    CHECK(source.slice({4, 99}) == "cäd\n\n🐳x");
    CHECK(Source("f", "").position(0) == Position{1, 1});
    CHECK(Source("f", "").line_count() == 1);
}

TEST_CASE("texts in UTF-16 and UTF-32 become UTF-8, byte order marks go", "[model_test]") {
    const std::string wanted = "a: ä🐳";
    CHECK(to_utf8(wanted) == wanted);
    CHECK(to_utf8("\xEF\xBB\xBF" + wanted) == wanted);
    CHECK(to_utf8("\xFF\xFE"s + "a\0:\0 \0\xE4\0\x3D\xD8\x33\xDC"s) == wanted);
    CHECK(to_utf8("\xFE\xFF"s + "\0a\0:\0 \0\xE4\xD8\x3D\xDC\x33"s) == wanted);
    CHECK(to_utf8("a\0:\0 \0\xE4\0"s) == "a: ä");
    CHECK(to_utf8("\0a\0:"s) == "a:");
    CHECK(to_utf8("\xFF\xFE\0\0a\0\0\0"s) == "a");
    CHECK(to_utf8("\0\0\xFE\xFF\0\0\0a"s) == "a");
    CHECK(to_utf8("\xFF\xFE\x3D\xD8"s) == "\xEF\xBF\xBD"); // half a character
    CHECK(to_utf8("").empty());
}

TEST_CASE("a set iterates by kernel number and sorts by danger", "[model_test]") {
    using enum Capability;
    const CapabilitySet set{SYS_ADMIN, CHOWN, NET_ADMIN};
    CHECK(std::vector<Capability>(set.begin(), set.end()) == std::vector<Capability>{CHOWN, NET_ADMIN, SYS_ADMIN});
    CHECK(list_worst_first(set) == "SYS_ADMIN, NET_ADMIN, CHOWN");
    CHECK(list_worst_first({}).empty());
    CHECK((set - CapabilitySet{CHOWN}).size() == 2);
    CHECK(set.contains(CapabilitySet{CHOWN, SYS_ADMIN}));
    CHECK_FALSE(set.contains(CapabilitySet{CHOWN, KILL}));
}
