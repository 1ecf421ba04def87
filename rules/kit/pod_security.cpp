#include "rules/kit/pod_security.hpp"

#include "model/concat.hpp"
#include "rules/kit/facet.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

#include <string>

namespace dropcap::rules {
namespace {

std::string_view name_of(PodSecurityLevel level) {
    return level == PodSecurityLevel::baseline ? "baseline" : "restricted";
}

/// A namespace has three labels; a file that says it a thousand times says no more.
constexpr std::size_t most_labels = 6;

/// What the pod's namespace asks for, where the same file says it.
void add_notes(const Document& document, Flag& flag) {
    for (const NamespaceLabel& label : document.namespace_labels) {
        if (label.space != flag.space) continue;
        if (flag.related.size() == most_labels) break;
        flag.related.push_back({label.at, label_note(label)});
    }
}

/// Columns of what a title says; with a container's name in front it fits.
constexpr std::size_t most_said = 56;

/// The flag without its facet.
Flag flag_of(const Document& document, const Pod& pod, const Violation& violation,
             std::string title, PodSecurityLevel level) {
    Flag flag{.at = violation.at, .title = std::move(title)};
    flag.label = violation.unresolved ? "not known from the files"
                                      : fmt::format("{} does not allow it", name_of(level));
    if (columns(violation.message) > most_said)
        flag.notes.push_back(fmt::format("it {}", violation.message));
    flag.notes.push_back(
        violation.unresolved
            ? fmt::format("whether Pod Security's {} admits it is unknown (control {})",
                          name_of(level), violation.control)
            : fmt::format("Pod Security's {} refuses it (control {})", name_of(level),
                          violation.control));
    flag.help = violation.remedy;
    if (violation.unresolved) flag.severity = Severity::note;
    flag.space = pod.space.empty() ? "default" : pod.space;
    add_notes(document, flag);
    return flag;
}

} // namespace

void flag_container(const Scene& scene, PodSecurityLevel level, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    if (!container.pod) return;
    Facets facets;
    for (const Violation& violation : violations_of(container, level)) {
        auto title = title_of(container, shortened(violation.message, most_said));
        flags.push_back(
            flag_of(scene.document, *container.pod, violation, std::move(title), level));
        flags.back().facet = facets.next(std::string(violation.control));
    }
}

void flag_pods(const Document& document, PodSecurityLevel level, std::vector<Flag>& flags) {
    Facets facets;
    const auto flag_pod = [&](const Pod& pod) {
        for (const Violation& violation : violations_of(pod, level)) {
            auto title = title_of_object(pod.object, shortened(violation.message, most_said));
            flags.push_back(flag_of(document, pod, violation, std::move(title), level));
            flags.back().facet = facets.next(concat({pod.object, ":", violation.control}));
        }
    };
    const Pod* last = nullptr; // a pod's containers stand together
    for (const Container& container : document.containers) {
        if (container.pod && container.pod.get() != last) flag_pod(*container.pod);
        last = container.pod.get();
    }
    for (const auto& pod : document.bare_pods) flag_pod(*pod);
}

} // namespace dropcap::rules
