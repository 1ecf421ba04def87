// Which directory may include which: nothing points up or sideways, and there are no cycles. The
// build's link dependencies say the same.

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <regex>
#include <set>
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

std::string directory_of(const std::string& path) {
    return fs::path(path).parent_path().generic_string();
}

/// Every `#include` line of the sources below `directory`, at any depth.
std::vector<Include> includes_below(const std::string& directory) {
    static const std::regex line(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
    std::vector<Include> all;
    for (const auto& entry : fs::recursive_directory_iterator(root / directory)) {
        if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
        std::ifstream in(entry.path());
        std::smatch match;
        for (std::string text; std::getline(in, text);)
            if (std::regex_search(text, match, line))
                all.push_back({fs::relative(entry.path(), root).generic_string(), match[2],
                               match[1] == "\""});
    }
    return all;
}

/// What the files of a directory may include in addition to their own directory and model/.
const std::map<std::string, std::set<std::string>> allowed = {
    {"model", {}},
    {"model/engines", {}},
    {"evidence", {}},
    {"rules/kit", {"evidence"}},
    {"rules", {"rules/kit", "evidence"}},
    {"parsers/text", {}},
    {"parsers/yaml", {"parsers/text"}},
    {"parsers/json", {"parsers/yaml"}},
    {"parsers/format", {"parsers/text", "parsers/yaml"}},
    {"parsers/shell", {"parsers/text"}},
    {"parsers/command", {"parsers/text", "parsers/format", "parsers/shell"}},
    {"parsers/runtime", {"parsers/yaml", "parsers/json", "parsers/format", "parsers/command"}},
    {"parsers/dockerfile",
     {"parsers/text", "parsers/format", "parsers/shell", "parsers/command", "parsers/runtime"}},
    {"parsers/compose",
     {"parsers/text", "parsers/yaml", "parsers/json", "parsers/format", "parsers/runtime",
      "parsers/dockerfile"}},
    {"parsers/kubernetes", {"parsers/text", "parsers/yaml", "parsers/json", "parsers/format"}},
    {"parsers/ci", {"parsers/yaml", "parsers/format", "parsers/command"}},
    {"parsers/hosts", {"parsers/text", "parsers/format", "parsers/shell", "parsers/command"}},
    {"parsers/settings", {"parsers/yaml"}},
    {"parsers",
     {"parsers/text", "parsers/format", "parsers/compose", "parsers/kubernetes",
      "parsers/settings"}},
    {"lint/terminal", {}},
    {"lint/input", {}},
    {"lint/ignore", {}},
    {"lint/charts", {"lint/input"}},
    {"lint/config", {"lint/terminal", "lint/input", "lint/ignore"}},
    {"lint/check",
     {"evidence", "lint/terminal", "lint/input", "lint/ignore", "lint/charts", "lint/config"}},
    {"lint/projects", {"lint/input", "lint/check"}},
    {"lint/compare", {"lint/terminal", "lint/input", "lint/check"}},
    {"lint/report", {"lint/terminal", "lint/input", "lint/check", "lint/compare"}},
    {"lint/fix", {"lint/terminal", "lint/input", "lint/ignore", "lint/check", "lint/projects"}},
    {"lint/verify", {"lint/terminal", "lint/check"}},
    {"lint/help", {"evidence", "lint/terminal"}},
    {"lint",
     {"lint/terminal", "lint/input", "lint/charts", "lint/config", "lint/check", "lint/projects",
      "lint/compare", "lint/report", "lint/fix", "lint/verify", "lint/help"}},
};

bool is_below(const std::string& path, const std::string& directory) {
    return path.starts_with(directory + "/");
}

/// The quoted includes of one file, in order.
std::vector<std::string> quoted_includes(const std::string& text) {
    static const std::regex line("(^|\n)#include \"([^\"]+)\"");
    std::vector<std::string> all;
    for (std::sregex_iterator at(text.begin(), text.end(), line), end; at != end; ++at)
        all.push_back((*at)[2]);
    return all;
}

/// Whether nothing else declares what the file defines: an entry of a table that CMake writes, with
/// its declarations, from the files themselves (FileKind, Rule), or main().
bool needs_no_header(const fs::path& path, const std::string& text) {
    static const std::regex entry("(^|\n)constinit const (\\w+::)?(FileKind|Rule) \\w+\\{");
    return path.filename() == "main.cpp" || std::regex_search(text, entry);
}

/// Whether `header` may declare what a file without a header of its own defines: it is the one of
/// the file's directory (report/report.hpp), or the one of a class that spans several files.
bool is_shared_header(const std::string& header, const fs::path& path, const std::string& text) {
    const fs::path name = fs::path(header).stem();
    if (directory_of(header) != fs::relative(path, root).parent_path().generic_string())
        return false;
    if (name == path.parent_path().filename()) return true;
    std::string class_name = name.string();
    class_name[0] = static_cast<char>(class_name[0] - 'a' + 'A');
    return text.find(" " + class_name + "::") != std::string::npos;
}

} // namespace

TEST_CASE("directories include only what the table allows", "[includes_test]") {
    std::set<std::string> seen;
    for (const char* top : {"model", "evidence", "parsers", "rules", "lint"}) {
        for (const Include& include : includes_below(top)) {
            const std::string directory = directory_of(include.file);
            seen.insert(directory);
            INFO(include.file << " includes " << include.what);
            REQUIRE(allowed.contains(directory));
            if (!include.quoted) continue;
            const std::string what = directory_of(include.what);
            const bool is_public =
                is_below(directory + "/", "lint") && include.what == "parsers/parse.hpp";
            CHECK((what == directory || what == "model" || is_public ||
                   allowed.at(directory).contains(what)));
        }
    }
    for (const auto& [directory, others] : allowed) {
        INFO(directory << " is in the table");
        CHECK(seen.contains(directory));
    }
}

