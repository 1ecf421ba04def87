// Writes the table of evidence/*.yaml as C++: evidence_table_writer OUT FILE…
// A tool of the build; a file that is not as it should be stops the build with a sentence.

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

/// A C++ string literal; control characters become blanks.
std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        const bool control = static_cast<unsigned char>(c) < 0x20;
        out += control ? ' ' : c;
    }
    return out + '"';
}

std::string text_of(const YAML::Node& node) {
    return node ? node.as<std::string>() : std::string();
}

/// "protected-ports" as an enumerator.
std::string condition(std::string word) {
    std::ranges::replace(word, '-', '_');
    return "Condition::" + word;
}

std::string capability(const std::string& word) { return "Capability::" + word; }

/// `Type name[] = {…};` and the expression for a span over it; an empty array is none.
class Arrays {
  public:
    std::string add(const std::string& type, const std::vector<std::string>& items) {
        if (items.empty()) return "{}";
        const std::string name = "a" + std::to_string(++count_);
        text_ += "constexpr " + type + " " + name + "[] = {";
        for (const std::string& item : items) text_ += item + ", ";
        text_ += "};\n";
        return name;
    }
    [[nodiscard]] const std::string& text() const { return text_; }

  private:
    std::string text_;
    int count_ = 0;
};

std::vector<std::string> quoted_list(const YAML::Node& node) {
    std::vector<std::string> items;
    for (const YAML::Node& item : node) items.push_back(quoted(item.as<std::string>()));
    return items;
}

std::string conditions(Arrays& arrays, const YAML::Node& node) {
    std::vector<std::string> items;
    for (const YAML::Node& item : node) items.push_back(condition(item.as<std::string>()));
    return arrays.add("Condition", items);
}

std::string row(Arrays& arrays, const YAML::Node& node) {
    std::vector<std::string> needed;
    for (const auto& pair : node["capabilities"])
        needed.push_back("{" + capability(pair.first.as<std::string>()) + ", " +
                         quoted(pair.second.as<std::string>()) + "}");
    std::ranges::sort(needed);
    return "{" + conditions(arrays, node["when"]) + ", " + arrays.add("NeededFor", needed) + "}";
}

/// What an experiment found; throws where there is no result.
YAML::Node result_of(const YAML::Node& program, const std::string& name) {
    const YAML::Node result = program["results"][name];
    if (!result || !result["least"]) throw std::runtime_error("no result of " + name);
    return result;
}

/// Debian's version without epoch and revision: "5:7.0.15-1~deb12u10" is 7.0.15.
std::string upstream(const std::string& version) {
    const std::size_t colon = version.find(':');
    const std::size_t begin = colon == std::string::npos ? 0 : colon + 1;
    return version.substr(begin, version.find_first_of("-+~", begin) - begin);
}

std::string experiment(Arrays& arrays, const YAML::Node& program, const YAML::Node& node) {
    const std::string name = node["name"].as<std::string>();
    const YAML::Node result = result_of(program, name);
    std::string least = "CapabilitySet{";
    for (const YAML::Node& item : result["least"])
        least += capability(item.as<std::string>()) + ", ";
    std::string versions;
    for (const auto& pair : result["versions"])
        versions += (versions.empty() ? "" : ", ") + pair.first.as<std::string>() + " " +
                    upstream(pair.second.as<std::string>());
    return "{" + quoted(name) + ", " + conditions(arrays, node["shows"]) + ", " + least + "}, " +
           quoted(versions) + ", " + quoted(text_of(result["date"])) + ", " +
           quoted(text_of(node["imitates"])) + "}";
}

std::vector<std::string> errors(const YAML::Node& program) {
    std::vector<std::string> lines;
    for (const auto& result : program["results"]) {
        for (const auto& pair : result.second["errors"]) {
            if (pair.first.as<std::string>() == "none") continue;
            for (const YAML::Node& line : pair.second)
                lines.push_back("{" + capability(pair.first.as<std::string>()) + ", " +
                                quoted(line.as<std::string>()) + ", " +
                                quoted(result.first.as<std::string>()) + "}");
        }
    }
    return lines;
}

std::string program_row(Arrays& arrays, const YAML::Node& program) {
    std::vector<std::string> rows;
    for (const YAML::Node& node : program["needs"]) rows.push_back(row(arrays, node));
    std::vector<std::string> experiments;
    for (const YAML::Node& node : program["experiments"])
        experiments.push_back(experiment(arrays, program, node));
    return "    {" + quoted(text_of(program["program"])) + ", " +
           quoted(text_of(program["title"])) + ", " + quoted(text_of(program["note"])) + ", " +
           (program["starts_as"] ? "true" : "false") + ", " +
           arrays.add("std::string_view", quoted_list(program["images"])) + ", " +
           arrays.add("std::string_view", quoted_list(program["commands"])) + ", " +
           arrays.add("Row", rows) + ", " + arrays.add("Experiment", experiments) + ", " +
           arrays.add("ErrorLine", errors(program)) + "},\n";
}

} // namespace

int main(int count, char** words) {
    Arrays arrays;
    std::string rows;
    for (int at = 2; at < count; ++at) {
        try {
            rows += program_row(arrays, YAML::LoadFile(words[at]));
        } catch (const std::exception& error) {
            std::cerr << words[at] << ": " << error.what() << '\n';
            return 1;
        }
    }
    if (count < 3) return 2;
    std::ofstream out(words[1]);
    out << "// Written by cmake/evidence_table.cpp from the files in evidence/.\n"
           "#include \"evidence/table.hpp\"\n\nnamespace dropcap::evidence {\nnamespace {\n"
        << arrays.text() << "constexpr Program table[] = {\n"
        << rows << "};\n} // namespace\n\nstd::span<const Program> programs() { return table; }\n"
        << "\n} // namespace dropcap::evidence\n";
    return out.flush() ? 0 : 1;
}
