// Any bytes as a `.dropcap.yaml`: what it says and what is wrong with it are in the file. And as a
// .gitignore, whose patterns a configuration has too.

#include "fuzz/pipeline.hpp"
#include "fuzz/promises.hpp"
#include "fuzz/target.hpp"
#include "lint/input/glob.hpp"
#include "parsers/parse.hpp"

#include <algorithm>

namespace dropcap::fuzz {
namespace {

void check(const Config& config, const Place& at) {
    require(at.source == 0 && within(at.span, config.source->text()), "a setting is in its file");
}

template <class T>
void check_all(const Config& config, const std::vector<Fact<T>>& facts) {
    for (const Fact<T>& fact : facts) check(config, fact.at);
}

constexpr std::string_view paths[] = {"compose.yaml", "a/b/c/d/e/f/g/h/compose.yaml",
                                      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/b", "-", "\xFF"};

void check_patterns(std::string_view lines) {
    const input::Gitignore patterns(lines);
    for (const std::string_view path : paths) {
        (void)patterns.verdict(path, false);
        require(patterns.empty() ? !patterns.covers(path) : true, "no pattern covers nothing");
    }
    const std::string_view first = lines.substr(0, std::min(lines.find('\n'), lines.size()));
    for (const std::string_view path : paths) {
        const bool matches = input::glob_matches(first, path);
        if (first.find_first_of("*?[\\") == std::string_view::npos)
            require(matches == (first == path), "a plain pattern matches itself");
        require(input::wildcard_matches("*", path) && input::wildcard_matches(path, path),
                "a wildcard matches everything");
        (void)input::wildcard_matches(first, path);
    }
    // A name as long as a name may be that looks like the pattern: the most that there is to go
    // back and forth in.
    (void)input::glob_matches(first, lines.substr(0, 255));
    (void)input::wildcard_matches(first, lines.substr(0, 255));
}

void run(std::string_view bytes) {
    const Config config = settings::parse_config(source_of(".dropcap.yaml", bytes));
    for (const Problem& problem : config.problems) {
        check(config, problem.at);
        require(!problem.message.empty(), "a problem says something");
    }
    check_all(config, config.select);
    check_all(config, config.extend_select);
    check_all(config, config.ignore);
    check_all(config, config.include);
    check_all(config, config.exclude);
    for (const SeveritySetting& setting : config.severity) check(config, setting.rule.at);
    check_patterns(bytes);
    for (const Override& override : config.overrides) {
        check(config, override.at);
        check_all(config, override.files);
        check_all(config, override.containers);
        check_all(config, override.images);
        check_all(config, override.extend_select);
        check_all(config, override.allow);
        check_all(config, override.ignore);
    }
}

std::optional<std::string> seed(const TestFile& file) {
    return file.path.ends_with(".dropcap.yaml") ? std::optional(file.text) : std::nullopt;
}

} // namespace

extern constinit const Target config;
constinit const Target config{.name = "config",
                              .about = "a `.dropcap.yaml`, and patterns on paths",
                              .run = run,
                              .seed = seed};

} // namespace dropcap::fuzz
