#pragma once
// What a parser is asked to do beyond reading a text.

#include "model/container.hpp"
#include "model/result.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::format {

/// What Compose takes from its command line and environment.
struct ComposeOptions {
    std::vector<std::string> files; ///< --compose-file in order: the later ones are merged over the
                                    ///< first; empty: the files next to it
    std::vector<std::string> env_files; ///< --env-file; empty: `.env` next to the first file
    std::map<std::string, std::string> environment; ///< --env: wins over every file
};

/// Build arguments by name; without a value only who builds knows it.
using BuildArguments = std::map<std::string, std::optional<std::string>>;

/// The errors of `ParseOptions::read_file` that have a code of their own, with their sentences.
[[nodiscard]] Error outside_project();
[[nodiscard]] Error no_such_file();
[[nodiscard]] Error is_a_folder();

/// What a parser may ask for beyond the text it is given.
struct ParseOptions {
    std::optional<Engine> engine; ///< --engine; empty: each format's own
    ComposeOptions compose{};
    std::string stage{}; ///< --stage: the stage of a Dockerfile that is built; empty: the last
    BuildArguments build_args{}; ///< what Compose gives to the ARGs of a Dockerfile
    /// Reads another file that a Compose file names, by a path relative to the working directory
    /// (never outside the project). Its errors are the three above or have another reason. Empty
    /// function: no other file may be read (standard input).
    std::function<Result<std::shared_ptr<const Source>>(const std::string& path)> read_file;
    /// Takes the parts of a long stream of YAML documents, one after the other, each as soon as it
    /// is read, so that memory does not grow with their number; what parse() returns is then the
    /// last part. Empty function: everything is in what parse() returns.
    std::function<void(const Document& part)> take_part{};
    bool pod_security = true; ///< whether the facts of Pod Security are read: only its
                              ///< own rules ask for it
    bool rendered = false; ///< the text is what a template engine made of a template: nothing in it
                           ///< is one any more
    bool compose_project = false; ///< the first file of a Compose project, whatever it is called
    bool nameless = false; ///< standard input without a name: what stands next to it is unknown
    bool explicit_file = false; ///< the file was named on the command line: content that fits no
                                ///< format is then a problem
};

/// When a walk through a folder looks at a kind of file: always at what exists to describe
/// containers, at others only when asked.
enum class Scan : std::uint8_t { always, scripts, ci, docs };

/// What a walk looks at in addition to `Scan::always` (--scan).
struct Scans {
    bool scripts = false, ci = false, docs = false;

    [[nodiscard]] static constexpr Scans all() { return {true, true, true}; }
    [[nodiscard]] bool has(Scan scan) const;
    /// Takes "scripts", "ci", "docs" or "all" in; false: there is no such word.
    [[nodiscard]] bool add(std::string_view word);
};

} // namespace dropcap::format
