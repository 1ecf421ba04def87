#include "rules/kit/pod_security.hpp"

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

Flag flag_of(const Document& document, const Pod& pod, const Violation& violation,
             const std::string& who, PodSecurityLevel level) {
    const std::string verdict =
        violation.unresolved
            ? fmt::format("whether Pod Security's {} admits it cannot be known", name_of(level))
            : fmt::format("Pod Security's {} refuses it", name_of(level));
    Flag flag{.at = violation.at,
              .title = fmt::format("{} {}: {} (control {}); {}", who, violation.message, verdict,
                                   violation.control, violation.allowed)};
    if (violation.unresolved) flag.severity = Severity::note;
    flag.space = pod.space.empty() ? "default" : pod.space;
    add_notes(document, flag);
    return flag;
}

} // namespace

void flag_container(const Scene& scene, PodSecurityLevel level, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    if (!container.pod) return;
    for (const Violation& violation : violations_of(container, level))
        flags.push_back(
            flag_of(scene.document, *container.pod, violation, called(container), level));
}

void flag_pods(const Document& document, PodSecurityLevel level, std::vector<Flag>& flags) {
    const auto flag_pod = [&](const Pod& pod) {
        for (const Violation& violation : violations_of(pod, level))
            flags.push_back(
                flag_of(document, pod, violation, fmt::format("`{}`", pod.object), level));
    };
    const Pod* last = nullptr; // a pod's containers stand together
    for (const Container& container : document.containers) {
        if (container.pod && container.pod.get() != last) flag_pod(*container.pod);
        last = container.pod.get();
    }
    for (const auto& pod : document.bare_pods) flag_pod(*pod);
}

} // namespace dropcap::rules
