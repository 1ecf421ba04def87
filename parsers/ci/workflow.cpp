// GitHub Actions: workflows and composite actions. Three places start containers: the commands of
// `run` steps, a job's `container` and its `services`, whose `options` the runner hands to `docker
// create` as they are (actions/runner:src/Runner.Worker/Container/DockerCommandManager.cs).

#include "model/finding.hpp"
#include "model/hardening.hpp"
#include "parsers/command/harden.hpp"
#include "parsers/command/option_string.hpp"
#include "parsers/command/script.hpp"
#include "parsers/command/wording.hpp"
#include "parsers/format/file_kind.hpp"
#include "parsers/yaml/facts.hpp"
#include "parsers/yaml/insert.hpp"
#include "parsers/yaml/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace dropcap::ci {

namespace {

using yaml::Entry;
using yaml::Node;

constexpr std::string_view why_open = "known only when the workflow runs";

/// Flags at the beginning of `options`, or the key with them.
std::vector<Edit> harden(const Document& document, const Container& container,
                         const Hardening& wanted) {
    if (!container.written) return {};
    std::string flags;
    for (const std::string& flag : command::flags_for(wanted))
        flags += (flags.empty() ? "" : " ") + flag;
    if (flags.empty()) return {};
    if (container.written->options) return {{*container.written->options, flags + " "}};
    const Place settings = container.written->settings;
    const yaml::Inserter inserter(document.source(settings), settings);
    const std::vector<yaml::NewKey> options{{.key = "options", .word = flags}};
    const auto edit = inserter.add_keys(
        settings, options, container.image ? std::optional(container.image->entry) : std::nullopt);
    return edit ? std::vector<Edit>{*edit} : std::vector<Edit>();
}

/// Where flags can be added to a container: not to one that is only an image, and not to a text
/// of several lines.
std::optional<WrittenAt> written_at(const Entry& container) {
    const Node& node = *container.value.node;
    if (!node.is_mapping() || container.value.origin != Origin::written) return std::nullopt;
    WrittenAt written{.settings = node.at};
    const Entry* const options = node.find("options");
    if (options == nullptr) return written;
    const Node& text = *options->value.node;
    const bool is_line = options->value.origin == Origin::written && text.is_scalar() &&
                         text.style != Node::Style::block;
    if (!is_line) return std::nullopt;
    const std::uint32_t begin = text.at.span.begin + (text.style == Node::Style::quoted ? 1 : 0);
    written.options = Place{text.at.source, {begin, begin}};
    return written;
}

/// How a job's container and its services spell what rules ask for: flags in their `options`.
constexpr FormatInfo options_format{
    .name = "command",
    .remedies = {.drop_all = "options: --cap-drop=ALL",
                 .no_new_privileges = "write `options: --security-opt no-new-privileges`",
                 .non_root_user = "write `options: --user 1000:1000`, or a USER in its Dockerfile",
                 .read_only_root = "write `options: --read-only --tmpfs /tmp`",
                 .confine_seccomp = "remove it from `options`, or name a profile of your own",
                 .confine_apparmor = "remove it from `options`, or name a loaded profile",
                 .label_selinux =
                     "remove it from `options`, and label the shared folder with `:z` or `:Z`"},
    .is_command = true,
    .harden = harden};

class WorkflowReader {
  public:
    WorkflowReader(Document& document, const format::ParseOptions& options)
        : document_(document), text_(document.sources.front()->text()) {
        context_.command.engine = options.engine;
        context_.command.why_open = why_open;
        context_.keeps_problems = false; // a step's shell may be another one
    }

    void read(const Node& root) {
        if (const Entry* const jobs = yaml::entry_at(root, "jobs"))
            for (const Entry& job : jobs->value.node->entries) read_job(job);
        if (const Entry* const steps = yaml::entry_at(root, "runs.steps"))
            read_steps(*steps->value.node, "action");
    }

  private:
    void read_job(const Entry& job) {
        const Node& node = *job.value.node;
        const std::string object = fmt::format("job/{}", job.key->text);
        if (const Entry* const container = yaml::entry_at(node, "container"))
            read_container(*container, ContainerKind::job, object);
        if (const Entry* const services = yaml::entry_at(node, "services"))
            for (const Entry& service : services->value.node->entries)
                read_container(service, ContainerKind::service, object);
        if (const Entry* const steps = yaml::entry_at(node, "steps"))
            read_steps(*steps->value.node, object);
    }

