// Security settings where Kubernetes refuses or ignores them, so that people believe they are
// protected and are not.

#include "parsers/kubernetes/misplaced.hpp"

#include "model/ascii.hpp"
#include "parsers/kubernetes/pod.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace dropcap::kubernetes {
namespace {

// Server-side field validation (KEP-2885): kubectl asks for Strict, other clients get a warning or
// nothing at all.
constexpr std::string_view effect =
    "kubectl refuses this unknown field, and other clients drop it without an error";

std::string_view past_separators(std::string_view word) {
    while (word.starts_with('_') || word.starts_with('-')) word.remove_prefix(1);
    return word;
}

/// The same word but for case, '_' and '-': how far off a key may be and still be meant.
bool is_meant(std::string_view key, std::string_view name) {
    if (key.size() < name.size()) return false;
    for (key = past_separators(key); !key.empty() && !name.empty();
         key = past_separators(key.substr(1)), name.remove_prefix(1)) {
        if (to_lower(key.front()) != to_lower(name.front())) return false;
    }
    return key.empty() && name.empty();
}

/// A key that is meant for something else.
struct Meant {
    std::string_view written; ///< in lower case
    std::string_view name;    ///< as Kubernetes spells it
};

constexpr std::array context_words = {
    Meant{"capadd", "capabilities.add"}, Meant{"capdrop", "capabilities.drop"},
    Meant{"add", "capabilities.add"},    Meant{"drop", "capabilities.drop"},
    Meant{"capability", "capabilities"}, Meant{"caps", "capabilities"}};
constexpr std::array list_words = {Meant{"add", "add"},    Meant{"drop", "drop"},
                                   Meant{"adds", "add"},   Meant{"drops", "drop"},
                                   Meant{"added", "add"},  Meant{"dropped", "drop"},
                                   Meant{"capadd", "add"}, Meant{"capdrop", "drop"}};
constexpr std::array holder_words = {Meant{"securitycontext", "securityContext"},
                                     Meant{"securitycontexts", "securityContext"},
                                     Meant{"containersecuritycontext", "securityContext"},
                                     Meant{"podsecuritycontext", "securityContext"},
                                     Meant{"capadd", "securityContext.capabilities.add"},
                                     Meant{"capdrop", "securityContext.capabilities.drop"}};

std::string_view meant_by(std::span<const Meant> words, std::string_view key) {
    const auto found =
        std::ranges::find_if(words, [&](const Meant& word) { return is_meant(key, word.written); });
    return found == words.end() || found->name == key ? std::string_view{} : found->name;
}

/// The securityContext field that `key` is or is meant to be.
const SecurityField* field_meant_by(std::string_view key) {
    const auto all = security_fields();
    const auto found = std::ranges::find_if(
        all, [&](const SecurityField& field) { return is_meant(key, field.name); });
    return found == all.end() ? nullptr : &*found;
}

/// Whether any word that a key may be meant for begins like it: every other key of a manifest is
/// ignored at once.
bool may_be_meant(std::string_view key) {
    static const std::uint32_t letters = [] {
        std::uint32_t all = 0;
        const auto note = [&](std::string_view word) {
            all |= 1U << (static_cast<unsigned char>(to_lower(word.front())) & 31U);
        };
        for (const std::span<const Meant> words :
             {std::span<const Meant>(context_words), std::span<const Meant>(list_words),
              std::span<const Meant>(holder_words)})
            for (const Meant& word : words) note(word.written);
        for (const SecurityField& field : security_fields()) note(field.name);
        return all;
    }();
    const std::string_view word = past_separators(key);
    return !word.empty() &&
           (letters >> (static_cast<unsigned char>(to_lower(word.front())) & 31U) & 1U) != 0;
}

/// Fields that protect; the others may be in the wrong place without anyone being fooled about
/// security.
bool protects(std::string_view field) {
    return !field.starts_with("fsGroup") && !field.starts_with("supplemental") &&
           field != "seLinuxChangePolicy";
}

/// Words around a path. Put together only where there is something to tell; what they are made of
/// must outlive them.
struct Phrase {
    std::string_view before, path{}, after{};

    [[nodiscard]] std::string text() const { return fmt::format("{}{}{}", before, path, after); }
};

class Search {
  public:
    /// `container`: of the object; empty where the search is about the object itself.
    Search(ManifestContext& reading, std::string_view object, std::string_view container)
        : reading_(reading), object_(object), container_(container) {}

