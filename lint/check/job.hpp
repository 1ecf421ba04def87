#pragma once
// What a worker needs to check one file, and what comes of it.

#include "lint/check/digest.hpp"
#include "lint/config/config.hpp"
#include "lint/config/overrides.hpp"
#include "lint/config/select.hpp"
#include "lint/ignore/suppress.hpp"
#include "lint/input/files.hpp"
#include "model/result.hpp"
#include "parsers/parse.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dropcap::check {

/// What the command line says about reading and checking a file.
struct CheckOptions {
    std::optional<Engine> engine; ///< --engine; empty: each format's own
    format::ComposeOptions compose;
    std::string stage;          ///< --stage; empty: the last stage of each Dockerfile
    std::string stdin_filename; ///< what `-` is called
    format::Scans scans;        ///< --scan
    Wanted wanted = Wanted::records;
    bool no_ignores = false; ///< --no-ignores
    bool skip_others =
        false;            ///< named files that are none of the formats are counted, not reported
    std::size_t jobs = 1; ///< workers at most
};

/// Everything a worker needs; shared and never changed while workers run.
struct Job {
    CheckOptions options{};
    std::string root; ///< the project's folder: nothing outside is read
    ignore::Date today;
    input::FileAccess files{}; ///< empty functions: the disk
};

/// Why a file is checked.
enum class Purpose : std::uint8_t {
    asked,   ///< the run was asked for it
    context, ///< its project may take in a file that the run was asked for
    overlay, ///< for the last of its files, which is merged over the others as people do with `-f`
};

/// A file with what applies to it.
struct Task {
    input::InputFile file;
    const config::Settings* settings = nullptr;
    /// Of a Compose project whose files are chosen: all of them, in order, and its variables.
    /// Empty: what the command line says.
    std::optional<format::ComposeOptions> compose{};
    Purpose purpose = Purpose::asked;
};

/// What became of one file.
struct Outcome {
    std::optional<Digest> digest;
    std::optional<Error> unreadable;
    bool not_ours = false;
    config::RuleSet
        more_rules{}; ///< those that ran, where overrides added some to the configuration's
    std::vector<config::OverrideUse> uses{}; ///< of the overrides in the file's configuration
};

} // namespace dropcap::check
