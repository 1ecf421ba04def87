#pragma once
// What stays of a document once it has been checked: everything that reports tell, and nothing that
// points into a text. Texts and trees of a run's files can go as soon as their digest is made.

#include "lint/check/lint_document.hpp"
#include "lint/check/origin.hpp"
#include "lint/input/files.hpp"
#include "lint/terminal/excerpt.hpp"
#include "model/container.hpp"
#include "model/needs.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::check {

/// A Label, an Edit and a Fix without their document.
struct RelatedRecord {
    terminal::Excerpt at;
    std::string text;
};
struct EditRecord {
    terminal::Location at;
    std::string text;
};
struct FixRecord {
    std::string message;
    std::vector<EditRecord> edits;
    bool safe = false;

    /// "Drop ALL (--fix)", "Drop ALL (--unsafe-fixes)": what it does, and what writes it.
    [[nodiscard]] std::string how() const;
};

/// A Flag's `shared` without its document.
struct SharedRecord {
    std::string name;
    terminal::Location at;
};

/// What a finding is against what is known: a baseline, another revision.
enum class Comparison : std::uint8_t { fresh, known };

/// A finding as reports show it.
struct Record {
    const Rule* rule = nullptr;
    Severity severity = Severity::warning;
    std::string title; ///< see Flag for this and the next four
    std::string label;
    std::string help;
    std::string facet;
    std::vector<RelatedRecord> related;
    std::vector<std::string> notes;
    std::string container;    ///< empty for a finding about the file
    std::string subject;      ///< how lists name the container, part of the finding's identity
    std::string display_name; ///< how titles name the container
    terminal::Excerpt at;
    std::string holds; ///< what the container ends up with, where the finding is about capabilities
                       ///< and does not say so itself
    Rare<SharedRecord> shared;
    Rare<FixRecord> fix;
    Rare<Suppression> suppressed;
    std::string space; ///< Kubernetes: the namespace whose Pod Security labels belong to it, if any
    std::optional<Comparison> comparison; ///< empty: compared with nothing
    CapabilitySet
        keeps; ///< the default capabilities that are kept, where the finding is about all of them
    std::uint64_t fingerprint = 0; ///< see number_fingerprints()
    std::uint64_t line_hash =
        0; ///< of the line's text without blanks: GitHub's own kind of fingerprint

    /// Title and help in one line: "title (help)".
    [[nodiscard]] std::string message() const;
    /// Whether it is neither accepted nor known.
    [[nodiscard]] bool counts() const { return !suppressed && comparison != Comparison::known; }
};

/// A container as `caps` reports it.
struct CapsRow {
    std::string path;
    Position at;
    Format format;
    Role role = Role::app;
    Engine engine = Engine::docker;
    std::string kind, name, object;
    std::optional<std::string> image;
    std::optional<bool> privileged;
    std::vector<std::string> add, drop; ///< normalised
    std::optional<CapabilitySet> effective;
    bool drops_all = false;
    Needs needs;                           ///< what it would keep if it dropped ALL
    std::optional<bool> no_new_privileges; ///< empty here and below: not said, or unresolved
    std::optional<std::string> user;
    bool is_unconfined = false; ///< no seccomp filter
    bool shares_host_pid = false, shares_host_network = false;
    std::vector<std::string> unresolved;
    std::vector<std::string> problems; ///< what the engine or the reader of the format refuses;
                                       ///< then `effective` is empty
};

/// A namespace's label as notes of findings tell it.
struct LabelRecord {
    std::string space;
    RelatedRecord note;
};

/// A container of a project that may be written in several files.
struct ServiceRecord {
    std::string name;
    std::string path; ///< of the file that its name is in; empty: the project's first
    Role role = Role::app;
    bool partial = false; ///< see Container
};

/// What came of one file.
struct Digest {
    std::string path;
    std::vector<Record> records; ///< in order of place
    std::vector<CapsRow> rows;   ///< in the document's order
    std::vector<input::Skipped>
        problems; ///< what makes the file, or a part of it, unusable to its reader
    std::vector<input::Skipped> unchecked; ///< recognised and not checked
    std::vector<LabelRecord> labels;
    std::size_t containers = 0;
    bool is_project = false; ///< see Document for this and the next
    std::vector<ProjectFile> project_files;
    bool is_taken_in = false;                ///< another project reports it
    std::vector<std::string> left_to_others; ///< containers that other projects report
    std::vector<ServiceRecord> services;     ///< of a project, in the document's order
};

/// What a digest is made for: records for `check`, rows for `caps`.
enum class Wanted : std::uint8_t { records, rows };

/// Appends what `document` and its findings result in. The fingerprints are set by
/// number_fingerprints(). `origins`: the document is what a program printed, and everything is
/// reported at the files it was made from, without fixes.
void add_to_digest(Digest& digest, const Document& document, Linted linted, Wanted wanted,
                   const Origins* origins = nullptr);

/// What distinguishes a finding from all others of a run: its place, rule, container and facet.
/// What several projects or overlays say of one place is the same finding.
[[nodiscard]] std::string identity(const Record& record);

/// Reports findings about Pod Security what their namespace asks for, where another file of the run
/// says it.
void note_labels(std::vector<Record>& records, const std::vector<LabelRecord>& labels);

/// Gives every record its name across runs: rule, path from the project's root, subject, facet and,
/// among equals, which of them. Neither lines nor words of a message count, so that what moves or
/// is reworded keeps its name.
void number_fingerprints(std::vector<Record>& records, const input::ProjectPaths& paths);
/// A fingerprint as reports tell it: 16 hexadecimal digits.
[[nodiscard]] std::string hexadecimal(std::uint64_t hash);

} // namespace dropcap::check
