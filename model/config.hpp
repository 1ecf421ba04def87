#pragma once
// What a `.dropcap.yaml` says, as plain data: every setting knows where it is written.

#include "model/container.hpp"
#include "model/finding.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace dropcap {

/// `rule: severity` in a configuration.
struct SeveritySetting {
    Fact<std::string> rule;
    Severity severity = Severity::warning;
};

/// Settings for some files, containers or images only; without a pattern of a kind that kind does
/// not matter.
struct Override {
    Place at; ///< the whole entry of `overrides`
    std::vector<Fact<std::string>>
        files; ///< patterns as in .gitignore, relative to the configuration's folder
    std::vector<Fact<std::string>>
        containers; ///< globs on the container's or service's name, or on "Kind/name"
    std::vector<Fact<std::string>>
        images; ///< globs on the image as written, or on it without tag and digest
    std::vector<Fact<std::string>> ignore; ///< rule ids or groups whose findings are hidden here
    std::vector<Fact<std::string>> extend_select; ///< rule ids or groups that run here as well
    std::vector<SeveritySetting> severity;
    std::vector<Fact<Capability>>
        allow; ///< capabilities that may be held here: findings about them are hidden
    MaybeFact<Engine> engine;      ///< for whole files only
    MaybeFact<std::string> reason; ///< required with ignore and allow
    MaybeFact<std::string> until;  ///< last day on which it counts, YYYY-MM-DD
};

/// A Compose project whose files are chosen: what `docker compose -f … -f …` names.
struct ProjectSetting {
    Place at; ///< the whole entry of `projects`
    std::vector<Fact<std::string>>
        files; ///< merged in order; paths relative to the configuration's folder
    std::vector<Fact<std::string>> env_files; ///< the same; none: `.env` next to the first file
    std::vector<std::pair<Fact<std::string>, std::string>> environment; ///< names and values
};

/// One configuration file.
struct Config {
    std::shared_ptr<const Source> source;
    std::vector<Problem> problems; ///< any problem makes the configuration unusable
    std::vector<Fact<std::string>> select, extend_select, ignore;
    std::vector<SeveritySetting> severity;
    std::vector<Fact<std::string>> include,
        exclude; ///< patterns as in .gitignore, relative to the configuration's folder
    MaybeFact<bool> pedantic;
    MaybeFact<Engine> engine;
    MaybeFact<std::string> fail_on; ///< "error", "warning", "note" or "never"
    MaybeFact<bool> strict;
    MaybeFact<std::string> stage;
    std::vector<Fact<std::string>> scan; ///< "scripts", "ci", "docs" or "all"
    MaybeFact<std::string>
        baseline; ///< path of a baseline file, relative to the configuration's folder
    std::vector<Override> overrides;
    std::vector<ProjectSetting> projects;
};

} // namespace dropcap