    void in_context(const Value& context, Level level, std::string_view where) {
        each(context, [&](std::string_view key, const Value& value) {
            if (const std::string_view meant =
                    level == Level::pod ? std::string_view{} : meant_by(context_words, key);
                !meant.empty()) {
                return tell(value, key, where,
                            fmt::format("write it as `securityContext.{}`", meant));
            }
            const SecurityField* const field = field_meant_by(key);
            if (field == nullptr || !protects(field->name)) return;
            if (level == Level::pod && field->level == Level::container) {
                return tell(value, key, where,
                            fmt::format("move it to the securityContext of each container as `{}`",
                                        field->name));
            }
            if (field->name != key)
                tell(value, key, where,
                     fmt::format("write `{}`, field names are case-sensitive", field->name));
        });
    }

    void in_capabilities(const Value& capabilities, std::string_view where) {
        each(capabilities, [&](std::string_view key, const Value& value) {
            const std::string_view meant = meant_by(list_words, key);
            if (!meant.empty()) tell(value, key, where, fmt::format("write `{}`", meant));
        });
    }

    /// A container, a pod or a workload: `known` are the keys that are right there.
    void in_holder(const Value& holder, const Phrase& where, bool takes_context,
                   const Phrase& instead) {
        each(holder, [&](std::string_view key, const Value& value) {
            if (key == "securityContext") {
                if (!takes_context) tell(value, key, where.text(), instead.text());
                return;
            }
            if (const std::string_view meant = meant_by(holder_words, key); !meant.empty()) {
                return tell(value, key, where.text(),
                            takes_context ? fmt::format("write `{}`", meant) : instead.text());
            }
            const SecurityField* const field = field_meant_by(key);
            if (field != nullptr && protects(field->name))
                tell(value, key, where.text(), instead.text());
        });
    }

    /// The seccomp annotations that the field replaced: a profile there protects no one any more.
    /// AppArmor's still work.
    void in_annotations(const PodView& pod) {
        constexpr std::string_view for_pod = "seccomp.security.alpha.kubernetes.io/pod";
        constexpr std::string_view for_container =
            "container.seccomp.security.alpha.kubernetes.io/";
        each(pod.annotations, [&](std::string_view key, const Value& value) {
            if ((key != for_pod && !key.starts_with(for_container)) ||
                string_of(value) == "unconfined" || has_seccomp(pod))
                return;
            add({value.key, std::string(key), "the annotations",
                 "Kubernetes reads no seccomp annotation since 1.27",
                 "write `seccompProfile: {type: RuntimeDefault}` in the securityContext",
                 subject()});
        });
    }

    void tell(const Value& value, std::string_view setting, std::string_view where,
              std::string_view instead) {
        add({value.key, std::string(setting), std::string(where), std::string(effect),
             std::string(instead), subject()});
    }

  private:
    [[nodiscard]] std::string subject() const {
        return container_.empty() ? std::string(object_)
                                  : fmt::format("{}, container {}", object_, container_);
    }

    /// Once, though a pod's defaults are looked at for each of its pods.
    void add(Misplaced one) {
        if (reading_.misplaced.insert(one.at).second)
            reading_.document.misplaced.push_back(std::move(one));
    }

    static bool has_seccomp(const PodView& pod) {
        const auto sets = [](const ContainerView& view) {
            return static_cast<bool>(first(view.security, "seccompProfile"));
        };
        return first(pod.security, "seccompProfile") || std::ranges::any_of(pod.containers, sets);
    }

    template <class Look>
    void each(const Value& mapping, Look look) {
        if (!mapping || !mapping.node->is_mapping()) return;
        for (const yaml::Entry& entry : mapping.node->entries) {
            if (!entry.key->is_scalar() || !may_be_meant(entry.key->text)) continue;
            // A null sets nothing wherever it stands.
            if (const Value value = entry_value(mapping, entry)) look(entry.key->text, value);
        }
    }

