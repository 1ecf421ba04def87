// Who may include whom: nothing points up or sideways. The build's link edges say the same.

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

const fs::path root = DROPCAP_ROOT;

struct Include {
    std::string file; ///< "rules/net_raw.cpp"
    std::string what; ///< "model/rule.hpp"
    bool quoted = false;
};

std::vector<Include> includes_of(const std::string& room) {
    static const std::regex line(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
    std::vector<Include> all;
    for (const auto& entry : fs::directory_iterator(root / room)) {
        if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
        std::ifstream in(entry.path());
        std::smatch match;
        for (std::string text; std::getline(in, text);)
            if (std::regex_search(text, match, line))
                all.push_back({room + "/" + entry.path().filename().string(), match[2], match[1] == "\""});
    }
    return all;
}

bool begins_with_any(const std::string& text, const std::vector<std::string>& beginnings) {
    return std::ranges::any_of(beginnings, [&](const std::string& beginning) { return text.starts_with(beginning); });
}

} // namespace

TEST_CASE("rooms include only the rooms below them", "[doors_test]") {
    const std::map<std::string, std::vector<std::string>> doors = {
        {"model", {"model/"}},
        {"parsers", {"model/", "parsers/"}},
        {"rules", {"model/", "rules/"}},
        {"lint", {"model/", "lint/", "parsers/parse.hpp"}},
    };
    for (const auto& [room, allowed] : doors) {
        const auto includes = includes_of(room);
        CHECK(includes.size() > 10);
        for (const Include& include : includes) {
            if (!include.quoted) continue;
            INFO(include.file << " includes " << include.what);
            CHECK(begins_with_any(include.what, allowed));
        }
    }
}

TEST_CASE("each library has one door", "[doors_test]") {
    const std::map<std::string, std::string> owners = {{"yaml-cpp/", "parsers/yaml_tree.cpp"}, {"CLI/", "lint/options.cpp"}};
    for (const char* room : {"model", "parsers", "rules", "lint"}) {
        for (const Include& include : includes_of(room)) {
            INFO(include.file << " includes " << include.what);
            for (const auto& [library, owner] : owners)
                if (include.what.starts_with(library)) CHECK(include.file == owner);
            const bool library = begins_with_any(include.what, {"yaml-cpp/", "CLI/", "fmt/", "nlohmann/"});
            if (include.file.ends_with(".hpp")) CHECK_FALSE(library);
            if (include.file.starts_with("model/")) CHECK_FALSE(library);
        }
    }
}

TEST_CASE("one rule is one file and one folder", "[doors_test]") {
    std::size_t rules = 0;
    for (const auto& entry : fs::directory_iterator(root / "rules")) {
        if (entry.path().extension() != ".cpp") continue;
        std::ifstream in(entry.path());
        const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
        if (text.find("constinit const Rule " + entry.path().stem().string() + "{") == std::string::npos) continue;
        std::string id = entry.path().stem().string();
        std::ranges::replace(id, '_', '-');
        INFO(id);
        CHECK(text.find(".id = \"" + id + "\"") != std::string::npos);
        CHECK(fs::is_directory(root / "testdata" / id));
        ++rules;
    }
    CHECK(rules >= 30);
}
