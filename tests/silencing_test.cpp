// Accepting a finding never adds another, and neither does dropping a default.

#include "lint/check/lint_document.hpp"
#include "lint/config/select.hpp"
#include "parsers/parse.hpp"
#include "tests/fixture.hpp"
#include "tests/program.hpp"
#include "tests/scratch.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

using namespace dropcap;
using namespace dropcap::fixture;
namespace fs = std::filesystem;

namespace {

using Ids = std::multiset<std::string>;

Document read(const std::string& name, std::string text) {
    format::ParseOptions options;
    options.explicit_file = true;
    return parse(std::make_shared<Source>(name, std::move(text)), options);
}

/// What is reported, but for the comments themselves.
Ids reported(const Document& document, const config::Selection& selection) {
    const auto rules = config::select_rules(selection);
    const auto covering = config::covering_rules(selection);
    REQUIRE(rules);
    Ids ids;
    for (const Finding& finding :
         check::lint_document(document, *rules, {.covering = covering}).findings)
        if (!finding.suppressed && finding.rule->about_ignores == IgnoreProblem::none)
            ids.insert(fmt::format("{}:{} {} {}", finding.flag.at.source,
                                   finding.flag.at.span.begin, finding.rule->id,
                                   finding.container));
    return ids;
}

bool is_subset(const Ids& some, const Ids& all) { return std::ranges::includes(all, some); }

std::vector<fs::path> fixtures() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(DROPCAP_ROOT) / "testdata"))
        if (entry.is_regular_file() && entry.path().extension() != ".expect" &&
            entry.path().string().find("goldens") == std::string::npos)
            files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

} // namespace

TEST_CASE("to ignore a rule adds no finding", "[silencing_test]") {
    std::size_t compared = 0;
    for (const fs::path& path : fixtures()) {
        INFO(path.string());
        const Document document = read(path.string(), read_text(path));
        const Ids all = reported(document, {});
        for (const Rule* rule : all_rules()) {
            INFO(rule->id);
            config::Selection without;
            without.ignore = {std::string(rule->id)};
            const Ids some = reported(document, without);
            REQUIRE(is_subset(some, all));
            compared += all.size() > some.size() ? 1 : 0;
        }
    }
    CHECK(compared > 100);
}

TEST_CASE("a comment at a service adds no finding", "[silencing_test]") {
    const std::vector<std::string> services = {
        "",
        "    cap_add: [SYS_ADMIN]\n",
        "    cap_add: [NET_RAW]\n",
        "    privileged: true\n",
        "    privileged: true\n    cap_add: [SYS_ADMIN]\n",
        "    cap_add: [ALL]\n",
        "    cap_drop: [CHOWN]\n",
        "    network_mode: host\n    cap_drop: [ALL]\n    cap_add: [NET_RAW]\n"};
    for (const std::string& lines : services) {
        INFO(lines);
        const auto file = [&](const std::string& comment) {
            return read("compose.yaml",
                        "services:\n  web:" + comment + "\n    image: a:1\n" + lines);
        };
        const auto ids = [&](const Document& document) {
            std::multiset<std::string> rules;
            for (const std::string& one : reported(document, {}))
                rules.insert(one.substr(one.find(' ')));
            return rules;
        };
        const auto all = ids(file(""));
        for (const Rule* rule : all_rules()) {
            if (rule->about_ignores != IgnoreProblem::none) continue;
            INFO(rule->id);
            REQUIRE(std::ranges::includes(
                all, ids(file(fmt::format(" # dropcap: ignore[{}] accepted", rule->id)))));
        }
    }
}

TEST_CASE("to drop a default adds no finding", "[silencing_test]") {
    for (const std::string more : {"", "    network_mode: host\n", "    pid: host\n"}) {
        std::string dropped;
        std::size_t before =
            reported(read("compose.yaml", "services:\n  web:\n    image: a:1\n" + more), {}).size();
        for (const Capability capability : default_capabilities(Engine::docker)) {
            dropped += (dropped.empty() ? "" : ", ") + std::string(name(capability));
            INFO(dropped);
            const std::size_t now =
                reported(read("compose.yaml", "services:\n  web:\n    image: a:1\n    cap_drop: [" +
                                                  dropped + "]\n" + more),
                         {})
                    .size();
            CHECK(now <= before);
            before = now;
        }
        CHECK(before <= 1); // with all of them dropped nothing is kept
    }
}

TEST_CASE("a default that is written down weighs what it weighs unwritten", "[silencing_test]") {
    struct Seen {
        Severity worst = Severity::note;
        std::size_t places = 0, findings = 0;
    };
    const auto seen = [](const std::string& lines) {
        const Document document =
            read("compose.yaml", "services:\n  web:\n    image: a:1\n" + lines);
        Seen all;
        std::set<std::uint32_t> places;
        for (const Finding& finding :
             check::lint_document(document, *config::select_rules({})).findings) {
            all.worst = std::max(all.worst, finding.severity);
            places.insert(finding.flag.at.span.begin);
            ++all.findings;
        }
        all.places = places.size();
        return all;
    };
    for (const std::string context : {"", "    network_mode: host\n", "    pid: host\n"})
        for (const Capability capability : default_capabilities(Engine::docker)) {
            INFO(context << name(capability));
            const Seen implicit = seen(context);
            const Seen written =
                seen(context + "    cap_add: [" + std::string(name(capability)) + "]\n");
            CHECK(written.worst == implicit.worst);
            CHECK(written.findings == written.places); // one at the word
        }
}

TEST_CASE("as many findings get a comment as are reported", "[silencing_test]") {
    const Scratch folder;
    folder.write("compose.yaml", "services:\n  a:\n    image: a:1\n  b:\n    image: b:1\n    "
                                 "cap_drop: [CHOWN]\n  c:\n    image: c:1\n    privileged: true\n");
    const auto check = run_dropcap({"check", "."}, folder.path());
    CHECK(check.out.find("3 findings (1 error, 2 warnings)") != std::string::npos);
    const auto added = run_dropcap({"check", "--add-ignores=why", "."}, folder.path());
    CHECK(added.out.find("3 comments in 1 file for 3 findings; nothing left.") !=
          std::string::npos);
    CHECK(run_dropcap({"check", "."}, folder.path()).code == 0);
}
