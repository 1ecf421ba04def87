#pragma once
// --add-ignores: writes a suppression comment for each of today's findings and changes nothing else
// in the file.

#include "lint/check/check.hpp"
#include "lint/projects/projects.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::fix {

/// The reason of the comments where none is given.
inline constexpr std::string_view usual_reason = "accepted, not yet reviewed";

/// What came of it.
struct AddedIgnores {
    struct File {
        std::string path;
        std::size_t findings = 0; ///< hidden now
        std::size_t comments = 0; ///< written or extended
    };
    std::vector<File> files; ///< those that were changed
    std::vector<input::Skipped>
        left; ///< findings that no comment can hide, and files that cannot be written, and why
    bool failed = false; ///< a file could not be read or written
};

/// What became of one file's text.
struct Commented {
    std::string text;
    AddedIgnores::File file;
    std::vector<input::Skipped> left; ///< findings that no comment can hide, and why
};

/// A file that comments are written into.
struct Subject {
    const check::Task& task;                 ///< what reads it
    const Source& source;                    ///< the file
    std::span<const std::string> left_out{}; ///< containers that other projects report
};

/// The text of a file with comments for what is found in it.
[[nodiscard]] Commented with_ignores(const check::Job& job, const Subject& subject,
                                     std::string_view reason);

/// Adds comments for what was found. Each file is read again with its
/// comments before it is written: it must say the same as before, with its findings hidden. A file
/// is written as a whole or not at all.
[[nodiscard]] AddedIgnores add_ignores(const check::Job& job, const projects::Checked& checked,
                                       std::string_view reason);

/// What was done, a line per file unless `quiet`, and what is left.
[[nodiscard]] std::string render_added(const AddedIgnores& added, bool quiet);

/// What is wrong with `reason` as the reason of a comment; empty: nothing.
[[nodiscard]] std::string wrong_with_reason(std::string_view reason);

} // namespace dropcap::fix
