#include "parsers/compose/service.hpp"

#include "parsers/compose/hooks.hpp"
#include "parsers/compose/image.hpp"
#include "parsers/compose/shape.hpp"
#include "parsers/compose/shape_table.hpp"
#include "parsers/compose/wording.hpp"
#include "parsers/format/security_opt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace dropcap::compose {

namespace {

std::optional<std::uint16_t> number_of(std::string_view text) {
    std::uint16_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || text.empty())
        return std::nullopt;
    return number;
}

/// What `docker stack deploy` ignores with a line on the terminal
/// (docker/cli:cli/compose/types), as far as it protects anybody or is meant to grant something.
constexpr std::array<std::string_view, 7> ignored_by_swarm{
    "privileged", "security_opt", "userns_mode", "pid", "ipc", "network_mode", "devices"};

constexpr std::string_view low_port_sysctl = "net.ipv4.ip_unprivileged_port_start";

bool sets_low_port_sysctl(const yaml::Node& sysctls) {
    if (sysctls.find(low_port_sysctl) != nullptr) return true;
    return std::ranges::any_of(sysctls.items, [](const yaml::Child& item) {
        return item.node->text.starts_with(low_port_sysctl);
    });
}

} // namespace

std::optional<Port> port_of(std::string_view text) {
    text = text.substr(0, text.find('/'));
    text = text.substr(text.rfind(':') + 1);
    const std::size_t dash = text.find('-');
    const auto first = number_of(text.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : number_of(text.substr(dash + 1));
    if (!first || !last || *first > *last) return std::nullopt;
    return Port{*first, *last};
}

/// Whether a value is open. A required variable that no one sets is reported here, where it decides
/// something.
std::optional<Unresolved> SpecReader::open(const Value& value) {
    const Substitution* const substitution = reading_.substitution(*value.node);
    if (substitution != nullptr && substitution->refusal == Substitution::Refusal::required) {
        if (reading_.required.insert(value.node).second)
            reading_.document.problems.push_back({value.node->at, substitution->message});
        return Unresolved{substitution->written, "a variable that it requires is not set"};
    }
    return unresolved(reading_, value);
}

/// The bytes [begin, end) of a scalar's text where they are in the file; the whole value where
/// the file spells them otherwise.
Place SpecReader::part_of(const Value& value, std::size_t begin, std::size_t end) const {
    Place at = value.node->at;
    const std::string_view spelt = reading_.document.text(at);
    const std::size_t quote = spelt.starts_with('"') || spelt.starts_with('\'') ? 1 : 0;
    if (spelt.size() != value.node->text.size() + 2 * quote ||
        spelt.substr(quote, value.node->text.size()) != value.node->text)
        return at;
    at.span.end = static_cast<std::uint32_t>(at.span.begin + quote + end);
    at.span.begin = static_cast<std::uint32_t>(at.span.begin + quote + begin);
    return at;
}

MaybeFact<bool> SpecReader::boolean(const Value& value) {
    if (!value || !value.node->is_scalar()) return std::nullopt;
    Fact<bool> made = fact(reading_, value, false);
    if (auto why = open(value)) {
        made.value = std::move(*why);
        return made;
    }
    const std::optional<bool> known = cast_bool(*value.node);
    if (!known) return std::nullopt; // the shape of the service has reported
    made.value = *known;
    return made;
}

MaybeFact<std::string> SpecReader::text(const Value& value) {
    if (!value || !value.node->is_scalar()) return std::nullopt;
    Fact<std::string> made = fact(reading_, value, std::string(reading_.shown(*value.node)));
    if (auto why = open(value)) made.value = std::move(*why);
    return made;
}

/// The image as it will run, which patterns of a configuration are held against.
void SpecReader::read_image(const Value& value) {
    container_.image = text(value);
    if (!container_.image || container_.image->known() == nullptr) return;
    container_.image->value = std::string(value.node->text);
    container_.image_is_private = reading_.is_private(*value.node);
}

MaybeFact<std::string> SpecReader::user(const Value& value) {
    MaybeFact<std::string> made = text(value);
    if (!made || made->known() == nullptr) return made;
    const std::size_t colon = std::min(made->known()->find(':'), made->known()->size());
    if (colon < made->known()->size()) made->at = part_of(value, 0, colon);
    made->value = made->known()->substr(0, colon);
    if (made->known()->empty()) return std::nullopt; // Docker then takes the image's user
    return made;
}

CapabilityList SpecReader::words(const Value& value) {
    CapabilityList list;
    if (!value || !value.node->is_sequence()) return list;
    list.at = value.key;
    for (const Value& item : items(reading_.document, value)) {
        if (!reading_.spend(item)) break;
        if (auto word = text(item)) list.words.push_back(std::move(*word));
    }
    return list;
}

/// A namespace that is the host's or another container's; nothing for the words that mean one of
/// its own.
MaybeFact<NamespaceOwner> SpecReader::foreign_namespace(const Value& value) {
    const MaybeFact<std::string> made = text(value);
    if (!made || made->unresolved() != nullptr) return reread(made, read_namespace_owner);
    const std::string& mode = *made->known();
    const bool foreign =
        mode == "host" || mode.starts_with("service:") || mode.starts_with("container:");
    return foreign ? reread(made, read_namespace_owner) : std::nullopt;
}

void SpecReader::read_namespaces(const Value& spec) {
    container_.host_pid = foreign_namespace(get(spec, "pid"));
    container_.host_ipc = foreign_namespace(get(spec, "ipc"));
    // docker-compose 1.x calls it `net`.
    const Value net = is_legacy_ ? get(spec, "net") : Value{};
    container_.host_network = foreign_namespace(net ? net : get(spec, "network_mode"));
    container_.host_user = foreign_namespace(get(spec, "userns_mode"));
    container_.host_uts = foreign_namespace(get(spec, "uts"));
}

void SpecReader::read_security_options(const Value& list) {
    for (const Value& item : items(reading_.document, list)) {
        if (!reading_.spend(item)) break;
        const MaybeFact<std::string> option = text(item);
        if (!option) continue;
        const auto tail = [&](std::size_t begin) {
            return part_of(item, begin, item.node->text.size());
        };
        if (auto ignored = format::apply_security_opt(
                container_, format::SecurityOptReader::compose, *option, tail))
            reading_.document.misplaced.push_back(std::move(*ignored));
    }
}

void SpecReader::read_ports(const Value& spec) {
    for (const std::string_view key : {"ports", "expose"}) {
        for (const Value& item : items(reading_.document, get(spec, key))) {
            if (!reading_.spend(item)) return;
            const Value written = item.node->is_mapping() ? get(item, "target") : item;
            const MaybeFact<std::string> word = text(written);
            if (!word) continue;
            Fact<Port> port{.value = Port{},
                            .at = word->at,
                            .entry = item.entry,
                            .origin = word->origin,
                            .via = word->via};
            if (word->unresolved() != nullptr) {
                port.value = *word->unresolved();
            } else if (const auto known = port_of(*word->known())) {
                port.value = *known;
            } else {
                continue;
            }
            container_.ports.push_back(std::move(port));
        }
    }
}

/// What both Compose and a swarm stack look at.
void SpecReader::read_honoured(const Value& spec) {
    read_image(get(spec, "image"));
    container_.add = words(get(spec, "cap_add"));
    container_.drop = words(get(spec, "cap_drop"));
    container_.user = user(get(spec, "user"));
    container_.read_only_root = boolean(get(spec, "read_only"));
    const Value sysctls = get(spec, "sysctls");
    container_.sets_low_port_sysctl = sysctls && sets_low_port_sysctl(*sysctls.node);
    read_ports(spec);
}

void SpecReader::tell_ignored(const Value& spec) {
    for (const std::string_view key : ignored_by_swarm) {
        const Value value = get(spec, key);
        if (!value) continue;
        reading_.document.misplaced.push_back(
            {.at = value.key,
             .setting = std::string(key),
             .where = "a swarm stack",
             .effect = "`docker stack deploy` ignores it with a line on the terminal",
             .instead =
                 "use cap_add and cap_drop, which a swarm honours, or run the service without swarm",
             .subject = container_.name});
    }
    if (const Value extends = get(spec, "extends"))
        container_.problems.push_back(
            {extends.key, "`docker stack deploy` refuses `extends`: write the settings out"});
}

void SpecReader::read(const Value& spec) {
    read_honoured(spec);
    if (swarm_) return tell_ignored(spec);
    container_.privileged = boolean(get(spec, "privileged"));
    read_namespaces(spec);
    read_security_options(get(spec, "security_opt"));
    const Value devices = get(spec, "devices");
    container_.has_devices = devices && !devices.node->items.empty();
    container_.data = data_place(get(spec, "volumes"));
}

namespace {

/// Whether a mount's target is a directory that programs keep data in: not a file such as
/// `/etc/nginx/nginx.conf`, not a socket.
bool holds_data(std::string_view target) {
    const std::string_view name = target.substr(target.rfind('/') + 1);
    return name.find('.') == std::string_view::npos && target != "/etc/localtime" &&
           target != "/etc/timezone";
}

/// Whether `SOURCE:TARGET[:OPTIONS]` mounts a directory of the host that can be written.
/// compose-go:format/volume.go
bool is_host_data(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return false;
    const std::string_view source = text.substr(0, colon);
    const std::string_view rest = text.substr(colon + 1);
    const std::string_view target = rest.substr(0, rest.find(':'));
    const std::string_view options =
        target.size() == rest.size() ? "" : rest.substr(target.size() + 1);
    const bool is_path =
        source.starts_with('/') || source.starts_with('.') || source.starts_with('~');
    return is_path && holds_data(target) && options.find("ro") == std::string_view::npos;
}

} // namespace

/// Short and long form. An unresolved source may be a path as well as a volume's name.
DataPlace SpecReader::data_place(const Value& volumes) {
    DataPlace place = DataPlace::volume;
    for (const Value& item : items(reading_.document, volumes)) {
        if (!reading_.spend(item)) return DataPlace::unknown;
        if (item.node->is_mapping()) {
            const Value type = get(item, "type");
            const Value read_only = get(item, "read_only");
            const bool written = !read_only || cast_bool(*read_only.node) != true;
            const Value target = get(item, "target");
            if (type && type.node->text == "bind" && written && target &&
                holds_data(target.node->text))
                return DataPlace::host;
            continue;
        }
        const MaybeFact<std::string> mount = text(item);
        if (!mount) continue;
        if (mount->known() == nullptr)
            place = DataPlace::unknown;
        else if (is_host_data(item.node->text))
            return DataPlace::host;
    }
    return place;
}

namespace {

bool is_given(const Value& service, std::string_view key) {
    const Value value = get(service, key);
    return value && !value.node->is_null();
}

/// Whether something else completes the service: after all merging it has neither an image nor a
/// build, or what it extends could not be read.
bool cannot_run_alone(const Value& service) {
    if (is_given(service, "extends")) return true;
    return !is_given(service, "image") && !is_given(service, "build");
}

/// The anchored mapping that the service takes settings from, by an alias or by `<<`.
std::optional<SharedSettings> anchored(const ProjectContext& context, const Value& service) {
    std::optional<Place> via;
    std::optional<Place> first;
    if (service.origin == Origin::alias && service.via) via = *service.via;
    for (const yaml::Entry& entry : service.node->entries) {
        const bool is_merged = entry.value.origin == Origin::merged;
        if (service.origin != Origin::alias && !is_merged) continue;
        if (!via) via = entry.value.via;
        if (is_merged && service.origin != Origin::alias && entry.value.via != *via) continue;
        if (!first || entry.key->at < *first) first = entry.key->at;
    }
    if (!via || !first) return std::nullopt;
    const std::string_view word = context.document.text(*via);
    if (!word.starts_with('*')) return std::nullopt;
    return SharedSettings{"`&" + std::string(word.substr(1)) + "`", *first};
}

std::optional<SharedSettings> takes_from(const ProjectContext& context, const Service& service) {
    if (const auto base = context.extended.find(std::string(service.name));
        base != context.extended.end())
        return base->second;
    return anchored(context, service.value);
}

} // namespace

namespace {

/// Where settings can be added: to a mapping of the service's own, and to its `security_opt` where
/// all of that is written there too.
std::optional<WrittenAt> written_at(const Value& service) {
    if (!service.node->is_mapping() || service.origin != Origin::written) return std::nullopt;
    WrittenAt written{.settings = service.node->at};
    const yaml::Entry* const options = service.node->find("security_opt");
    if (options == nullptr) return written;
    const yaml::Child& list = options->value;
    const bool own =
        list.origin == Origin::written && list.node->is_sequence() && !list.node->items.empty();
    if (!own) return written;
    written.options = options->key->at;
    written.last_option = list.node->items.back().node->at;
    return written;
}

} // namespace

std::vector<Container> read_service(ProjectContext& reading, const format::ParseOptions& options,
                                    const Service& service, std::vector<Problem> problems) {
    const Value& value = service.value;
    if (get(value, "provider")) {
        check_shape(reading, value, service_shape(),
                    {.owner = service.name, .problems = reading.document.problems});
        reading.document.unchecked.push_back(
            {value.key,
             fmt::format("`{}` is left to a provider: what runs there is not in this file",
                         service.name)});
        return {};
    }
    Container container;
    container.name = service.name;
    container.kind = service.section == Section::jobs ? ContainerKind::job : ContainerKind::service;
    container.format = compose_format;
    container.engine = options.engine.value_or(Engine::docker);
    container.name_at = value.key;
    container.extent = value.entry;
    container.written = written_at(value);
    container.problems = std::move(problems);
    container.partial = cannot_run_alone(value);
    container.takes_from = takes_from(reading, service);
    const Shape& shape = service.is_legacy                  ? legacy_shape()
                         : service.section == Section::jobs ? job_shape()
                                                            : service_shape();
    if (!value.node->is_mapping())
        container.problems.push_back(
            {value.key,
             fmt::format("a service is a mapping, and this is {}: Compose refuses the file",
                         type_of(*value.node))});
    else
        check_shape(reading, value, shape,
                    {.owner = container.name, .problems = container.problems});
    SpecReader(reading, options, container, service.is_legacy).read(value);
    add_image(reading, options, service, container);
    std::vector<Container> containers{std::move(container)};
    add_hooks(reading, options, service, containers);
    add_build(reading, options, service, containers);
    return containers;
}

} // namespace dropcap::compose
