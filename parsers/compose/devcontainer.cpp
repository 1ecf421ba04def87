// A devcontainer.json that names Compose files: the project that they make, with the development
// container's settings as the last override of one service (devcontainers/cli
// src/spec-node/dockerCompose.ts, generateFeaturesComposeOverrideContent).

#include "parsers/runtime/devcontainer.hpp"
#include "parsers/compose/compose.hpp"
#include "parsers/compose/files.hpp"
#include "parsers/compose/wording.hpp"
#include "parsers/format/file_kind.hpp"
#include "parsers/json/text.hpp"
#include "parsers/yaml/facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace dropcap::compose {
namespace {

using yaml::Entry;
using yaml::Node;

constexpr std::string_view files_key = "dockerComposeFile";

/// A node's place in the first source, without its quotes.
Place place_of(const Node& node) {
    Place place = node.at;
    if (node.style == Node::Style::quoted && place.span.size() >= 2) {
        ++place.span.begin;
        --place.span.end;
    }
    return place;
}

class DevcontainerProject {
  public:
    DevcontainerProject(Document& document, const Node& root, const format::ParseOptions& options)
        : document_(document), root_(root), options_(options) {}

    void read() {
        const std::vector<const Node*> files = file_nodes();
        if (files.empty())
            return leave(yaml::entry_at(root_, files_key)->key->at,
                         "which Compose files it uses is decided by the environment");
        options_.compose.files.clear(); // those of the command line are another project's
        for (const Node* file : files) options_.compose.files.push_back(join(folder(), file->text));
        if (!options_.read_file)
            return leave(files.front()->at, "its Compose files cannot be read from here");
        auto main = read_beside(options_, options_.compose.files.front());
        if (!main) return refuse(*files.front(), main.error());
        read_project(document_, *main, options_);
        document_.project_files.push_back({.path = options_.compose.files.front()});
        take_settings();
        runtime::report_unknown_settings(document_, root_, &place_of);
        report_ignored();
    }

  private:
    std::string folder() const { return folder_of(document_.sources.front()->path()); }

    std::vector<const Node*> file_nodes() const {
        std::vector<const Node*> nodes;
        const Node& value = *yaml::entry_at(root_, files_key)->value.node;
        if (value.is_scalar()) nodes.push_back(&value);
        for (const yaml::Child& item : value.items)
            if (item.node->is_scalar()) nodes.push_back(item.node);
        return nodes;
    }

    void leave(Place at, std::string why) { document_.unchecked.push_back({at, std::move(why)}); }

    void refuse(const Node& file, const Error& error) {
        if (is_our_own_reason(error))
            return leave(file.at, fmt::format("the Compose file `{}` is not read: {}", file.text,
                                              error.message));
        document_.problems.push_back(
            {place_of(file),
             fmt::format("the Compose file `{}` cannot be read: {}", file.text, error.message)});
    }

    void take_settings() {
        const MaybeFact<std::string> service = yaml::word_at(root_, "service");
        if (!service)
            return document_.problems.push_back(
                {yaml::entry_at(root_, files_key)->key->at,
                 "`dockerComposeFile` needs `service`: the service to work in"});
        const auto found =
            std::ranges::find_if(document_.containers, [&](const Container& container) {
                return container.role == Role::app && container.name == *service->known();
            });
        if (found == document_.containers.end())
            return document_.problems.push_back(
                {place_of(*yaml::entry_at(root_, "service")->value.node),
                 fmt::format("the Compose project has no service `{}`", *service->known())});
        runtime::take_devcontainer_settings(*found, root_, &place_of);
    }

    /// What its tool hands to `docker run` is not handed to Compose.
    void report_ignored() {
        const Entry* const args = yaml::entry_at(root_, "runArgs");
        if (args == nullptr || args->value.node->is_scalar()) return; // reported already
        document_.misplaced.push_back(
            {.at = place_of(*args->key),
             .setting = "runArgs",
             .where = "devcontainer.json with Compose",
             .effect = "the container is started by Compose, and these flags have no effect",
             .instead = "write the settings into the Compose service, or into `capAdd`, "
                        "`privileged` and `securityOpt`",
             .subject = "the development container"});
    }

    Document& document_;
    const Node& root_;
    format::ParseOptions options_;
};

Document parse_devcontainer_project(const std::shared_ptr<const Source>& source,
                                    const format::ParseOptions& options) {
    Document document;
    document.format = compose_format;
    document.is_project = true;
    document.sources.push_back(source);
    const json::Tree tree = json::read(document);
    if (tree.root != nullptr) DevcontainerProject(document, *tree.root, options).read();
    return document;
}

bool may_be_devcontainer_project(const format::FileInfo& file) {
    return file.name() == "devcontainer.json" || file.name() == ".devcontainer.json";
}

/// Whether the property is there, and not only the word: the few files that have the word are
/// parsed to find out.
bool names_compose_files(const format::FileInfo& file) {
    if (!may_be_devcontainer_project(file) || json::first_character(file.text()) != '{' ||
        file.text().find(files_key) == std::string_view::npos)
        return false;
    Document document;
    document.sources.push_back(
        std::make_shared<Source>(std::string(file.path()), std::string(file.text())));
    const json::Tree tree = json::read(document);
    return tree.root != nullptr && yaml::entry_at(*tree.root, files_key) != nullptr;
}

} // namespace

extern constinit const format::FileKind devcontainer_project;
constinit const format::FileKind devcontainer_project{.title =
                                                          "a devcontainer.json with Compose files",
                                                      .format = compose_format,
                                                      .scan = format::Scan::always,
                                                      .may_be = may_be_devcontainer_project,
                                                      .is = names_compose_files,
                                                      .parse = parse_devcontainer_project};

} // namespace dropcap::compose
