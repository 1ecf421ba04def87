// Podman's Quadlet: `NAME.container` units, of which systemd makes a service that runs `podman
// run`. Keys and what they become: containers/podman:pkg/systemd/quadlet/quadlet.go.

#include "model/capability.hpp"
#include "model/finding.hpp"
#include "model/hardening.hpp"
#include "parsers/command/flag_writer.hpp"
#include "parsers/command/option_string.hpp"
#include "parsers/format/containers.hpp"
#include "parsers/format/file_kind.hpp"
#include "parsers/hosts/unit_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace dropcap::hosts {

namespace {

/// Lines behind `Image=`, a comment for each reason.
std::vector<Edit> harden(const Document& document, const Container& container,
                         const Hardening& wanted) {
    if (!container.image || container.image->origin != Origin::written) return {};
    const Place image = container.image->entry;
    const std::string_view text = document.source(image).text();
    const std::size_t line_end = text.find('\n', image.span.end);
    if (line_end == std::string_view::npos) return {};
    const std::string_view line_break = text[line_end - 1] == '\r' ? "\r\n" : "\n";
    std::string lines;
    const auto line = [&](std::string_view words, std::string_view value) {
        lines += words;
        lines += value;
        lines += line_break;
    };
    if (wanted.drop_all) line("DropCapability=", "all");
    for (const Grant& grant : wanted.add) {
        if (!grant.reason.empty()) line("# ", grant.reason);
        line("AddCapability=CAP_", name(grant.capability));
    }
    if (wanted.no_new_privileges) line("NoNewPrivileges=", "true");
    const auto at = static_cast<std::uint32_t>(line_end + 1);
    return {{{image.source, {at, at}}, std::move(lines)}};
}

/// How a Podman Quadlet spells what rules ask for.
constexpr FormatInfo quadlet_format{
    .name = "quadlet",
    .remedies =
        {.drop_all = "DropCapability=all",
         .no_new_privileges = "write `NoNewPrivileges=true`",
         .non_root_user = "write `User=1000`, or a USER in its Dockerfile",
         .read_only_root = "write `ReadOnly=true`, with `Tmpfs=/tmp` for scratch files",
         .confine_seccomp = "leave the key out, or name a profile of your own",
         .confine_apparmor = "leave the key out, or name a loaded profile",
         .label_selinux =
             "leave the key out, and label the shared folder with `:z` or `:Z` on its `Volume=`"},
    .harden = harden};

constexpr std::string_view section = "Container";

class QuadletReader {
  public:
    QuadletReader(const Source& source, const format::ParseOptions& options)
        : context_(context(options)) {
        Container& container = result_.container;
        container.kind = ContainerKind::container;
        container.object = unit_name(source.path());
        container.name = container.object.substr(0, container.object.rfind('.'));
        container.format = quadlet_format;
        container.engine = options.engine.value_or(Engine::podman);
        container.extent = {0, {0, static_cast<std::uint32_t>(source.text().size())}};
    }

    command::CommandResult read(const UnitFile& file) {
        const auto head = std::ranges::find(file.sections, section, &UnitSection::name);
        if (head != file.sections.end()) result_.container.name_at = {0, head->at};
        for (const UnitSetting& setting : file.settings)
            if (setting.section == section) take(setting);
        take_podman_args();
        return std::move(result_);
    }

  private:
    static command::CommandContext context(const format::ParseOptions& options) {
        command::CommandContext context;
        context.engine = options.engine;
        context.format = quadlet_format;
        context.why_open = "known to systemd only when the unit starts";
        return context;
    }

    void take(const UnitSetting& setting) {
        const std::string_view key = setting.key;
        if (key == "AddCapability") {
            take_words(result_.container.add, setting);
        } else if (key == "DropCapability") {
            take_words(result_.container.drop, setting);
        } else if (key == "PodmanArgs") {
            if (setting.value.empty()) podman_args_.clear();
            std::ranges::move(unit_words(with_specifiers(setting.value)),
                              std::back_inserter(podman_args_));
        } else if (!take_confinement(key, setting)) {
            take_rest(key, setting);
        }
    }

    /// Blank-separated and repeatable; an empty value forgets what came before (systemd's lists).
    static void take_words(CapabilityList& list, const UnitSetting& setting) {
        list.at = Place{0, setting.key_at};
        if (setting.value.empty()) list.words.clear();
        for (const shell::ShellWord& word : unit_words(with_specifiers(setting.value)))
            list.words.push_back(fact(word.text, word.at, setting));
    }

    bool take_confinement(std::string_view key, const UnitSetting& setting) {
        Container& container = result_.container;
        if (key == "NoNewPrivileges") {
            set(container.no_new_privileges, setting);
        } else if (key == "ReadOnly") {
            set(container.read_only_root, setting);
        } else if (key == "SeccompProfile") {
            container.seccomp = reread(fact(setting), read_profile);
        } else if (key == "AppArmor") {
            container.apparmor = reread(fact(setting), read_profile);
        } else if (key == "SecurityLabelDisable") {
            if (unit_bool(setting.value.text()) == true)
                container.selinux = reread(fact(setting, "disable"), read_selinux_label);
        } else {
            return false;
        }
        return true;
    }

