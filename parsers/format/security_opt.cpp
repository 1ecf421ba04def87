#include "parsers/format/security_opt.hpp"

#include "parsers/text/go_bool.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace dropcap::format {
namespace {

using Kind = SecurityOpt::Kind;

struct Split {
    std::string_view key;
    std::string_view value;
    std::size_t value_begin = 0;
    bool has_value = false;
};

/// `key=value`; where there is no `=`, also the older `key:value` (nerdctl never took it: mapstr on
/// "=" only).
Split split_item(SecurityOptReader reader, std::string_view item) {
    std::size_t at = item.find('=');
    if (at == std::string_view::npos && reader != SecurityOptReader::nerdctl) at = item.find(':');
    if (at == std::string_view::npos) return {item, {}, 0, false};
    return {item.substr(0, at), item.substr(at + 1), at + 1, true};
}

/// Keys beyond the four that dropcap checks.
/// docker/cli:cli/command/container/opts.go and moby:daemon/daemon_unix.go;
/// podman:pkg/specgenutil/specgen.go; nerdctl:run_security_linux.go
/// `is_open`: the value is not known, so that it may be one that the engine takes.
bool is_other_key(SecurityOptReader reader, std::string_view key, std::string_view value,
                  bool is_open) {
    switch (reader) {
    case SecurityOptReader::docker:
    case SecurityOptReader::compose:
        return key == "writable-cgroups" ||
               (key == "systempaths" && (is_open || value == "unconfined"));
    case SecurityOptReader::podman: {
        constexpr std::array<std::string_view, 4> known = {"mask", "unmask", "proc-opts",
                                                           "systempaths"};
        return std::find(known.begin(), known.end(), key) != known.end();
    }
    case SecurityOptReader::nerdctl: {
        constexpr std::array<std::string_view, 3> known = {
            "systempaths", "privileged-without-host-devices", "writable-cgroups"};
        return std::find(known.begin(), known.end(), key) != known.end();
    }
    }
    return false;
}

std::string_view reader_title(SecurityOptReader reader) {
    switch (reader) {
    case SecurityOptReader::docker:
    case SecurityOptReader::compose: return "Docker";
    case SecurityOptReader::podman: return "Podman";
    case SecurityOptReader::nerdctl: break;
    }
    return "nerdctl";
}

SecurityOpt refused(SecurityOptReader reader, std::string_view item, std::string_view what) {
    return {.kind = Kind::refused,
            .why = fmt::format("{} refuses the security option \"{}\": {}", reader_title(reader),
                               item, what)};
}

/// nerdctl only warns where the others refuse.
SecurityOpt unknown_item(SecurityOptReader reader, std::string_view item, const Split& parts) {
    if (reader == SecurityOptReader::nerdctl) {
        const std::size_t colon = item.find(':');
        const bool old_form = !parts.has_value && colon != std::string_view::npos;
        return {
            .kind = Kind::ignored,
            .why = old_form
                       ? fmt::format(
                             "nerdctl takes only `{}={}`, with `:` it warns and goes on without it",
                             item.substr(0, colon), item.substr(colon + 1))
                       : "nerdctl does not know it, warns and goes on without it"};
    }
    if (!parts.has_value) return refused(reader, item, "it needs a value, key=value");
    if (parts.value.empty()) return refused(reader, item, "the value is empty");
    return refused(reader, item, fmt::format("no option is called \"{}\"", parts.key));
}

/// The model's word for a profile: engines call their own default "builtin" (seccomp) or
/// "docker-default" (AppArmor).
std::string profile_word(std::string_view profile) {
    if (profile == "builtin" || profile == "docker-default") return "runtime/default";
    return std::string(profile);
}

SecurityOpt read_no_new_privileges(SecurityOptReader reader, std::string_view item,
                                   const Split& parts) {
    if (!parts.has_value) return {.kind = Kind::no_new_privileges, .on = true};
    const std::optional<bool> on = text::parse_go_bool(parts.value);
    if (!on) return refused(reader, item, "the value must be true or false");
    return {.kind = Kind::no_new_privileges, .on = *on, .value_begin = parts.value_begin};
}

/// A fact like `item`, about `value`, underlined from `begin`.
template <class T>
Fact<T> fact_from(const Fact<std::string>& item, T value, Place at) {
    Fact<T> fact;
    if (const Unresolved* open = item.unresolved()) {
        fact.value = *open;
    } else {
        fact.value = std::move(value);
    }
    fact.at = at;
    fact.entry = item.entry;
    fact.origin = item.origin;
    fact.via = item.via;
    fact.source_note = item.source_note;
    return fact;
}

/// Labels accumulate: a later `label=level:…` does not switch back on what `label=disable` switched
/// off.
void apply_label(Container& container, Fact<SelinuxLabel> fact) {
    if (container.selinux && container.selinux->is(SelinuxLabel::disabled)) return;
    container.selinux = std::move(fact);
}

/// Where the value of an unresolved item begins when its key can be read: then only the value is
/// open.
bool key_is_open(std::string_view key) { return key.find_first_of("${") != std::string_view::npos; }

SecurityOpt read_item(SecurityOptReader reader, std::string_view item, bool is_open) {
    const Split parts = split_item(reader, item);
    if (parts.key == "no-new-privileges") return read_no_new_privileges(reader, item, parts);
    if (!parts.has_value || parts.value.empty()) return unknown_item(reader, item, parts);
    if (parts.key == "seccomp")
        return {.kind = Kind::seccomp,
                .value = profile_word(parts.value),
                .value_begin = parts.value_begin};
    if (parts.key == "apparmor")
        return {.kind = Kind::apparmor,
                .value = profile_word(parts.value),
                .value_begin = parts.value_begin};
    if (parts.key == "label" && reader != SecurityOptReader::nerdctl) {
        return {.kind = Kind::label,
                .value = std::string(parts.value),
                .value_begin = parts.value_begin};
    }
    if (is_other_key(reader, parts.key, parts.value, is_open))
        return {.kind = Kind::other, .value_begin = parts.value_begin};
    return unknown_item(reader, item, parts);
}

} // namespace

