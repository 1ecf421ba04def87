#pragma once
// A rule is data: its words, its metadata and a function. One file in rules/ defines one `constinit
// const Rule`.

#include "model/container.hpp"
#include "model/finding.hpp"
#include "model/posture.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace dropcap {

/// When a rule runs without being asked for by name.
enum class Group : std::uint8_t {
    standard,       ///< "default": always
    pedantic,       ///< with --pedantic: correct but noisy
    pss_baseline,   ///< Pod Security Standards, only when selected
    pss_restricted, ///< Pod Security Standards, only when selected (brings pss_baseline along)
};
/// "default", "pedantic", "pss-baseline", "pss-restricted".
[[nodiscard]] std::string_view group_name(Group group);

/// What is wrong with a suppression. Only the reader of suppressions knows which of them hid
/// something, so the rules about them have no check.
enum class IgnoreProblem : std::uint8_t {
    none,    ///< the rule is about something else
    invalid, ///< it cannot be read, or has no reason
    expired, ///< its date is over
    unused,  ///< it hides nothing
};

/// A container with what it ends up with.
struct Case {
    const Container* container = nullptr;
    Posture posture;
};

/// What a rule's check sees: one container, its posture, and its neighbours in the same file.
struct Scene {
    const Document& document;
    std::span<const Case> all; ///< every container of the document
    std::size_t index;         ///< which of them this is about

    [[nodiscard]] const Container& container() const { return *all[index].container; }
    [[nodiscard]] const Posture& posture() const { return all[index].posture; }
};

/// A file that the rule flags and its twin that it does not. `bad` fires exactly this rule and no
/// other rule of the default group.
struct Example {
    std::string_view file; ///< the name that gives the format: "compose.yaml", "Dockerfile",
                           ///< "pod.yaml", "run.sh"
    std::string_view bad;
    std::string_view good;
};

/// A rule of the catalogue.
struct Rule {
    std::string_view id; ///< kebab-case; also file, fixture folder, suppression and `explain` name
    Group group = Group::standard;
    Severity severity = Severity::warning;
    std::string_view summary; ///< one line without a full stop: what it flags
    std::string_view help; ///< Markdown paragraphs: why it matters, who needs it all the same, what
                           ///< to write instead
    Example example;
    std::array<std::string_view, 6> references{}; ///< addresses; unused ones are empty
    std::string_view security_severity; ///< CVSS-like number as SARIF wants it, e.g. "8.8"
    std::string_view since = "0.1.0";   ///< dropcap version that introduced it
    Topic topic = Topic::other;         ///< what its findings are about
    Topic covers = Topic::other; ///< findings of other rules on the same container that its own
                                 ///< make superfluous: kept_default, or capabilities (which
                                 ///< includes kept_default); other: none
    IgnoreProblem about_ignores = IgnoreProblem::none; ///< then the reader of suppressions makes
                                                       ///< its findings
    bool always_runs = false; ///< a selection of other rules keeps it: a file that cannot be read
                              ///< must not look clean
    bool strict = false;      ///< --strict selects it and makes its findings errors
    void (*check)(const Scene& scene,
                  std::vector<Flag>& flags) = nullptr; ///< called for each container
    void (*check_document)(const Document& document,
                           std::vector<Flag>& flags) = nullptr; ///< called once a file
};

/// Whether `rule` belongs to `group`; pss_restricted includes pss_baseline.
[[nodiscard]] bool in_group(const Rule& rule, Group group);

/// Every rule, sorted by id. The table is made from the files in rules/.
[[nodiscard]] std::span<const Rule* const> all_rules();
/// The rule with this id, or nullptr.
[[nodiscard]] const Rule* find_rule(std::string_view id);
/// The rule that reports this problem of suppressions, or nullptr.
[[nodiscard]] const Rule* find_rule(IgnoreProblem problem);
/// The rule id nearest to `word`, or empty.
[[nodiscard]] std::string_view suggest_rule(std::string_view word);

} // namespace dropcap
