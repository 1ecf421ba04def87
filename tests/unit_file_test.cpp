// Unit files: sections, settings, continuation lines, comments, specifiers and words.

#include "parsers/hosts/unit_file.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace dropcap;

namespace {

std::vector<std::string> words(const std::string& value) {
    std::vector<std::string> result;
    for (const shell::ShellWord& word :
         hosts::unit_words(hosts::with_specifiers(text::MappedText(value, 0))))
        result.push_back(word.text.text() + (word.text.is_open() ? " (open)" : ""));
    return result;
}

} // namespace

TEST_CASE("settings are read as systemd reads them", "[unit_file_test]") {
    const std::string text =
        "# first\n[Unit]\nA = 1 \r\n; second\n\n[Service]\nExecStart=one \\\n  # between\n  two\\\n three\nB=\n";
    const hosts::UnitFile file = hosts::read_unit_file(text, 0);
    std::vector<std::string> found;
    for (const hosts::UnitSetting& setting : file.settings) {
        found.push_back(setting.section + "." + setting.key + "=" + setting.value.text());
        CHECK(text.substr(setting.key_at.begin, setting.key_at.size()) == setting.key);
    }
    CHECK(found ==
          std::vector<std::string>{"Unit.A=1", "Service.ExecStart=one two three", "Service.B="});
    REQUIRE(file.comments.size() == 3);
    CHECK(text.substr(file.comments[2].at.span.begin, file.comments[2].at.span.size()) ==
          "# between");
    const text::MappedText& value = file.settings[1].value;
    const Span three = value.span(value.text().find("three"), value.size());
    CHECK(text.substr(three.begin, three.size()) == "three");
    CHECK(file.problems.empty());
    CHECK(hosts::read_unit_file("[Unit]\nno value\n", 0).problems.size() == 1);
}

TEST_CASE("a file may end anywhere", "[unit_file_test]") {
    for (const char* text :
         {"", "[", "[Unit", "A", "=", "A=\\", "A=\\\n", "A=b \\\n# c", "#", "A=b\\\n[Service]\n"}) {
        INFO(text);
        const hosts::UnitFile file = hosts::read_unit_file(text, 0);
        for (const hosts::UnitSetting& setting : file.settings)
            CHECK(setting.at.end <= std::string(text).size());
    }
}

TEST_CASE("words of a value", "[unit_file_test]") {
    CHECK(words("a 'b c' \"d e\" f\\ g") == std::vector<std::string>{"a", "b c", "d e", "f g"});
    CHECK(words("$A ${B}c") == std::vector<std::string>{"$A (open)", "${B}c (open)"});
    CHECK(words("x-%i 100%% %") == std::vector<std::string>{"x-%i (open)", "100%", "%"});
    CHECK(words("a | b > c && d") == std::vector<std::string>{"a", "|", "b", ">", "c", "&&", "d"});
}

TEST_CASE("booleans of units", "[unit_file_test]") {
    for (const char* word : {"1", "yes", "YES", "true", "on", "t", "y"})
        CHECK(hosts::unit_bool(word) == true);
    for (const char* word : {"0", "no", "False", "off", "f", "n"})
        CHECK(hosts::unit_bool(word) == false);
    for (const char* word : {"", "2", "enable", "%i"}) CHECK_FALSE(hosts::unit_bool(word));
}
