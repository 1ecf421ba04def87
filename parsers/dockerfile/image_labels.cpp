#include "parsers/dockerfile/image_labels.hpp"

#include "parsers/command/container.hpp"
#include "parsers/command/flag_writer.hpp"
#include "parsers/format/containers.hpp"
#include "parsers/runtime/devcontainer.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

namespace dropcap::dockerfile {

namespace {

constexpr std::string_view capability_key = "io.containers.capabilities";
constexpr std::string_view devcontainer_key = "devcontainer.metadata";

/// The variables that Podman fills in; every other one vanishes (containers/podman:
/// pkg/domain/infra/abi/containers_runlabel.go).
bool podman_keeps(std::string_view variable) {
    constexpr std::array<std::string_view, 7> kept = {"IMAGE", "NAME", "OPT1", "OPT2",
                                                      "OPT3",  "PWD",  "HOME"};
    if (variable.starts_with("${") && variable.ends_with('}'))
        variable = variable.substr(2, variable.size() - 3);
    if (variable.starts_with('$')) variable.remove_prefix(1);
    return std::ranges::find(kept, variable) != kept.end();
}

/// Adds one word to the text that Podman splits a second time, without the variables that it does
/// not fill in.
void append_for_podman(const text::MappedText& word, text::MappedText& joined) {
    for (std::size_t at = 0; at < word.size();) {
        std::size_t end = at + 1;
        while (end < word.size() && word.is_open(end, end + 1) == word.is_open(at, at + 1) &&
               word.text()[end] != '$')
            ++end;
        if (!word.is_open(at, at + 1) ||
            podman_keeps(std::string_view(word.text()).substr(at, end - at)))
            joined.append(word, at, end);
        at = end;
    }
}

/// Podman joins the words with blanks, which loses their quotes, fills in variables and splits the
/// result again.
shell::ShellCommand split_again(const shell::ShellCommand& command,
                                std::vector<shell::ShellProblem>& problems) {
    text::MappedText joined;
    for (const shell::ShellWord& word : command.words) {
        if (!joined.empty()) joined.append_replaced(" ", {word.at.begin, word.at.begin});
        append_for_podman(word.text, joined);
    }
    return shell::split_label(joined, problems);
}

class LabelReader {
  public:
    LabelReader(std::span<const ImageLabel> labels, const command::CommandContext& context,
                Document& document)
        : labels_(labels), context_(context), document_(document) {}

    void read() {
        limit_ = image_limit();
        for (const ImageLabel& label : labels_) {
            if (label.key == devcontainer_key) {
                devcontainer(label);
            } else {
                command(label);
            }
        }
    }

  private:
    [[nodiscard]] Place place(Span span) const { return {context_.source, span}; }

    /// Atomic splits at blanks, fills in and splits as a shell would; Podman splits as a shell
    /// would, twice.
    void command(const ImageLabel& label) {
        std::vector<shell::ShellProblem> problems;
        shell::ShellCommand words = shell::split_label(label.value, problems);
        auto line = command::read_command(words.words);
        if (line && command::engine_of(line->program, context_) == Engine::podman) {
            words = split_again(words, problems);
            line = command::read_command(words.words);
        }
        if (!line) return;
        auto result = command::container_of(*line, context_);
        if (!result) return;
        Container& container = result->container;
        name(container, label);
        if (line->parsed.operands.empty()) explain_lost_image(container, label);
        if (!container.capability_label) container.capability_label = limit_;
        for (shell::ShellProblem& problem : problems)
            container.problems.push_back({place(problem.at), std::move(problem.message)});
        format::add_container(document_, std::move(container));
        std::ranges::move(result->misplaced, std::back_inserter(document_.misplaced));
        std::ranges::move(result->unchecked, std::back_inserter(document_.unchecked));
    }

