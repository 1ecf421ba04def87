// What an input format brings along: its own wording of remedies, a file in testdata/ that holds a
// finding, and one that holds an unresolved value. Rules ask a format for its wording and traits
// and never ask which one it is.

#include "parsers/formats.hpp"
#include "tests/fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace dropcap;
namespace fs = std::filesystem;

namespace {

const fs::path testdata = fs::path(DROPCAP_ROOT) / "testdata";

/// Kinds that hold no containers: what they change belongs to a file of another kind.
const std::set<std::string_view> without_containers = {"a Quadlet drop-in"};

using Remedy = std::pair<const char*, std::string_view Remedies::*>;
constexpr std::array<Remedy, 7> remedies = {{{"drop_all", &Remedies::drop_all},
                                             {"no_new_privileges", &Remedies::no_new_privileges},
                                             {"non_root_user", &Remedies::non_root_user},
                                             {"read_only_root", &Remedies::read_only_root},
                                             {"confine_seccomp", &Remedies::confine_seccomp},
                                             {"confine_apparmor", &Remedies::confine_apparmor},
                                             {"label_selinux", &Remedies::label_selinux}}};
static_assert(sizeof(Remedies) == remedies.size() * sizeof(std::string_view),
              "a remedy is missing in the list above");

/// The remedies for which a format has no words.
std::vector<std::string> missing_words(Format format) {
    std::vector<std::string> missing;
    for (const auto& [name, remedy] : remedies)
        if ((format.remedies().*remedy).empty()) missing.emplace_back(name);
    return missing;
}

/// What fixtures expect of the files of one kind.
struct Expectations {
    bool any = false;
    bool unresolved = false;
};

const format::FileKind* kind_of(const fs::path& path, const std::string& text) {
    return find_kind(path.string(), text);
}

std::map<const format::FileKind*, Expectations> expectations_by_kind() {
    std::map<const format::FileKind*, Expectations> all;
    for (const auto& entry : fs::recursive_directory_iterator(testdata)) {
        if (!entry.is_regular_file() || entry.path().extension() == ".expect") continue;
        const format::FileKind* const kind =
            kind_of(entry.path(), fixture::read_text(entry.path()));
        if (kind == nullptr) continue;
        for (const std::string& line : fixture::expected_of(entry.path())) {
            all[kind].any = true;
            if (line.find(" unresolved-value") != std::string::npos) all[kind].unresolved = true;
        }
    }
    return all;
}

/// A sentence for each thing that the kind does not bring along.
std::vector<std::string> complaints(const format::FileKind& kind, const Expectations& expected) {
    std::vector<std::string> all;
    const std::string title(kind.title);
    for (const std::string& remedy : missing_words(kind.format))
        all.push_back(title + " has no wording for the remedy `" + remedy +
                      "`: add it to its FormatInfo");
    if (without_containers.contains(kind.title)) return all;
    if (!expected.any)
        all.push_back(title +
                      " has no fixture: add a file to testdata/ with a line `# expect: RULE TEXT`");
    if (!expected.unresolved && !kind.format->is_literal)
        all.push_back(title + " has no unresolved case: add a file to testdata/unresolved-value/ "
                              "with a line `# expect: unresolved-value TEXT`");
    return all;
}

} // namespace

TEST_CASE("every kind of file brings wording, a fixture and an unresolved case",
          "[format_wording_test]") {
    const auto expected = expectations_by_kind();
    CHECK(file_kinds().size() >= 15);
    for (const format::FileKind* const kind : file_kinds()) {
        const auto found = expected.find(kind);
        CHECK(complaints(*kind, found == expected.end() ? Expectations{} : found->second) ==
              std::vector<std::string>{});
    }
}

TEST_CASE("a kind of file that brings nothing is reported in sentences", "[format_wording_test]") {
    static constexpr FormatInfo bare{.name = "bare",
                                     .remedies = {"drop ALL", {}, {}, {}, {}, {}, {}}};
    const format::FileKind kind{.title = "a bare file",
                                .format = bare,
                                .scan = format::Scan::always,
                                .may_be = nullptr,
                                .is = nullptr,
                                .parse = nullptr};
    const auto found = complaints(kind, {});
    REQUIRE(found.size() == remedies.size() - 1 + 2);
    CHECK(
        found.front() ==
        "a bare file has no wording for the remedy `no_new_privileges`: add it to its FormatInfo");
    CHECK(found[found.size() - 2] ==
          "a bare file has no fixture: add a file to testdata/ with a line `# expect: RULE TEXT`");
    CHECK(found.back() ==
          "a bare file has no unresolved case: add a file to "
          "testdata/unresolved-value/ with a line `# expect: unresolved-value TEXT`");
}

TEST_CASE("every container's format has wording", "[format_wording_test]") {
    std::set<std::string_view> drop_alls;
    for (const auto& entry : fs::recursive_directory_iterator(testdata)) {
        if (!entry.is_regular_file()) continue;
        const std::string text = fixture::read_text(entry.path());
        const format::FileKind* const kind = kind_of(entry.path(), text);
        if (kind == nullptr) continue;
        for (const Container& container :
             fixture::lint(entry.path().string(), text).document.containers) {
            INFO(entry.path().string() << ", container " << container.name);
            CHECK(missing_words(container.format) == std::vector<std::string>{});
            CHECK(container.format.name() == kind->format.name());
            drop_alls.insert(container.format.remedies().drop_all);
        }
    }
    for (const char* spelling :
         {"cap_drop: [ALL]", "--cap-drop=ALL", "DropCapability=all", "options: --cap-drop=ALL"})
        CHECK(drop_alls.contains(spelling));
}

TEST_CASE("rules ask no container which format or kind it is", "[format_wording_test]") {
    static const std::regex branch(
        R"(\bFormat::|_format\b|container\.kind\s*[!=]=|format_name|format\.name)");
    std::size_t lines = 0;
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(DROPCAP_ROOT) / "rules")) {
        if (!entry.is_regular_file()) continue;
        const std::string text = fixture::read_text(entry.path());
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            const std::string line = text.substr(at, end - at);
            INFO(entry.path().filename().string() << ": " << line);
            CHECK_FALSE(std::regex_search(line, branch));
            ++lines;
            at = end + 1;
        }
    }
    CHECK(lines > 1000);
}
