// Engines are listed in several places: what a user reads names those that the table has, in its
// order, and every file in model/engines/ is what CONTRIBUTING.md promises.

#include "model/engine_info.hpp"
#include "model/suggest.hpp"
#include "tests/fixture.hpp"
#include "tests/program.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <vector>

using namespace dropcap;
using dropcap::fixture::read_text;
using dropcap::fixture::run_shell;

namespace {

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// Whether `text` has `name` as a word of its own: "containerd", not "containerd's" version of it.
bool lists(const std::string& text, std::string_view name) {
    return std::regex_search(text, std::regex(fmt::format("(^|[^\\w-]){}($|[^\\w-])", name)));
}

/// The text of every file that defines an engine, by the file's stem.
std::vector<std::pair<std::string, std::string>> engine_files() {
    std::vector<std::pair<std::string, std::string>> files;
    for (const auto& entry : std::filesystem::directory_iterator(DROPCAP_ROOT "/model/engines")) {
        if (entry.path().extension() != ".cpp") continue;
        const std::string text = read_text(entry.path().string());
        if (holds(text, "constinit const EngineInfo"))
            files.emplace_back(entry.path().stem().string(), text);
    }
    return files;
}

} // namespace

TEST_CASE("the schema, README and docs list the engines of the table", "[engine_lists_test]") {
    const auto schema = nlohmann::json::parse(read_text(DROPCAP_ROOT "/docs/dropcap.schema.json"));
    const auto names = engine_names();
    CHECK(schema["definitions"]["engine"]["enum"] ==
          nlohmann::json(std::vector<std::string>(names.begin(), names.end())));

    CHECK(holds(read_text(DROPCAP_ROOT "/README.md"),
                fmt::format("`--engine {}`", fmt::join(names, "|"))));

    std::vector<std::string> quoted;
    for (const std::string_view name : names) quoted.push_back(fmt::format("`{}`", name));
    const std::vector<std::string_view> words(quoted.begin(), quoted.end());
    CHECK(holds(read_text(DROPCAP_ROOT "/docs/configuration.md"),
                fmt::format("| `engine` | {}, ", alternatives(words))));
}

TEST_CASE("help, completions and errors list the engines of the table", "[engine_lists_test]") {
    for (const char* command :
         {"dropcap -h", "dropcap --help", "dropcap completions bash", "dropcap completions zsh",
          "dropcap completions fish", "dropcap check --engine none . 2>&1"}) {
        const std::string text = run_shell(command, DROPCAP_ROOT).out;
        for (const std::string_view name : engine_names()) {
            INFO(command << ": " << name);
            CHECK(lists(text, name));
        }
    }
    const std::string config =
        run_shell(
            "d=$(mktemp -d) && cd $d && echo 'engine: none' > .dropcap.yaml && dropcap . 2>&1; rm -r $d",
            DROPCAP_ROOT)
            .out;
    INFO(config);
    CHECK(holds(config, "`engine` is " + alternatives(engine_names())));
}

TEST_CASE("every engine is one file that names its sources", "[engine_lists_test]") {
    const auto files = engine_files();
    CHECK(files.size() == engine_count);
    const std::regex source(R"(// ?.*[a-z-]+/[a-z-]+:[a-z_]+/)");
    for (const auto& [stem, text] : files) {
        INFO("model/engines/" << stem << ".cpp");
        CHECK(holds(text, "constinit const EngineInfo " + stem + "{"));
        CHECK(std::regex_search(text, source));
    }
}

TEST_CASE("every row of the table says what the program needs to know", "[engine_lists_test]") {
    std::set<std::string_view> names;
    std::set<std::string_view> titles;
    for (const Engine engine : all_engines()) {
        const EngineInfo& info = engine_info(engine);
        INFO(info.name);
        CHECK(std::regex_match(std::string(info.name), std::regex("[a-z][a-z-]*")));
        CHECK(names.insert(info.name).second);
        CHECK(titles.insert(info.title).second);
        CHECK_FALSE(info.defaults.empty());
        CHECK((info.unknown == WordReading::Kind::refused ||
               info.unknown == WordReading::Kind::ignored));
        CHECK(info.on_unknown.starts_with(info.title)); // the clause begins with who does it
        for (const char* word : {"", " ", "A", "CAP", "cap_", "NET_RAW", "\u017F", "CAP_CAP_KILL"})
            CHECK(info.spell(word).starts_with("CAP_"));
        CHECK(info.spell("All") == "ALL");
    }
}
