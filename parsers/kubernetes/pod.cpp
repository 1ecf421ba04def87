// From a place in an object to a pod's containers.

#include "parsers/kubernetes/pod.hpp"
#include "model/ascii.hpp"
#include "parsers/format/containers.hpp"
#include "parsers/kubernetes/admission.hpp"
#include "parsers/kubernetes/misplaced.hpp"
#include "parsers/kubernetes/refusals.hpp"
#include "parsers/kubernetes/security.hpp"
#include "parsers/kubernetes/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace dropcap::kubernetes {
namespace {

constexpr std::string_view apart = " ";

std::string joined(const std::string& label, std::string_view key) {
    return FieldPath{label, key}.text();
}

void walk_into(ManifestContext& reading, Reached from, std::string_view path,
               std::vector<Reached>& found);

void walk_list(ManifestContext& reading, const Reached& from, const Value& list,
               const std::string& label, std::string_view rest, std::vector<Reached>& found) {
    std::size_t index = 0;
    for (const Value& item : items(reading, list)) {
        const std::size_t at = index++;
        if (!item || !reading.spend(item)) continue;
        walk_into(reading,
                  {item, rest.empty() ? from.value : item, fmt::format("{}[{}]", label, at)}, rest,
                  found);
    }
}

/// Through mappings only, by keys that are written out.
void walk_straight(const Reached& from, std::string_view path, std::vector<Reached>& found) {
    Value value = from.value, parent = from.value;
    for (std::string_view rest = path; !rest.empty();)
        parent = std::exchange(value, get(value, take_before(rest, ".")));
    if (value) found.push_back({value, parent, joined(from.label, path)});
}

void walk_into(ManifestContext& reading, Reached from, std::string_view path,
               std::vector<Reached>& found) {
    if (path.empty()) {
        found.push_back(std::move(from));
        return;
    }
    if (path.find_first_of("[*") == std::string_view::npos) return walk_straight(from, path, found);
    std::string_view rest = path;
    std::string_view key = take_before(rest, ".");
    if (key == "*") {
        if (!from.value || !from.value.node->is_mapping()) return;
        for (const yaml::Entry& entry : from.value.node->entries) {
            const Value value = entry_value(from.value, entry);
            if (value && reading.spend(value))
                walk_into(reading, {value, from.value, joined(from.label, entry.key->text)}, rest,
                          found);
        }
        return;
    }
    const bool through_list = key.ends_with("[]");
    if (through_list) key.remove_suffix(2);
    const Value value = get(from.value, key);
    if (!value) return;
    if (through_list) return walk_list(reading, from, value, joined(from.label, key), rest, found);
    walk_into(reading, {value, from.value, joined(from.label, key)}, rest, found);
}

/// Everything that `paths` lead to below `from`, nearest first.
Layers layers_at(const Value& from, std::string_view paths) {
    Layers layers;
    while (!paths.empty()) {
        std::string_view path = take_before(paths, apart);
        Value value = from;
        while (!path.empty()) value = get(value, take_before(path, "."));
        if (value) layers.push_back(value);
    }
    return layers;
}

Layers security_contexts(const Layers& pod, std::string_view path) {
    Layers found;
    for (const Value& layer : pod) {
        if (path.empty()) break;
        for (const Value& context : layers_at(layer, path)) found.push_back(context);
    }
    return found;
}

/// The last word of a path such as "kafka.template.kafkaContainer": what an operator's own
/// container is called here.
std::string last_word(std::string_view path) {
    return std::string(path.substr(path.find_last_of('.') + 1));
}

/// A name for a container that has none: what its controller calls it, the object's own, or where
/// it stands.
std::string stand_in_name(const PodView& pod, const ContainerSlot& slot, const Reached& at,
                          std::string_view pod_path) {
    if (!slot.name.empty()) return std::string(slot.name);
    if (!at.label.empty()) return last_word(at.label);
    return pod_path == "spec" ? pod.object.name : last_word(pod_path);
}

void name_container(ContainerView& view, const PodView& pod, const ContainerSlot& slot,
                    const Reached& at, std::string_view pod_path) {
    view.path = at.label.empty() ? std::string(pod_path) : at.label;
    const Value name = slot.made_by_operator ? Value{} : get(at.value, "name");
    if (const std::string_view own = string_of(name); !own.empty()) {
        view.name = own;
        view.name_at = name.node->at;
        return;
    }
    view.name = stand_in_name(pod, slot, at, pod_path);
    view.name_at = at.value.key;
}

Role role_of(const ContainerSlot& slot, const Value& container) {
    // KEP-753: an init container that restarts always keeps running next to the others.
    const bool stays =
        slot.role == Role::init && string_of(get(container, "restartPolicy")) == "Always";
    return stays ? Role::sidecar : slot.role;
}

ContainerView view_of(const PodView& pod, const ContainerSlot& slot, const Reached& at,
                      std::string_view pod_path) {
    ContainerView view;
    view.role = role_of(slot, at.value);
    view.made_by_operator = slot.made_by_operator;
    name_container(view, pod, slot, at, pod_path);
    view.layers.push_back(at.value);
    if (!slot.defaults.empty()) {
        for (const Value& layer : get(pod.spec, slot.defaults))
            view.layers.push_back(inherited(layer, view.name_at));
    }
    // What stands next to the pod in its own defaults: an Argo workflow's templateDefaults have a
    // container too.
    const bool single = !slot.path.empty() && slot.path.find("[]") == std::string_view::npos;
    for (std::size_t i = 1; single && i < pod.spec.size(); ++i) {
        for (const Value& layer : layers_at(pod.spec[i], slot.path))
            view.layers.push_back(inherited(layer, view.name_at));
    }
    view.security = get(view.layers, "securityContext");
    return view;
}

bool selects_pods(std::string_view kind) {
    static constexpr std::array<std::string_view, 5> kinds = {"Deployment", "StatefulSet",
                                                              "DaemonSet", "ReplicaSet", "Rollout"};
    return std::ranges::find(kinds, kind) != kinds.end();
}

/// A container without an image in an object that is not whole: a strategic merge patch finds its
/// object and its container by their names.
bool is_patch(const Object& object, const ContainerView& view) {
    if (view.made_by_operator || first(view.layers, "image") || !get(view.layers.front(), "name"))
        return false;
    return !object.name.empty() &&
           !(selects_pods(object.kind) && get(object.root, {"spec", "selector"}));
}

void read_name_and_image(const Fields& fields, const ContainerView& view, Container& container) {
    // A name such as `on` or `80` is no string; only its type is asked for here.
    if (!view.made_by_operator)
        static_cast<void>(fields.string(get(view.layers.front(), "name"), {view.path, "name"}));
    container.image = fields.string(first(view.layers, "image"), {view.path, "image"});
}

void read_ports(const ManifestContext& reading, const Fields& fields, const ContainerView& view,
                Container& container) {
    const Value ports = first(view.layers, "ports");
    if (!fields.want_list(ports, {view.path, "ports"})) return;
    for (const Value& item : items(reading, ports)) {
        if (!fields.want_mapping(item, {view.path, "ports[]"})) continue;
        const auto number =
            fields.integer(get(item, "containerPort"), {view.path, "ports.containerPort"});
        if (!number) continue;
        Fact<Port> port{
            .at = number->at, .entry = item.entry, .origin = number->origin, .via = number->via};
        if (const std::int64_t* const known = number->known()) {
            if (*known < 1 || *known > std::numeric_limits<std::uint16_t>::max()) continue;
            port.value =
                Port{static_cast<std::uint16_t>(*known), static_cast<std::uint16_t>(*known)};
        } else {
            port.value = *number->unresolved();
        }
        container.ports.push_back(std::move(port));
    }
}

Container read_container(const ManifestContext& reading, const PodView& pod,
                         const ContainerView& view, const std::shared_ptr<const Pod>& facts) {
    Container container;
    container.name = view.name;
    container.kind = ContainerKind::object;
    container.object_kind = pod.object.kind;
    container.object = pod.label;
    container.format = kubernetes_format;
    container.role = view.role;
    container.engine = Engine::containerd;
    container.name_at = view.name_at;
    container.extent = view.layers.front().node->at;
    container.pod = facts;
    const Fields fields(reading, container.problems);
    read_name_and_image(fields, view, container);
    read_ports(reading, fields, view, container);
    container.has_devices = static_cast<bool>(first(view.layers, "volumeDevices"));
    read_security(reading, pod, view, container);
    add_refusals(reading, pod, view, container);
    return container;
}

void read_patch(ManifestContext& reading, const PodView& pod, const ContainerView& view) {
    reading.document.unchecked.push_back(
        {view.name_at,
         "a container without an image is a patch: check what it is merged into, `kubectl kustomize . | dropcap -`, or let dropcap do it "
         "with `--kustomize`",
         fmt::format("`{}` of {}", view.name, pod.label)});
}

void tell_open_patch(ManifestContext& reading, const PodView& pod) {
    for (std::size_t i = 0; i < pod.spec.size() && !pod.shape.open_patch.empty(); ++i) {
        const Value patch = get(pod.spec[i], pod.shape.open_patch);
        if (!patch) continue;
        Unchecked patch_at{
            patch.node->at,
            fmt::format("`{}` changes the pod when it runs: what it says is not checked",
                        pod.shape.open_patch),
            pod.label};
        const bool known =
            std::ranges::any_of(reading.document.unchecked,
                                [&](const Unchecked& other) { return other.at == patch_at.at; });
        if (!known) reading.document.unchecked.push_back(std::move(patch_at));
    }
}

/// A PodSpec's lists of containers must be lists of mappings.
void want_mappings(ManifestContext& reading, const Reached& pod, std::string_view path) {
    const Fields fields(reading, reading.document.problems);
    const std::string_view key = path.substr(0, path.find('['));
    const Value list = get(pod.value, key);
    if (!fields.want_list(list, {pod.label, key})) return;
    std::size_t index = 0;
    for (const Value& item : items(reading, list)) {
        if (item && !item.node->is_mapping())
            fields.want_mapping(item, fmt::format("{}[{}]", joined(pod.label, key), index));
        ++index;
    }
}

/// The annotations that the pod will have: of the template around the spec, or of the object that
/// is its own pod.
Value annotations_of(const Reached& pod) { return get(get(pod.parent, "metadata"), "annotations"); }

std::string label_of(const Object& object, const Reached& pod, const PodShape& shape) {
    std::string_view part =
        shape.part.empty() ? std::string_view{} : string_of(get(pod.value, "name"));
    if (part.empty() && !shape.part.empty()) part = string_of(get(pod.parent, "name"));
    return part.empty() ? object.label()
                        : fmt::format("{}, {} {}", object.label(), shape.part, part);
}

PodView view_pod(ManifestContext& reading, const Object& object, const Reached& at,
                 const PodShape& shape, std::string_view defaults) {
    PodView pod{.object = object,
                .shape = shape,
                .spec = {at.value},
                .security = {},
                .annotations = annotations_of(at),
                .containers = {},
                .label = label_of(object, at, shape)};
    for (const Value& layer : layers_at(object.root, defaults)) pod.spec.push_back(layer);
    pod.security = security_contexts(pod.spec, shape.security_context);
    for (const ContainerSlot& slot : shape.slots) {
        if (shape.is_pod_spec) want_mappings(reading, at, slot.path);
        for (const Reached& found : walk(reading, at.value, slot.path)) {
            if (!found.value.node->is_mapping()) continue;
            if (slot.made_by_operator && !get(found.value, "securityContext")) continue;
            pod.containers.push_back(view_of(pod, slot, found, at.label));
        }
    }
    return pod;
}

} // namespace

std::vector<Reached> walk(ManifestContext& reading, const Value& from, std::string_view path) {
    std::vector<Reached> found;
    if (from) walk_into(reading, {from, from, {}}, path, found);
    return found;
}

void read_pod(ManifestContext& reading, const Object& object, const Reached& at,
              const PodShape& shape, std::string_view defaults) {
    PodView pod = view_pod(reading, object, at, shape, defaults);
    tell_open_patch(reading, pod);
    find_misplaced(reading, pod);
    std::erase_if(pod.containers, [&](const ContainerView& view) {
        const bool patch = is_patch(object, view);
        if (patch) read_patch(reading, pod, view);
        return patch;
    });
    const auto facts = pod_facts(reading, pod, reading.document.problems);
    if (reading.pod_security) facts->admission = pod_admission(reading, pod);
    if (pod.containers.empty()) return reading.document.bare_pods.push_back(facts);
    format::expect_containers(reading.document, pod.containers.size());
    for (const ContainerView& view : pod.containers) {
        Container container = read_container(reading, pod, view, facts);
        if (reading.pod_security) container.admission = container_admission(reading, pod, view);
        format::add_container(reading.document, std::move(container));
    }
}

} // namespace dropcap::kubernetes
