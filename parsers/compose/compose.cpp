// Compose files: the model that Compose makes of them, service by service.

#include "parsers/compose/compose.hpp"

#include "model/ascii.hpp"
#include "parsers/compose/labels.hpp"
#include "parsers/compose/project.hpp"
#include "parsers/compose/service.hpp"
#include "parsers/compose/shape.hpp"
#include "parsers/compose/shape_table.hpp"
#include "parsers/compose/wording.hpp"
#include "parsers/format/containers.hpp"
#include "parsers/format/not_checked.hpp"
#include "parsers/text/template_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dropcap::compose {

namespace {

using yaml::Entry;
using yaml::Node;

bool is_service_name(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return is_alphanumeric(c) || c == '.' || c == '_' || c == '-';
    });
}

/// A file of docker-compose 1.x: services at the root.
bool is_legacy(const Node& root) {
    static constexpr std::array<std::string_view, 4> telling{"image", "build", "extends",
                                                             "command"};
    if (root.find("services") != nullptr || root.find("include") != nullptr) return false;
    return std::ranges::any_of(root.entries, [](const Entry& entry) {
        return !is_extension(entry.key->text) &&
               std::ranges::any_of(telling, [&](std::string_view key) {
                   return entry.value.node->find(key) != nullptr;
               });
    });
}

class Reader {
  public:
    Reader(Document& document, const format::ParseOptions& options)
        : document_(document), options_(options), project_(document, options) {}

    void run(const std::shared_ptr<const Source>& source) {
        const Node* const root = project_.load(source);
        if (root == nullptr) return;
        const Value whole{.node = root, .key = root->at, .entry = root->at};
        if (is_legacy(*root)) return read_legacy(whole);
        check_shape(project_.reading(), whole, root_shape(),
                    {.owner = {}, .problems = document_.problems});
        read_services(get(whole, "services"), Section::services);
        if (options_.engine != Engine::swarm) read_services(get(whole, "jobs"), Section::jobs);
    }

  private:
    void read_services(const Value& services, Section section) {
        if (!services || !services.node->is_mapping()) return;
        format::expect_containers(document_, services.node->entries.size());
        for (const Entry& entry : services.node->entries) {
            const std::string_view name = entry.key->text;
            std::vector<Problem> problems = std::move(project_.problems_of(name));
            if (!is_service_name(name))
                problems.push_back(
                    {entry.key->at,
                     "Compose refuses this name: letters, digits, `.`, `_` and `-` only"});
            add({.name = name, .section = section, .value = entry_value(services, entry)},
                std::move(problems));
        }
    }

    void add(const Service& service, std::vector<Problem> problems) {
        ProjectContext& reading = project_.reading();
        if (reading.budget.is_spent) return; // which is reported
        std::vector<Container> containers =
            read_service(reading, options_, service, std::move(problems));
        if (reading.budget.is_spent)
            return; // half a service would be checked for what it does not say
        for (Container& container : containers)
            format::add_container(document_, std::move(container));
        add_labels(reading, options_, service);
    }

    /// Compose refuses such a file; docker-compose 1.x still runs it, so what it grants is checked
    /// all the same.
    void read_legacy(const Value& root) {
        bool reported = false;
        for (const Entry& entry : root.node->entries) {
            const std::string_view name = entry.key->text;
            if (is_extension(name) || !entry.value.node->is_mapping()) continue;
            if (!reported)
                document_.problems.push_back(
                    {entry.key->at,
                     fmt::format("a file of docker-compose 1.x: `{}` is at the root, where Compose "
                                 "wants `services`; it refuses the file",
                                 name)});
            reported = true;
            add({.name = name,
                 .section = Section::services,
                 .value = entry_value(root, entry),
                 .is_legacy = true},
                {});
        }
    }

    Document& document_;
    const format::ParseOptions& options_;
    Project project_;
};

/// Whether Compose refuses the file for a template construct in place of a value.
bool is_refused_for_construct(const Document& document) {
    const auto is_construct = [&](const Problem& problem) {
        const std::string_view text = document.text(problem.at);
        return text.starts_with("{{") || text.starts_with("{%");
    };
    return std::ranges::any_of(document.problems, is_construct) ||
           std::ranges::any_of(document.containers, [&](const Container& container) {
               return std::ranges::any_of(container.problems, is_construct);
           });
}

/// What Compose refuses and a template engine would change is a template: `image: {{ name }}` is
/// YAML, and no image.
Document or_template(Document read, const std::shared_ptr<const Source>& source) {
    const std::string_view text = source->text();
    if (!text::is_template_text(text) || !is_refused_for_construct(read)) return read;
    auto use = text::find_template(text, {0, static_cast<std::uint32_t>(text.size())});
    if (!use) return read;
    Document document = format::not_checked(source, use->at, std::move(use->reason));
    document.is_project = true;
    return document;
}

} // namespace

Document parse_compose(const std::shared_ptr<const Source>& source,
                       const format::ParseOptions& options) {
    Document document;
    document.format = compose_format;
    document.is_project = true;
    read_project(document, source, options);
    return or_template(std::move(document), source);
}

void read_project(Document& document, const std::shared_ptr<const Source>& main,
                  const format::ParseOptions& options) {
    Reader(document, options).run(main);
}

namespace {

/// Names that docker compose finds by itself, and the ones people give next to them
/// (docker-compose.prod.yml).
bool is_compose_name(std::string_view name) {
    return name.starts_with("docker-compose") || name.starts_with("compose.");
}

/// Files of other programs that have `services`, too, with settings that mean something else.
bool is_of_other_program(std::string_view name) {
    static constexpr std::array<std::string_view, 3> names{".lando.", "okteto.",
                                                           "rancher-compose."};
    return std::ranges::any_of(names,
                               [&](std::string_view start) { return name.starts_with(start); });
}

bool is_compose(const format::FileInfo& file) {
    const format::RootKeys& keys = file.keys();
    const std::string_view name = file.name();
    if (is_compose_name(name)) {
        if (keys.kubernetes && !keys.services) return false;
        return !keys.may_be_list || !format::is_other_list(file.text());
    }
    if (!keys.services || keys.may_be_list || is_of_other_program(name)) return false;
    return name.find("compose") != std::string_view::npos ||
           format::looks_like_compose(file.text());
}

} // namespace

constinit const format::FileKind compose_file{.title = "a Compose file",
                                              .precedence = format::Precedence::root_keys,
                                              .format = compose_format,
                                              .scan = format::Scan::always,
                                              .may_be = format::has_yaml_name,
                                              .is = is_compose,
                                              .parse = parse_compose};

} // namespace dropcap::compose