SecurityOpt read_security_opt(SecurityOptReader reader, std::string_view item) {
    return read_item(reader, item, false);
}

std::optional<Misplaced> apply_security_opt(Container& container, SecurityOptReader reader,
                                            const Fact<std::string>& item, const ItemTail& tail) {
    const Unresolved* open = item.unresolved();
    const std::string_view text =
        open != nullptr ? std::string_view(open->text) : std::string_view(*item.known());
    const Split parts = split_item(reader, text);
    if (open != nullptr && key_is_open(parts.key)) return std::nullopt;

    SecurityOpt opt = read_item(reader, text, open != nullptr);
    if (open != nullptr && parts.key == "no-new-privileges")
        opt = {.kind = Kind::no_new_privileges, .value_begin = parts.value_begin};
    const Place at = opt.value_begin == 0 ? item.at : tail(opt.value_begin);
    switch (opt.kind) {
    case Kind::no_new_privileges: container.no_new_privileges = fact_from(item, opt.on, at); break;
    case Kind::seccomp: container.seccomp = fact_from(item, read_profile(opt.value), at); break;
    case Kind::apparmor: container.apparmor = fact_from(item, read_profile(opt.value), at); break;
    case Kind::label:
        apply_label(container, fact_from(item, read_selinux_label(opt.value), at));
        break;
    case Kind::other: break;
    case Kind::refused: container.problems.push_back({item.at, std::move(opt.why)}); break;
    case Kind::ignored:
        return Misplaced{.at = item.at,
                         .setting = std::string(text),
                         .where = "--security-opt",
                         .effect = std::move(opt.why),
                         .instead = "write key=value with a key nerdctl knows",
                         .subject = container.name};
    }
    return std::nullopt;
}

} // namespace dropcap::format
