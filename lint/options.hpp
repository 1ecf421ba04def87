#pragma once
// The command line, read. The only place that knows the argument parser.

#include "lint/render.hpp"
#include "model/engine.hpp"
#include "model/finding.hpp"
#include "parsers/parse.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace dropcap {

enum class Command { check, caps, explain, rules };
enum class ColorChoice { automatic, always, never };

/// Exit codes; scripts rely on them.
inline constexpr int exit_clean = 0;    ///< nothing at or above the threshold
inline constexpr int exit_findings = 1; ///< findings at or above it
inline constexpr int exit_error = 2;    ///< usage, unreadable input, bad configuration, internal error

/// Everything the command line says.
struct Options {
    Command command = Command::check;
    std::vector<std::string> paths;                      ///< check, caps: files and folders; explain: what to explain
    std::string format;                                  ///< one of the command's formats
    std::string output;                                  ///< --output FILE; empty: standard output only
    std::string stdin_filename;                          ///< what `-` is called
    std::optional<Severity> fail_on = Severity::warning; ///< empty: never
    std::vector<std::string> select, ignore, extend_select;
    bool pedantic = false;
    bool strict = false;
    bool no_ignores = false;
    bool quiet = false;
    bool verbose = false;
    bool statistics = false;
    bool show_files = false;
    Scans scans;                  ///< --scan
    std::optional<Engine> engine; ///< empty: each format's own
    ComposeOptions compose;
    std::string stage;    ///< --stage; empty: the last stage of each Dockerfile
    RenderOptions render; ///< --helm, --kustomize
    std::size_t jobs = 0; ///< 0: as many as there are processors
    ColorChoice color = ColorChoice::automatic;
};

/// The program ends here, with this text: help, the version, or what is wrong with the command line.
struct Farewell {
    int code = exit_clean;
    std::string text; ///< goes to standard error when `code` is not 0
};

/// Reads the command line.
[[nodiscard]] std::variant<Options, Farewell> parse_options(int argc, const char* const* argv);

} // namespace dropcap
