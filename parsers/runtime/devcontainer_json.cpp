// Development containers: devcontainer.json and devcontainer-feature.json
// (devcontainers/spec:schemas/devContainer.base.schema.json). Their tools start the container with
// `docker run`; `runArgs` are its flags as they are. With `dockerComposeFile` it is a Compose
// project (parsers/compose/devcontainer.cpp).

#include "model/finding.hpp"
#include "model/hardening.hpp"
#include "parsers/command/harden.hpp"
#include "parsers/command/option_string.hpp"
#include "parsers/format/file_kind.hpp"
#include "parsers/json/text.hpp"
#include "parsers/runtime/devcontainer.hpp"
#include "parsers/yaml/facts.hpp"
#include "parsers/yaml/insert.hpp"
#include "parsers/yaml/text.hpp"

#include <algorithm>
#include <array>

namespace dropcap::runtime {

namespace {

using yaml::Entry;
using yaml::Node;

/// Flags in `runArgs`.
std::vector<Edit> harden(const Document& document, const Container& container,
                         const Hardening& wanted) {
    if (!container.written) return {};
    const WrittenAt& written = *container.written;
    const yaml::Inserter inserter(document.source(written.settings), written.settings);
    std::vector<yaml::NewItem> items;
    for (std::string& flag : command::flags_for(wanted)) items.push_back({std::move(flag)});
    const std::vector<yaml::NewKey> key{{.key = "runArgs", .items = items}};
    const auto image = container.image ? std::optional(container.image->entry) : std::nullopt;
    const auto edit = written.options
                          ? inserter.add_items(*written.options, written.last_option, items)
                          : inserter.add_keys(written.settings, key, image);
    return edit ? std::vector<Edit>{*edit} : std::vector<Edit>();
}

/// The object's own keys and its `runArgs`.
WrittenAt written_at(const Node& root) {
    WrittenAt written{.settings = root.at};
    const Entry* const args = root.find("runArgs");
    if (args == nullptr) return written;
    written.options = args->key->at;
    if (!args->value.node->items.empty())
        written.last_option = args->value.node->items.back().node->at;
    return written;
}

/// How a devcontainer.json spells what rules ask for.
constexpr FormatInfo devcontainer_format{
    .name = "devcontainer",
    .remedies = {.drop_all = "\"runArgs\": [\"--cap-drop=ALL\"]",
                 .no_new_privileges = "write `\"securityOpt\": [\"no-new-privileges\"]`",
                 .non_root_user =
                     "write `\"containerUser\": \"1000\"`, or a USER in its Dockerfile",
                 .read_only_root = "write `\"runArgs\": [\"--read-only\", \"--tmpfs=/tmp\"]`",
                 .confine_seccomp = "remove it, or name a profile of your own",
                 .confine_apparmor = "remove it, or name a loaded profile",
                 .label_selinux =
                     "remove it, and label the shared folder with `:z` or `:Z` in `mounts`"},
    .harden = harden};

class DevcontainerReader {
  public:
    DevcontainerReader(Document& document, const format::ParseOptions& options)
        : document_(document) {
        context_.engine = options.engine;
        context_.format = devcontainer_format;
        context_.why_open = "known only when the container is started";
    }

    void read(const Node& root, bool is_feature) {
        command::StartedBy by;
        by.verb = command::Verb::run;
        by.program = program_of(run_args(root));
        by.kind = is_feature ? ContainerKind::feature : ContainerKind::devcontainer;
        const auto name = yaml::word_at(root, is_feature ? "id" : "name");
        by.name = name ? *name->known() : std::string(kind_word(by.kind));
        by.name_at = grip(root);
        by.extent = root.at;
        by.image = yaml::word_at(root, "image");
        command::CommandResult result =
            command::container_from_options(run_args(root), std::move(by), context_);
        take_devcontainer_settings(result.container, root, &without_quotes);
        report_unknown_settings(document_, root, &without_quotes);
        result.container.partial = is_feature; // it joins a container
        if (!is_feature) result.container.written = written_at(root);
        command::add_container(document_, std::move(result));
    }

  private:
    /// What is absent is reported at what makes the container.
    static Place grip(const Node& root) {
        for (const std::string_view key : {"name", "id", "image", "build", "dockerFile"})
            if (const Entry* const entry = yaml::entry_at(root, key))
                return entry->value.node->is_scalar() ? entry->value.node->at : entry->key->at;
        const std::uint32_t begin = root.at.span.begin;
        return {0, {begin, begin + 1}};
    }

    /// Docker starts it, unless the flags are such that only Podman takes them.
    static command::Program program_of(const std::vector<shell::ShellWord>& words) {
        const auto takes = [&](command::Program program) {
            return command::read_flags(words, program, command::Verb::run).problems.empty();
        };
        return !takes(command::Program::docker) && takes(command::Program::podman)
                   ? command::Program::podman
                   : command::Program::docker;
    }

    static Place without_quotes(const Node& node) {
        Place place = node.at;
        if (node.style == Node::Style::quoted && place.span.size() >= 2) {
            ++place.span.begin;
            --place.span.end;
        }
        return place;
    }

    std::vector<shell::ShellWord> run_args(const Node& root) {
        std::vector<shell::ShellWord> words;
        const Entry* const args = yaml::entry_at(root, "runArgs");
        if (args == nullptr) return words;
        for (const yaml::Child& item : args->value.node->items) {
            if (!item.node->is_scalar()) continue;
            const text::MappedText text =
                yaml::mapped_text(document_.sources.front()->text(), *item.node);
            words.push_back({.text = command::with_open_parts(text, "${", "}"),
                             .at = item.node->at.span,
                             .quoted = true});
        }
        return words;
    }

    Document& document_;
    command::CommandContext context_;
};

bool is_feature_name(std::string_view name) { return name == "devcontainer-feature.json"; }

Document parse_devcontainer(const std::shared_ptr<const Source>& source,
                            const format::ParseOptions& options) {
    Document document;
    const bool is_feature = is_feature_name(format::FileInfo(source->path(), {}).name());
    document.sources.push_back(source);
    const json::Tree tree = json::read(document);
    if (tree.root == nullptr) return document;
    DevcontainerReader(document, options).read(*tree.root, is_feature);
    return document;
}

bool may_be_devcontainer(const format::FileInfo& file) {
    return file.name() == "devcontainer.json" || file.name() == ".devcontainer.json" ||
           is_feature_name(file.name());
}

bool is_devcontainer(const format::FileInfo& file) {
    return file.has_name() && json::first_character(file.text()) == '{';
}

} // namespace

extern constinit const format::FileKind devcontainer;
constinit const format::FileKind devcontainer{.title = "a devcontainer.json",
                                              .format = devcontainer_format,
                                              .scan = format::Scan::always,
                                              .may_be = may_be_devcontainer,
                                              .is = is_devcontainer,
                                              .parse = parse_devcontainer};

} // namespace dropcap::runtime