    void take_rest(std::string_view key, const UnitSetting& setting) {
        Container& container = result_.container;
        if (key == "Image") {
            container.image = fact(setting);
        } else if (key == "ContainerName") {
            if (!setting.value.empty()) container.name = setting.value.text();
        } else if (key == "User") {
            container.user = fact(setting);
        } else if (key == "Network") {
            take_namespace(container.host_network, setting);
        } else if (key == "UserNS") {
            take_namespace(container.host_user, setting);
        } else if (key == "AddDevice") {
            container.has_devices = true;
        } else if (key == "Sysctl") {
            if (setting.value.text().find("net.ipv4.ip_unprivileged_port_start=") !=
                std::string::npos)
                container.sets_low_port_sysctl = true;
        } else if (key == "PublishPort") {
            take_port(setting);
        }
    }

    static Fact<std::string> fact(const text::MappedText& text, Span at,
                                  const UnitSetting& setting) {
        Fact<std::string> result;
        if (text.is_open())
            result.value = Unresolved{
                text.text(), text.text() + " is known to systemd only when the unit starts"};
        else
            result.value = text.text();
        result.at = {0, at};
        result.entry = {0, setting.at};
        return result;
    }

    static Fact<std::string> fact(const UnitSetting& setting) {
        return fact(with_specifiers(setting.value), setting.value.span(), setting);
    }

    /// What a switch stands for, at its value.
    static Fact<std::string> fact(const UnitSetting& setting, std::string meaning) {
        Fact<std::string> result = fact(setting);
        result.value = std::move(meaning);
        return result;
    }

    static void set(MaybeFact<bool>& target, const UnitSetting& setting) {
        const auto on = unit_bool(setting.value.text());
        if (!on) return; // Quadlet takes its default then
        target =
            Fact<bool>{.value = *on, .at = {0, setting.value.span()}, .entry = {0, setting.at}};
    }

    static void take_namespace(MaybeFact<NamespaceOwner>& target, const UnitSetting& setting) {
        const std::string& text = setting.value.text();
        if (text == "host" || text.starts_with("container:"))
            target = reread(fact(setting), read_namespace_owner);
    }

    /// The container's side of `[[ip:]host:]container[/protocol]`.
    void take_port(const UnitSetting& setting) {
        const std::string& text = setting.value.text();
        const std::size_t colon = text.rfind(':');
        const std::size_t begin = colon == std::string::npos ? 0 : colon + 1;
        const std::size_t end = std::min(text.find('/', begin), text.size());
        std::uint16_t number = 0;
        const auto [stop, error] = std::from_chars(text.data() + begin, text.data() + end, number);
        if (error != std::errc{} || stop != text.data() + end) return;
        result_.container.ports.push_back({.value = Port{number, number},
                                           .at = {0, setting.value.span(begin, end)},
                                           .entry = {0, setting.at}});
    }

    /// Quadlet puts them behind its own flags, so that they win.
    void take_podman_args() {
        command::apply_flags(
            result_,
            command::read_flags(podman_args_, command::Program::podman, command::Verb::run),
            command::Program::podman, context_);
    }

    command::CommandContext context_;
    command::CommandResult result_;
    std::vector<shell::ShellWord> podman_args_;
};

bool has_section(std::string_view text) {
    return text.starts_with("[Container]") || text.find("\n[Container]") != std::string_view::npos;
}

Document parse_quadlet(const std::shared_ptr<const Source>& source,
                       const format::ParseOptions& options) {
    Document document;
    document.sources.push_back(source);
    UnitFile file = read_unit_file(source->text(), 0);
    command::CommandResult result = QuadletReader(*source, options).read(file);
    document.comments = std::move(file.comments);
    document.problems = std::move(file.problems);
    format::add_container(document, std::move(result.container));
    document.misplaced = std::move(result.misplaced);
    document.unchecked = std::move(result.unchecked);
    return document;
}

bool may_be_quadlet(const format::FileInfo& file) { return file.name().ends_with(".container"); }
bool is_quadlet(const format::FileInfo& file) { return has_section(file.text()); }

bool may_be_drop_in(const format::FileInfo& file) {
    return file.name().ends_with(".conf") &&
           file.path().find(".container.d/") != std::string_view::npos;
}
bool is_drop_in(const format::FileInfo& file) {
    return file.has_name() && has_section(file.text());
}

/// What a drop-in changes belongs to a unit next to its folder, which is checked without it.
Document parse_drop_in(const std::shared_ptr<const Source>& source,
                       const format::ParseOptions& options) {
    Document document;
    static_cast<void>(options);
    document.sources.push_back(source);
    std::string_view unit(source->path());
    unit.remove_suffix(unit.size() - unit.find(".container.d/") -
                       std::string_view(".container").size());
    document.unchecked.push_back(
        {.at = {},
         .reason = fmt::format("Quadlet drop-in: `{}` is checked without it", unit_name(unit))});
    return document;
}

} // namespace

extern constinit const format::FileKind quadlet, quadlet_drop_in;
constinit const format::FileKind quadlet{.title = "a Podman Quadlet",
                                         .format = quadlet_format,
                                         .scan = format::Scan::always,
                                         .may_be = may_be_quadlet,
                                         .is = is_quadlet,
                                         .parse = parse_quadlet};
constinit const format::FileKind quadlet_drop_in{.title = "a Quadlet drop-in",
                                                 .format = quadlet_format,
                                                 .scan = format::Scan::always,
                                                 .may_be = may_be_drop_in,
                                                 .is = is_drop_in,
                                                 .parse = parse_drop_in};

} // namespace dropcap::hosts
