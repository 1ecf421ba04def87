#pragma once
// --fix, --unsafe-fixes and --diff: applies what findings offer. Each edit is proved: the files are
// read again with it, the finding must be gone, no other may have come, and every other fact of
// every container must be what it was. What cannot be proved is left out.

#include "lint/fix/reread.hpp"
#include "lint/projects/projects.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace dropcap::fix {

/// A file with what became of it.
struct FixedFile {
    std::shared_ptr<const Source> before;
    std::string after;
};

/// What came of a run's fixes.
struct FixedRun {
    std::vector<FixedFile> files; ///< those that change, in order of their paths
    std::size_t fixed = 0;        ///< findings
    std::vector<input::Skipped>
        left;            ///< offers that could not be proved, and files that cannot be written
    bool failed = false; ///< a file could not be written
};

/// Works out the new texts. With `unsafe` the offers that change what a container does as well.
[[nodiscard]] FixedRun find_fixes(const check::Job& job, const projects::Checked& checked,
                                  bool unsafe);

/// Writes the files, each as a whole or not at all.
void write_files(FixedRun& run, const std::string& root);

/// `edits` applied to `text`; they do not overlap and are in order of place.
[[nodiscard]] std::string with_edits(std::string_view text, std::span<const TextEdit> edits);

} // namespace dropcap::fix
