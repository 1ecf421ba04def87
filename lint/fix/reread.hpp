#pragma once
// Reads what a task reads and says what is in it. Read again with an edit, it is the proof that the
// edit changes what it is meant to change and nothing else.

#include "lint/check/job.hpp"
#include "model/source.hpp"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace dropcap::fix {

/// Texts of files, by the path that they are reported under.
using Texts = std::map<std::string, std::shared_ptr<const Source>>;

/// An edit in a file.
struct TextEdit {
    std::string path;
    Span span;
    std::string text;
};

/// A fix that a finding offers.
struct Offer {
    std::string finding;   ///< its identity in texts that differ in edits
    std::string container; ///< whose it is, see Contents::containers
    const Rule* rule = nullptr;
    bool safe = false;
    std::string message;
    std::vector<TextEdit> edits; ///< in order of place
    std::string path;            ///< of the finding, for messages
    Position at;
};

/// What a container is apart from its name.
struct ContainerFacts {
    std::string lists;  ///< what it adds and drops
    std::string others; ///< everything else
    std::uint64_t effective = 0;
};

/// What is found in a task's files.
struct Contents {
    std::map<std::string, int> findings; ///< how often each identity is found
    std::map<std::string, ContainerFacts> containers;
    std::map<std::string, int> problems; ///< what could not be read or checked
    std::vector<Offer> offers;           ///< of findings that no one has accepted
    Texts sources;                       ///< the texts that offers are about
};

/// Reads a task's files. `left_out`: containers that other projects report.
[[nodiscard]] Contents reread(const check::Job& job, const check::Task& task,
                              std::span<const std::string> left_out);

} // namespace dropcap::fix
