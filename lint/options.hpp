#pragma once
// Reads the command line.

#include "lint/charts/charts.hpp"
#include "model/engine.hpp"
#include "model/finding.hpp"
#include "parsers/parse.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace dropcap {

enum class Command { check, caps, verify, explain, rules, completions };
enum class ColorChoice { automatic, always, never };

/// Exit codes; scripts rely on them.
inline constexpr int exit_clean = 0;    ///< nothing at or above the threshold
inline constexpr int exit_findings = 1; ///< findings at or above it
inline constexpr int exit_error = 2; ///< usage, unreadable input, bad configuration, internal error

/// The whole command line.
struct Options {
    Command command = Command::check;
    std::vector<std::string>
        paths; ///< check, caps: files and directories; explain: words; completions: the shell
    std::string format;         ///< one of the command's formats
    std::string output;         ///< --output FILE; empty: standard output only
    std::string stdin_filename; ///< the name of standard input
    std::optional<Severity> fail_on = Severity::warning; ///< empty: never
    bool fail_on_given =
        false; ///< --fail-on or --exit-zero: the configuration's setting does not count
    std::vector<std::string> select, ignore, extend_select;
    std::string config; ///< --config FILE instead of the nearest .dropcap.yaml; empty: none given
    bool isolated = false; ///< --isolated: no configuration at all
    bool show_settings = false;
    std::string baseline;        ///< --baseline FILE; empty: none given
    bool write_baseline = false; ///< accept the findings of this run
    std::string since;           ///< --since REV; empty: no comparison
    bool staged = false;         ///< lint what is staged; then `since` is not empty
    bool add_ignores = false;    ///< --add-ignores: write suppression comments instead of a report
    std::string add_ignores_reason; ///< their reason
    bool fix = false;               ///< --fix or --unsafe-fixes: write what findings offer
    bool unsafe_fixes = false;      ///< also what changes what a container does
    bool diff = false;              ///< --diff: print these changes and write nothing
    bool pedantic = false;
    bool strict = false;
    bool no_ignores = false;
    bool quiet = false;
    bool verbose = false;
    bool statistics = false;
    bool show_all = false; ///< a long report is not folded
    bool show_files = false;
    format::Scans scans; ///< --scan
    bool skip_others =
        false; ///< named files that are none of the formats are counted, not reported
    std::optional<Engine> engine; ///< empty: the default engine of each format
    format::ComposeOptions compose;
    std::string stage;            ///< --stage; empty: the last stage of each Dockerfile
    charts::RenderOptions render; ///< --helm, --kustomize
    std::size_t jobs = 0;         ///< 0: as many as there are processors
    ColorChoice color = ColorChoice::automatic;
};

/// The program ends without a run, with this text: help, the version, or what is wrong with the
/// command line.
struct EarlyExit {
    int code = exit_clean;
    std::string text; ///< goes to standard error when `code` is not 0
};

/// Reads the command line.
[[nodiscard]] std::variant<Options, EarlyExit> parse_options(int argc, const char* const* argv);

} // namespace dropcap