    ManifestContext& reading_;
    std::string_view object_, container_;
};

// Parts that people indent a securityContext under by mistake: behind a list it easily becomes a
// field of the last item.
constexpr std::array container_parts = {
    std::string_view{"resources"}, std::string_view{"livenessProbe"},
    std::string_view{"readinessProbe"}, std::string_view{"startupProbe"},
    std::string_view{"lifecycle"}};
constexpr std::array container_lists = {
    std::string_view{"ports"}, std::string_view{"env"}, std::string_view{"envFrom"},
    std::string_view{"volumeMounts"}, std::string_view{"volumeDevices"}};
constexpr std::array pod_lists = {std::string_view{"volumes"}, std::string_view{"imagePullSecrets"},
                                  std::string_view{"tolerations"}, std::string_view{"hostAliases"}};

bool holds_context(const yaml::Child& item) {
    return item.node->find("securityContext") != nullptr;
}

void search_lists(const ManifestContext& reading, Search& search, const Value& holder,
                  std::span<const std::string_view> lists, std::string_view instead) {
    for (const std::string_view list : lists) {
        const Value listed = get(holder, list);
        if (!listed || std::ranges::none_of(listed.node->items, holds_context)) continue;
        for (const Value& item : items(reading, listed)) {
            if (const Value found = get(item, "securityContext"))
                search.tell(found, "securityContext", fmt::format("an item of `{}`", list),
                            instead);
        }
    }
}

void search_below(const ManifestContext& reading, Search& search, const Value& container) {
    constexpr std::string_view instead = "move it next to the container's image";
    for (const std::string_view part : container_parts) {
        const Value found = get(get(container, part), "securityContext");
        if (found) search.tell(found, "securityContext", fmt::format("`{}`", part), instead);
    }
    for (const std::string_view amounts : {"limits", "requests"}) {
        const Value found = get(container, {"resources", amounts, "securityContext"});
        if (found)
            search.tell(found, "securityContext", fmt::format("`resources.{}`", amounts), instead);
    }
    search_lists(reading, search, container, container_lists, instead);
}

void search_container(ManifestContext& reading, const PodView& pod, const ContainerView& view) {
    Search search(reading, pod.label, view.name);
    for (const Value& layer : view.layers) {
        search.in_holder(layer, {"the top level"}, true,
                         {"move it into the container's `securityContext`"});
        search_below(reading, search, layer);
    }
    for (const Value& context : view.security)
        search.in_context(context, Level::container, "the securityContext");
    for (const Value& capabilities : get(view.security, "capabilities"))
        search.in_capabilities(capabilities, "the capabilities");
}

bool is_nameless(const ContainerView& view) {
    return !get(view.layers.front(), "name") && !first(view.layers, "image");
}

/// `- securityContext: …` as an item of its own after a container of the same list: it belongs to
/// no one.
bool stands_beside(const ContainerView& before, const ContainerView& view) {
    const auto list = [](const ContainerView& of) {
        return std::string_view(of.path).substr(0, of.path.find('['));
    };
    return list(before) == list(view) && !is_nameless(before) && is_nameless(view) &&
           get(view.layers.front(), "securityContext");
}

/// Takes such items out of the pod.
void drop_beside(Search& search, std::vector<ContainerView>& containers) {
    for (std::size_t i = 1; i < containers.size();) {
        if (!stands_beside(containers[i - 1], containers[i])) {
            ++i;
            continue;
        }
        search.tell(get(containers[i].layers.front(), "securityContext"), "securityContext",
                    "the list of containers",
                    "move it into the container before it, without the dash");
        containers.erase(containers.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

} // namespace

void find_misplaced(ManifestContext& reading, PodView& pod) {
    Search search(reading, pod.label, {});
    search.in_annotations(pod);
    for (const Value& context : pod.security)
        search.in_context(context, Level::pod, "the pod's securityContext");
    if (pod.shape.is_pod_spec) {
        search.in_holder(pod.spec.front(), {"the pod's spec"}, true,
                         {"move it into the securityContext of each container"});
        search_lists(reading, search, pod.spec.front(), pod_lists, "move it next to the list");
    }
    drop_beside(search, pod.containers);
    for (const ContainerView& view : pod.containers) {
        if (!view.made_by_operator) search_container(reading, pod, view);
    }
}

void find_misplaced_around(ManifestContext& reading, const Object& object, std::string_view path) {
    const std::string label = object.label();
    Search search(reading, label, {});
    Value holder = object.root;
    std::string_view rest = path;
    Phrase where{"the top level"};
    const Phrase instead{"move it to `", path, ".containers[].securityContext`"};
    while (!rest.empty() && holder) {
        search.in_holder(holder, where, false, instead);
        search.in_holder(get(holder, "metadata"), {"`metadata`"}, false, instead);
        const std::size_t dot = std::min(rest.find('.'), rest.size());
        holder = get(holder, rest.substr(0, dot));
        where = {"`", path.substr(0, path.size() - rest.size() + dot), "`"};
        rest.remove_prefix(std::min(dot + 1, rest.size()));
    }
}

} // namespace dropcap::kubernetes
