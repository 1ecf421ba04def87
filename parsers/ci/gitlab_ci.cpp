// GitLab CI: the commands of `script`, `before_script` and `after_script`, of each job and of the
// whole pipeline. A job's own container takes no options in this file: what it may do is in the
// runner's configuration.

#include "parsers/command/option_string.hpp"
#include "parsers/command/script.hpp"
#include "parsers/command/wording.hpp"
#include "parsers/format/file_kind.hpp"
#include "parsers/yaml/facts.hpp"
#include "parsers/yaml/slices.hpp"
#include "parsers/yaml/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace dropcap::ci {

namespace {

using yaml::Entry;
using yaml::Node;

/// GitLab flattens nested lists ten deep.
constexpr int deepest_list = 10;

class PipelineReader {
  public:
    PipelineReader(Document& document, const format::ParseOptions& options)
        : document_(document), text_(document.sources.front()->text()) {
        context_.command.engine = options.engine;
        context_.command.why_open = "known only when the pipeline runs";
        context_.keeps_problems = false;
    }

    void read(const Node& root) {
        read_scripts(root, "pipeline");
        for (const Entry& entry : root.entries) {
            if (!entry.value.node->is_mapping()) continue;
            read_scripts(*entry.value.node, fmt::format("job/{}", entry.key->text));
            // `hooks: pre_get_sources_script` runs before the job's own
            if (const Entry* const hooks =
                    yaml::entry_at(*entry.value.node, "hooks.pre_get_sources_script"))
                read_script_of(*hooks->value.node, fmt::format("job/{}", entry.key->text), 0);
        }
    }

  private:
    void read_scripts(const Node& job, const std::string& object) {
        for (const std::string_view key : {"before_script", "script", "after_script"})
            if (const Entry* const script = yaml::entry_at(job, key))
                read_script_of(*script->value.node, object, 0);
    }

    void read_script_of(const Node& node, const std::string& object, int depth) {
        if (node.tag == "!reference" || depth > deepest_list)
            return; // another job's lines, read there
        for (const yaml::Child& item : node.items) read_script_of(*item.node, object, depth + 1);
        if (!node.is_scalar() || !seen_.insert(node.at).second) return;
        const std::size_t first = document_.containers.size();
        command::read_script(command::with_open_parts(yaml::mapped_text(text_, node), "$[[", "]]"),
                             context_, document_);
        for (std::size_t index = first; index < document_.containers.size(); ++index)
            document_.containers[index].object = object;
    }

    Document& document_;
    std::string_view text_;
    command::ScriptContext context_;
    std::set<Place> seen_; ///< lines that several jobs take in through an alias
};

Document parse_pipeline(const std::shared_ptr<const Source>& source,
                        const format::ParseOptions& options) {
    Document document;
    document.sources.push_back(source);
    yaml::Arena arena;
    for (const yaml::Slice& slice : yaml::slices(
             source->text())) { // a header with `spec: inputs` may stand before the pipeline
        yaml::Parsed parsed =
            yaml::parse_slice(source->text(), slice, 0, yaml::Reader::compose, arena);
        std::ranges::move(parsed.problems, std::back_inserter(document.problems));
        std::ranges::move(parsed.unchecked, std::back_inserter(document.unchecked));
        std::ranges::move(parsed.comments, std::back_inserter(document.comments));
        if (parsed.root != nullptr) PipelineReader(document, options).read(*parsed.root);
    }
    std::ranges::stable_sort(document.comments, {}, &Comment::at);
    return document;
}

bool may_be_pipeline(const format::FileInfo& file) {
    const std::string_view name = file.name();
    if (name.ends_with(".gitlab-ci.yml") || name.ends_with(".gitlab-ci.yaml")) return true;
    const std::string_view path = file.path();
    const bool in_folder =
        path.starts_with(".gitlab/ci/") || path.find("/.gitlab/ci/") != std::string_view::npos;
    return in_folder && (name.ends_with(".yml") || name.ends_with(".yaml"));
}

bool is_pipeline(const format::FileInfo& file) { return file.has_name(); }

} // namespace

extern constinit const format::FileKind gitlab_ci;
constinit const format::FileKind gitlab_ci{.title = "a GitLab pipeline",
                                           .format = command::command_format,
                                           .scan = format::Scan::ci,
                                           .may_be = may_be_pipeline,
                                           .is = is_pipeline,
                                           .parse = parse_pipeline};

} // namespace dropcap::ci