    /// `container: IMAGE` or a mapping; a service is always a mapping.
    void read_container(const Entry& entry, ContainerKind kind, const std::string& object) {
        const Node& node = *entry.value.node;
        if (!seen_.insert(node.at).second) return;
        MaybeFact<std::string> image = node.is_scalar()
                                           ? std::optional(yaml::fact_of(node, entry.at))
                                           : yaml::word_at(node, "image");
        if (!image || image->known()->empty())
            return; // without an image the job runs on the machine itself
        command::StartedBy by{.kind = kind,
                              .object = object,
                              .name = {},
                              .name_at = entry.key->at,
                              .extent = entry.at};
        by.name = kind == ContainerKind::job ? *image->known() : std::string(entry.key->text);
        if (image->known()->find("${{") != std::string::npos)
            image->value =
                Unresolved{*image->known(), fmt::format("{} is {}", *image->known(), why_open)};
        by.image = std::move(image);
        command::CommandContext context = context_.command;
        context.format = options_format;
        command::CommandResult result = command::container_from_options(
            words_of(yaml::entry_at(node, "options")), std::move(by), context);
        add_ports(result.container, yaml::entry_at(node, "ports"));
        result.container.written = written_at(entry);
        command::add_container(document_, std::move(result));
    }

    std::vector<shell::ShellWord> words_of(const Entry* options) {
        if (options == nullptr || !options->value.node->is_scalar()) return {};
        std::vector<shell::ShellProblem> problems;
        return shell::split_label(text_of(*options->value.node), problems).words;
    }

    /// `- 5432:5432`, `- 8080`: the container's side.
    static void add_ports(Container& container, const Entry* ports) {
        if (ports == nullptr) return;
        for (const yaml::Child& item : ports->value.node->items) {
            const std::string_view text = item.node->text;
            const std::string_view inside = text.substr(text.rfind(':') + 1);
            unsigned number = 0;
            for (const char c : inside.substr(0, inside.find('/')))
                number = c >= '0' && c <= '9'
                             ? std::min(number * 10 + static_cast<unsigned>(c - '0'), 65536U)
                             : 65536U;
            if (number == 0 || number > 65535) continue;
            const auto port = static_cast<std::uint16_t>(number);
            container.ports.push_back(
                {.value = Port{port, port}, .at = item.node->at, .entry = item.node->at});
        }
    }

    void read_steps(const Node& steps, const std::string& object) {
        for (const yaml::Child& step : steps.items) {
            const Entry* const run = yaml::entry_at(*step.node, "run");
            if (run == nullptr || !run->value.node->is_scalar() ||
                !is_shell(yaml::word_at(*step.node, "shell")))
                continue;
            if (!seen_.insert(run->value.node->at).second) continue;
            const std::size_t first = document_.containers.size();
            command::read_script(text_of(*run->value.node), context_, document_);
            for (std::size_t index = first; index < document_.containers.size(); ++index)
                document_.containers[index].object = object;
        }
    }

    static bool is_shell(const MaybeFact<std::string>& shell) {
        if (!shell) return true;
        return !shell->known()->starts_with("python") && !shell->known()->starts_with("cmd");
    }

    [[nodiscard]] text::MappedText text_of(const Node& scalar) const {
        return command::with_open_parts(yaml::mapped_text(text_, scalar), "${{", "}}");
    }

    Document& document_;
    std::string_view text_;
    command::ScriptContext context_;
    std::set<Place> seen_; ///< what several jobs take in through an alias, and is read in the first
};

Document parse_workflow(const std::shared_ptr<const Source>& source,
                        const format::ParseOptions& options) {
    Document document;
    document.sources.push_back(source);
    yaml::Arena arena;
    const yaml::Slice whole{.span = {0, static_cast<std::uint32_t>(source->text().size())}};
    yaml::Parsed parsed = yaml::parse_slice(source->text(), whole, 0, yaml::Reader::compose, arena);
    document.problems = std::move(parsed.problems);
    document.unchecked = std::move(parsed.unchecked);
    document.comments = std::move(parsed.comments);
    if (parsed.root != nullptr) WorkflowReader(document, options).read(*parsed.root);
    std::ranges::stable_sort(document.comments, {}, &Comment::at);
    return document;
}

bool may_be_workflow(const format::FileInfo& file) {
    const std::string_view name = file.name();
    if (!name.ends_with(".yml") && !name.ends_with(".yaml")) return false;
    if (name == "action.yml" || name == "action.yaml") return true;
    const std::string_view path = file.path();
    const std::size_t folder = path.rfind(".github/workflows/");
    return folder != std::string_view::npos && (folder == 0 || path[folder - 1] == '/');
}

bool is_workflow(const format::FileInfo& file) {
    return file.has_name() && !file.keys().kubernetes;
}

} // namespace

extern constinit const format::FileKind workflow;
constinit const format::FileKind workflow{.title = "a GitHub workflow or action",
                                          .format = command::command_format,
                                          .scan = format::Scan::ci,
                                          .may_be = may_be_workflow,
                                          .is = is_workflow,
                                          .parse = parse_workflow};

} // namespace dropcap::ci