TEST_CASE("the table of includes has no cycle", "[includes_test]") {
    std::set<std::string> done;
    std::function<void(const std::string&, std::set<std::string>)> visit =
        [&](const std::string& directory, std::set<std::string> above) {
            INFO(directory);
            REQUIRE(above.insert(directory).second);
            if (!done.insert(directory).second) return;
            REQUIRE(allowed.contains(directory));
            for (const std::string& other : allowed.at(directory)) visit(other, above);
        };
    for (const auto& [directory, others] : allowed) visit(directory, {});
    CHECK(done.size() == allowed.size());
}

TEST_CASE("every allowed include is used", "[includes_test]") {
    std::set<std::pair<std::string, std::string>> used;
    for (const char* top : {"parsers", "rules", "lint"})
        for (const Include& include : includes_below(top))
            used.emplace(directory_of(include.file), directory_of(include.what));
    for (const auto& [directory, others] : allowed)
        for (const std::string& other : others) {
            INFO(directory << " may include " << other);
            CHECK(used.contains({directory, other}));
        }
}

TEST_CASE("each library is included in one place", "[includes_test]") {
    const std::map<std::string, std::string> owners = {{"yaml-cpp/", "parsers/yaml/tree.cpp"},
                                                       {"CLI/", "lint/options.cpp"}};
    for (const char* top : {"model", "evidence", "parsers", "rules", "lint"}) {
        for (const Include& include : includes_below(top)) {
            INFO(include.file << " includes " << include.what);
            for (const auto& [library, owner] : owners)
                if (include.what.starts_with(library)) CHECK(include.file == owner);
            const std::vector<std::string> libraries{"yaml-cpp/", "CLI/", "fmt/", "nlohmann/"};
            const bool library = std::ranges::any_of(
                libraries, [&](const std::string& one) { return include.what.starts_with(one); });
            if (include.file.ends_with(".hpp")) CHECK_FALSE(library);
            if (include.file.starts_with("model/")) CHECK_FALSE(library);
        }
    }
}

TEST_CASE("the namespace is the directory", "[includes_test]") {
    for (const auto& [directory, others] : allowed) {
        const fs::path path(directory);
        const bool is_top = directory == "parsers" || directory == "lint" || directory == "model";
        const bool is_kit = directory == "rules/kit"; // part of the rules
        const std::string expected =
            is_top ? "namespace dropcap {"
                   : "namespace dropcap::" + (is_kit ? "rules" : path.filename().string()) + " {";
        for (const auto& entry : fs::directory_iterator(root / directory)) {
            if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
            if (entry.path().filename() == "main.cpp") continue;
            std::ifstream in(entry.path());
            bool found = false;
            for (std::string text; std::getline(in, text);) {
                if (!text.starts_with("namespace dropcap")) continue;
                INFO(entry.path().string() << ": " << text);
                const bool right = text == expected ||
                                   text.starts_with(expected.substr(0, expected.size() - 2) + "::");
                found = found || right;
                CHECK(right);
            }
            INFO(entry.path().string());
            CHECK(found);
        }
    }
}

TEST_CASE("one rule is one file and one folder", "[includes_test]") {
    std::size_t rules = 0;
    for (const auto& entry : fs::directory_iterator(root / "rules")) {
        if (entry.path().extension() != ".cpp") continue;
        std::ifstream in(entry.path());
        const std::string text((std::istreambuf_iterator<char>(in)),
                               std::istreambuf_iterator<char>());
        if (text.find("constinit const Rule " + entry.path().stem().string() + "{") ==
            std::string::npos)
            continue;
        std::string id = entry.path().stem().string();
        std::ranges::replace(id, '_', '-');
        INFO(id);
        CHECK(text.find(".id = \"" + id + "\"") != std::string::npos);
        CHECK(fs::is_directory(root / "testdata" / id));
        ++rules;
    }
    CHECK(rules >= 30);
}

TEST_CASE("every source includes its own header first", "[includes_test]") {
    std::size_t with_own = 0;
    std::map<std::string, std::set<std::string>> shared; // headers of several files, by directory
    for (const char* top : {"parsers", "lint", "rules/kit"}) {
        for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
            const fs::path& path = entry.path();
            if (path.extension() != ".cpp") continue;
            std::ifstream in(path);
            const std::string text((std::istreambuf_iterator<char>(in)),
                                   std::istreambuf_iterator<char>());
            const std::vector<std::string> includes = quoted_includes(text);
            const std::string own =
                fs::relative(fs::path(path).replace_extension(".hpp"), root).generic_string();
            INFO(own);
            if (fs::exists(root / own)) {
                REQUIRE_FALSE(includes.empty());
                CHECK(includes.front() == own);
                ++with_own;
            } else if (!needs_no_header(path, text)) {
                REQUIRE_FALSE(includes.empty());
                INFO("it has no header of its own and includes " << includes.front());
                CHECK(is_shared_header(includes.front(), path, text));
                shared[directory_of(own)].insert(includes.front());
            }
        }
    }
    CHECK(with_own >= 100);
    for (const auto& [directory, headers] : shared) {
        INFO(directory << " has one header for several files at most");
        CHECK(headers.size() == 1);
    }
}