    /// `$IMAGE` that no one escaped is filled in when the image is built, with nothing.
    void explain_lost_image(Container& container, const ImageLabel& label) const {
        if (container.role != Role::app || container.problems.empty()) return;
        const std::string_view written = document_.sources[context_.source]->slice(label.written);
        for (const std::string_view variable : {"$IMAGE", "${IMAGE}"}) {
            const std::size_t at = written.find(variable);
            if (at == std::string_view::npos) continue;
            const auto begin = label.written.begin + static_cast<std::uint32_t>(at);
            container.problems.front() = {
                place({begin, begin + static_cast<std::uint32_t>(variable.size())}),
                fmt::format(
                    "the command needs an image, and {} is empty when the image is built: write \\{}",
                    variable, variable)};
            return;
        }
    }

    void name(Container& container, const ImageLabel& label) const {
        container.name = label.key;
        container.name_at = place(label.key_at);
    }

    /// The image's own label that narrows what Podman gives to its containers.
    [[nodiscard]] MaybeFact<std::string> image_limit() const {
        const auto found = std::ranges::find(labels_, capability_key, &ImageLabel::key);
        if (found == labels_.end()) return std::nullopt;
        const text::MappedText& value = found->value;
        Fact<std::string> limit;
        if (value.is_open()) {
            limit.value =
                Unresolved{value.text(), value.text() + " is set when the image is built"};
        } else {
            limit.value = value.text();
        }
        limit.at = limit.entry = place(value.empty() ? found->key_at : value.span());
        return limit;
    }

    /// One object or a list of them (devcontainers/spec: docs/specs/image-metadata.md).
    void devcontainer(const ImageLabel& label) {
        if (label.value.is_open()) {
            document_.unchecked.push_back(
                {.at = place(label.value.span()),
                 .reason = "a part of devcontainer.metadata is set when the image is built"});
            return;
        }
        const std::string& text = label.value.text();
        yaml::Arena arena;
        const yaml::Node* const root = nlohmann::json::accept(text) ? parse(text, arena) : nullptr;
        if (root == nullptr || !(root->is_mapping() || root->is_sequence())) {
            document_.problems.push_back(
                {place(label.value.empty() ? label.key_at : label.value.span()),
                 "devcontainer.metadata is no JSON object or list: tools ignore it"});
            return;
        }
        Container container;
        container.format = context_.format;
        container.kind = ContainerKind::devcontainer;
        container.engine = context_.engine.value_or(Engine::docker);
        container.partial = true; // devcontainer.json and its runArgs add to it
        name(container, label);
        container.extent = place({label.key_at.begin, label.value.span().end});
        const runtime::NodePlace node_place = [&](const yaml::Node& node) {
            return place(inside(label.value, node));
        };
        if (root->is_mapping()) runtime::take_devcontainer_settings(container, *root, node_place);
        for (const yaml::Child& item : root->items)
            if (item.node->is_mapping())
                runtime::take_devcontainer_settings(container, *item.node, node_place);
        if (container.privileged || !container.add.words.empty() || container.seccomp ||
            container.apparmor || container.selinux || !container.problems.empty())
            format::add_container(document_, std::move(container));
    }

    static const yaml::Node* parse(const std::string& text, yaml::Arena& arena) {
        const yaml::Slice all{.span = {0, static_cast<std::uint32_t>(text.size())}};
        return yaml::parse_slice(text, all, 0, yaml::Reader::compose, arena).root;
    }

    /// The node's place in the decoded value, as a place in the file; a string's quotes stay
    /// outside.
    static Span inside(const text::MappedText& value, const yaml::Node& node) {
        const std::uint32_t quote =
            node.style == yaml::Node::Style::quoted && node.at.span.size() >= 2 ? 1 : 0;
        return value.span(node.at.span.begin + quote, node.at.span.end - quote);
    }

    std::span<const ImageLabel> labels_;
    const command::CommandContext& context_;
    Document& document_;
    MaybeFact<std::string> limit_;
};

} // namespace

void read_labels(std::span<const ImageLabel> labels, const command::CommandContext& context,
                 Document& document) {
    LabelReader(labels, context, document).read();
}

} // namespace dropcap::dockerfile
