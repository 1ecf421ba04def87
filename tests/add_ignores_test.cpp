// --add-ignores: every finding gets its comment, nothing else changes, and the next run is silent.

#include "tests/fixture.hpp"
#include "tests/program.hpp"
#include "tests/scratch.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

using namespace dropcap;
using namespace dropcap::fixture;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

Ended run(const Scratch& folder, std::vector<std::string> arguments) {
    return run_dropcap(std::move(arguments), folder.path());
}

/// `text` as file `name` after --add-ignores=why.
std::string ignored(const std::string& name, std::string_view text,
                    const std::vector<std::string>& more = {}) {
    const Scratch folder;
    folder.write(name, text);
    std::vector<std::string> arguments{"--add-ignores=why", name};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto ended = run(folder, arguments);
    INFO(ended.out << ended.err);
    CHECK(ended.code == 0);
    CHECK(run(folder, {name, "--fail-on", "note"}).code == 0);
    return folder.read(name);
}

Lines lines_of(const std::string& text) {
    Lines lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

/// `line` without a suppression comment, or without its end where there is one.
std::string without_comment(const std::string& line) {
    const auto at = line.find("# dropcap: ignore");
    if (at == std::string::npos) return line;
    return line.substr(0, line.find_last_not_of(" \t", at == 0 ? 0 : at - 1) + 1);
}

/// Whether `after` is `before` with suppression comments, new or longer, and nothing else.
bool differs_in_comments_only(const std::string& before, const std::string& after) {
    Lines kept;
    for (const std::string& line : lines_of(after)) {
        const std::string rest = without_comment(line);
        if (rest.find_first_not_of(" \t\r#") != std::string::npos || rest == line)
            kept.push_back(rest);
    }
    Lines expected;
    for (const std::string& line : lines_of(before)) {
        const std::string rest = without_comment(line);
        if (rest.find_first_not_of(" \t\r#") != std::string::npos || rest == line)
            expected.push_back(rest);
    }
    return kept == expected;
}

} // namespace

TEST_CASE("where --add-ignores puts its comment", "[add_ignores_test]") {
    struct {
        const char* what;
        const char* file;
        const char* before;
        const char* after;
    } const rows[] = {
        {"above the word's line, as far in as that", "compose.yaml",
         "services:\n  web:\n    cap_drop: [ALL]\n    image: a\n    cap_add:\n      - SYS_ADMIN\n",
         "services:\n  web:\n    cap_drop: [ALL]\n    image: a\n    cap_add:\n      # dropcap: ignore[sys-admin] why\n      - SYS_ADMIN\n"},
        {"above the name for what is absent", "compose.yaml", "services:\n  web:\n    image: a\n",
         "services:\n  # dropcap: ignore[missing-drop-all] why\n  web:\n    image: a\n"},
        {"several findings of a line in one comment, in a list in brackets", "compose.yaml",
         "services: {web: {image: a, cap_drop: [ALL], cap_add: [SYS_ADMIN, NET_RAW]}}\n",
         "# dropcap: ignore[net-raw, sys-admin] why\nservices: {web: {image: a, cap_drop: [ALL], cap_add: [SYS_ADMIN, NET_RAW]}}\n"},
        {"in a list in brackets over several lines", "compose.yaml",
         "services:\n  web:\n    image: a\n    cap_drop: [ALL]\n    cap_add: [\n      NET_RAW,\n      SYS_ADMIN ]\n",
         "services:\n  web:\n    image: a\n    cap_drop: [ALL]\n    cap_add: [\n      # dropcap: ignore[net-raw] why\n      NET_RAW,\n"
         "      # dropcap: ignore[sys-admin] why\n      SYS_ADMIN ]\n"},
        {"a comment that is there is extended", "compose.yaml",
         "services:\n  web:\n    image: a\n    cap_drop: [ALL]\n    # dropcap: ignore[sys-admin] mounts\n    cap_add: [SYS_ADMIN, "
         "NET_RAW]\n",
         "services:\n  web:\n    image: a\n    cap_drop: [ALL]\n    # dropcap: ignore[sys-admin, net-raw] mounts\n    cap_add: [SYS_ADMIN, "
         "NET_RAW]\n"},
        {"behind other comments", "compose.yaml",
         "services:\n  web:\n    image: a\n    cap_drop: [ALL]\n    # mounts\n    cap_add: [SYS_ADMIN]  # every night\n",
         "services:\n  web:\n    image: a\n    cap_drop: [ALL]\n    # mounts\n    # dropcap: ignore[sys-admin] why\n    cap_add: "
         "[SYS_ADMIN]  # "
         "every night\n"},
        {"below a block scalar", "pod.yaml",
         "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: a\n    command:\n    - |+\n      # "
         "words\n\n    securityContext: {privileged: true}\n",
         "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: a\n    command:\n    - |+\n      # "
         "words\n\n    # dropcap: ignore[privileged] why\n    securityContext: {privileged: true}\n"},
        {"a word in a scalar over several lines", "compose.yaml",
         "services:\n  web:\n    image: a\n    cap_drop: [ALL]\n    cap_add:\n      - \"SYS_\\\n        ADMIN\"\n",
         "services:\n  web:\n    image: a\n    cap_drop: [ALL]\n    cap_add:\n      # dropcap: ignore[sys-admin] why\n      - \"SYS_\\\n   "
         "     "
         "ADMIN\"\n"},
        {"a command over several lines: above its first line", "run.sh",
         "#!/bin/sh\nset -e\ndocker run --cap-drop=ALL \\\n  --cap-add=SYS_ADMIN \\\n  example/a\n",
         "#!/bin/sh\nset -e\n# dropcap: ignore[sys-admin] why\ndocker run --cap-drop=ALL \\\n  --cap-add=SYS_ADMIN \\\n  example/a\n"},
        {"a label over several lines: inside it, where Docker takes comments", "Dockerfile",
         "# syntax=docker/dockerfile:1\nFROM a\nLABEL version=1 \\\n  RUN=\"docker run --cap-drop=ALL \\\n    --privileged a\"\n",
         "# syntax=docker/dockerfile:1\nFROM a\nLABEL version=1 \\\n  RUN=\"docker run --cap-drop=ALL \\\n    # dropcap: "
         "ignore[privileged] "
         "why\n    --privileged a\"\n"},
        {"carriage returns stay", "compose.yaml",
         "services:\r\n  web:\r\n    image: a\r\n    privileged: true\r\n",
         "services:\r\n  web:\r\n    image: a\r\n    # dropcap: ignore[privileged] why\r\n    privileged: true\r\n"},
        {"a byte order mark and a last line without its end stay", "compose.yaml",
         "\xEF\xBB\xBFservices:\n  web:\n    image: a\n    privileged: true",
         "\xEF\xBB\xBFservices:\n  web:\n    image: a\n    # dropcap: ignore[privileged] why\n    privileged: true"},
        {"where the file is broken", "compose.yaml",
         "services:\n  web:\n    image: a\n    cap_drop: [ALL]\n    labels: \"a\n",
         "services:\n  web:\n    image: a\n    cap_drop: [ALL]\n    # dropcap: ignore[syntax] why\n    labels: \"a\n"},
        {"where no comment can stand: at the top of the file", "run.sh",
         "#!/bin/sh\nssh host <<E\ndocker run --privileged a\nE\n",
         "#!/bin/sh\n# dropcap: ignore-file[privileged] why\nssh host <<E\ndocker run --privileged a\nE\n"},
        {"nothing to do", "compose.yaml", "services:\n  web:\n    image: a\n    cap_drop: [ALL]\n",
         "services:\n  web:\n    image: a\n    cap_drop: [ALL]\n"},
    };
    for (const auto& row : rows) {
        INFO(row.what);
        CHECK(ignored(row.file, row.before) == row.after);
        CHECK(ignored(row.file, row.after) == row.after); // once is enough
    }
}

