#pragma once
// What a rule says (Flag) and what the reader of a report gets (Finding).

#include "model/capability.hpp"
#include "model/rare.hpp"
#include "model/shared_settings.hpp"
#include "model/source.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap {

struct Rule;

/// How bad: note is worth knowing, warning is real and fixable today, error gives the host or most
/// of root.
enum class Severity : std::uint8_t { note, warning, error };
/// "note", "warning", "error".
[[nodiscard]] std::string_view severity_name(Severity severity);
[[nodiscard]] std::optional<Severity> find_severity(std::string_view word);

/// Another place that matters for a finding, with a few words that are printed behind its carets.
struct Label {
    Place at;
    std::string text;
};

/// Replace the bytes of `at` by `text`.
struct Edit {
    Place at;
    std::string text;
};

/// A change that resolves a finding.
struct Fix {
    std::string message; ///< what it does, in the imperative: "Write SYS_TIME"
    std::vector<Edit> edits;
    bool safe = false; ///< the container behaves as before or as it was meant to; otherwise a
                       ///< person must look
};

/// What a finding is about, for folding: one cause, one finding.
enum class Topic : std::uint8_t {
    other,        ///< nothing that another rule's finding could make superfluous
    capabilities, ///< the container's capability lists or what they grant
    kept_default, ///< a default capability that is held because no one dropped it
};

/// What a rule says of one container or document. The engine stamps rule, severity and container.
struct Flag {
    Place at;
    std::string title;   ///< at most 80 columns: which container and what is wrong, one clause; no
                         ///< colon, no advice, no full stop
    std::string label{}; ///< at most 40 columns: why this word; printed behind its carets
    std::vector<Label> related{};     ///< other places that matter
    std::vector<std::string> notes{}; ///< why it matters here, who needs it; a clause each
    std::string help{};  ///< what to do, in the imperative and in the format's own spelling
    std::string facet{}; ///< with rule, file and container the finding's identity ("NET_ADMIN",
                         ///< "drop:ALL"): never shown, never reworded
    Rare<SharedSettings> shared{}; ///< where one remedy helps other containers as well
    Rare<Fix> fix{};
    std::optional<Severity> severity{}; ///< where the context makes it worse than the rule's own
    std::optional<Topic> topic{};       ///< where it differs from the rule's own
    std::string space{};   ///< Kubernetes: the namespace whose Pod Security labels the reader wants
                           ///< to know, if any
    CapabilitySet about{}; ///< the capabilities it complains of: a configuration that allows them
                           ///< all accepts the finding
};

/// Who hides a finding.
enum class HiddenBy : std::uint8_t {
    comment,       ///< a comment in the file itself
    configuration, ///< an override of `.dropcap.yaml`
};

/// Why a finding does not count.
struct Suppression {
    std::string justification;
    HiddenBy by = HiddenBy::comment;
};

/// A Flag with everything a report needs.
struct Finding {
    const Rule* rule = nullptr;
    Severity severity = Severity::warning;
    std::string container; ///< name of the container; empty for a finding about the file
    std::string subject;   ///< how lists name it: "web", "Deployment/web, container proxy"
    std::size_t container_index = npos; ///< into Document::containers
    Flag flag;
    Rare<Suppression> suppressed;

    static constexpr std::size_t npos = static_cast<std::size_t>(-1);
};

} // namespace dropcap