TEST_CASE("a file that cannot take comments is left as it is, and said so", "[add_ignores_test]") {
    const Scratch folder;
    const std::string json = R"({"services": {"web": {"image": "a", "privileged": true}}})";
    const std::string yaml = "services:\n  web:\n    image: a\n    privileged: true\n";
    std::string utf16("\xFF\xFE", 2);
    for (const char byte : yaml) utf16 += {byte, '\0'};
    folder.write("compose.json", json);
    folder.write("utf16/compose.yaml", utf16);
    const Scratch outside;
    outside.write("compose.yaml", yaml);
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    folder.link("linked.yaml", outside.path() / "compose.yaml");

    const auto ended =
        run(folder, {"--add-ignores", "compose.json", "utf16/compose.yaml", "linked.yaml"});
    CHECK(ended.code == 1);
    CHECK(ended.out ==
          "compose.json:1:51: privileged stays: JSON has no comments\n"
          "utf16/compose.yaml:1:1: its encoding is not UTF-8: nothing is written into it\n"
          "linked.yaml:1:1: a link that leads out of the project: nothing is written there\n"
          "0 comments in 0 files for 0 findings; 3 findings left.\n");
    CHECK(folder.read("compose.json") == json);
    CHECK(folder.read("utf16/compose.yaml") == utf16);
    CHECK(outside.read("compose.yaml") == yaml);
}

TEST_CASE("what --add-ignores refuses", "[add_ignores_test]") {
    const Scratch folder;
    folder.write("compose.yaml", "services:\n  web:\n    image: a\n");
    CHECK(run(folder, {"--add-ignores= ", "compose.yaml"}).code == 2);
    CHECK(run(folder, {"--add-ignores=a\nprivileged: true", "compose.yaml"}).code == 2);
    CHECK(run_shell("echo docker run a | dropcap --add-ignores -", folder.path()).code == 2);
    CHECK(folder.read("compose.yaml") == "services:\n  web:\n    image: a\n");
}

TEST_CASE(
    "with every finding of the fixtures ignored the next run finds none, and only comments have changed",
    "[add_ignores_test]") {
    const Scratch folder;
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    fs::copy(DROPCAP_ROOT "/testdata", folder.path() / "testdata", fs::copy_options::recursive);
    const std::vector<std::string> selected{"--select", "ALL", "--ignore",
                                            "unused-ignore,invalid-ignore,expired-ignore"};
    const auto with = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), selected.begin(), selected.end());
        return run(folder, arguments);
    };
    const auto added = with({"--add-ignores", "-q"});
    INFO(added.out << added.err);
    const Json report = Json::parse(with({"--format", "json"}).out);
    std::size_t hidden = 0;
    Lines open;
    for (const Json& finding : report["findings"]) {
        if (!finding["suppressed"].is_null())
            ++hidden;
        else if (!finding["file"].get<std::string>().ends_with(".json"))
            open.push_back(finding["file"].get<std::string>() + " " +
                           finding["rule"].get<std::string>());
    }
    CHECK_THAT(open, Catch::Equals(Lines{}));
    CHECK(hidden > 300);
    for (const auto& entry : fs::recursive_directory_iterator(DROPCAP_ROOT "/testdata")) {
        if (!entry.is_regular_file()) continue;
        INFO(entry.path().string());
        const auto copy = fs::path(folder.path()) / fs::relative(entry.path(), DROPCAP_ROOT);
        CHECK(differs_in_comments_only(read_text(entry.path()), read_text(copy)));
    }
}
