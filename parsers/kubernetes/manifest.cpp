// Kubernetes manifests: streams of objects, lists of objects, and where each kind keeps its pods.

#include "parsers/kubernetes/manifest.hpp"

#include "parsers/format/file_kind.hpp"
#include "parsers/format/root_keys.hpp"
#include "parsers/json/text.hpp"
#include "parsers/kubernetes/misplaced.hpp"
#include "parsers/kubernetes/pod.hpp"
#include "parsers/kubernetes/wording.hpp"
#include "parsers/text/template_text.hpp"
#include "parsers/yaml/slices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace dropcap::kubernetes {
namespace {

/// Documents that hold neither containers nor a namespace's labels are not even parsed.
bool may_matter(std::string_view text) {
    return format::may_hold_containers(text) ||
           text.find("pod-security.kubernetes.io/") != std::string_view::npos;
}

class ObjectReader {
  public:
    explicit ObjectReader(ManifestContext& reading) : reading_(reading) {}

    /// `kind_of_list`: what items of a typed list are when they do not say so themselves.
    void read(const Value& root, std::string_view kind_of_list) {
        if (!root || !root.node->is_mapping()) return;
        const Object object = object_at(root, kind_of_list);
        if (object.kind.empty()) return;
        const Value listed = get(root, object.kind == "Template" ? "objects" : "items");
        const bool is_list = object.kind.ends_with("List") || object.kind == "Template";
        if (is_list && listed && listed.node->is_sequence()) return read_items(object, listed);
        if (object.kind == "Namespace") note_labels(object);
        if (holds_only_patterns(object.group)) return;
        if (!read_known(object))
            search(object, root, root, Wanted::pods);
        else if (!is_built_in(object.group))
            search(object, root, root, Wanted::objects);
    }

  private:
    static Object object_at(const Value& root, std::string_view kind_of_list) {
        Object object;
        object.root = root;
        const std::string_view kind = string_of(get(root, "kind"));
        object.kind = kind.empty() ? kind_of_list : kind;
        const std::string_view version = string_of(get(root, "apiVersion"));
        if (const std::size_t slash = version.find('/'); slash != std::string_view::npos)
            object.group = version.substr(0, slash);
        const Value metadata = get(root, "metadata");
        const Value name = get(metadata, "name");
        // A name that a template fills in is still the best name there is.
        object.name = name && name.node->is_scalar() ? name.node->text
                                                     : string_of(get(metadata, "generateName"));
        object.name_at = name                ? name.node->at
                         : get(root, "kind") ? get(root, "kind").node->at
                                             : root.key;
        object.space = string_of(get(metadata, "namespace"));
        return object;
    }

    void read_items(const Object& list, const Value& listed) {
        std::string_view kind = list.kind;
        kind.remove_suffix(kind.ends_with("List") ? std::string_view("List").size() : kind.size());
        for (const Value& item : items(reading_, listed)) {
            if (item && reading_.spend(item)) read(item, kind);
        }
    }

    [[nodiscard]] bool read_known(const Object& object) {
        bool known = false;
        for (const Carrier& carrier : carriers(object.kind)) {
            if (!is_about(carrier, object.group)) continue;
            known = true;
            if (is_built_in(object.group)) check_around(object, carrier.path);
            for (const Reached& pod : walk(reading_, object.root, carrier.path))
                read_pod(reading_, object, pod, *carrier.shape, carrier.defaults);
        }
        return known;
    }

    /// What lies between a built-in object and its pod: mappings all the way, without security
    /// settings of their own.
    void check_around(const Object& object, std::string_view path) {
        find_misplaced_around(reading_, object, path);
        const Fields fields(reading_, reading_.document.problems);
        Value here = object.root;
        for (std::size_t begin = 0; begin < path.size();) {
            const std::size_t dot = std::min(path.find('.', begin), path.size());
            here = get(here, path.substr(begin, dot - begin));
            if (!here || !fields.want_mapping(here, path.substr(0, dot))) return;
            begin = dot + 1;
        }
    }

    /// What to look for in a custom resource: whole objects within the object, and where no table
    /// knows its kind whatever looks like a pod.
    enum class Wanted : unsigned char { objects, pods };

    void search(const Object& object, const Value& here, const Value& parent, Wanted wanted) {
        if (!here || !reading_.spend(here)) return;
        if (here.node->is_sequence()) {
            for (const Value& item : items(reading_, here)) search(object, item, here, wanted);
        }
        if (!here.node->is_mapping()) return;
        if (here.node != object.root.node && get(here, "apiVersion") &&
            !string_of(get(here, "kind")).empty())
            return read(here, {});
        if (wanted == Wanted::pods && has_containers(here))
            return read_pod(reading_, object, {here, parent, {}}, pod_spec(), {});
        for (const yaml::Entry& entry : here.node->entries)
            search(object, entry_value(here, entry), here, wanted);
    }

    [[nodiscard]] bool has_containers(const Value& here) const {
        return std::ranges::any_of(items(reading_, get(here, "containers")), [](const Value& item) {
            return get(item, "name") && get(item, "image");
        });
    }

    void note_labels(const Object& object) {
        constexpr std::string_view prefix = "pod-security.kubernetes.io/";
        const Value labels = get(object.root, {"metadata", "labels"});
        if (!labels || !labels.node->is_mapping()) return;
        for (const yaml::Entry& entry : labels.node->entries) {
            if (!entry.key->is_scalar() || !entry.key->text.starts_with(prefix)) continue;
            const std::string_view mode = entry.key->text.substr(prefix.size());
            const Value level = entry_value(labels, entry);
            if (mode.ends_with("-version") || string_of(level).empty()) continue;
            reading_.document.namespace_labels.push_back(
                {level.node->at, object.name, std::string(mode), std::string(string_of(level))});
        }
    }

    ManifestContext& reading_;
};

void append_comments(Document& document, std::vector<Comment>& comments) {
    document.comments.insert(document.comments.end(), std::make_move_iterator(comments.begin()),
                             std::make_move_iterator(comments.end()));
}

/// A chart's own file: where it happens to be YAML before it is rendered, it is still not what will
/// be applied.
bool is_in_chart(std::string_view path) {
    return path.starts_with("templates/") || path.find("/templates/") != std::string_view::npos;
}

void read_slice(Document& document, const Source& source, yaml::Slice slice,
                const format::ParseOptions& options, yaml::Arena& arena) {
    const std::string_view text = source.slice(slice.span);
    if (!may_matter(text)) return;
    if (!options.rendered && is_in_chart(source.path())) {
        if (auto use = text::find_template(source.text(), slice.span);
            use && use->reason.starts_with("Helm")) {
            document.unchecked.push_back({Place{0, use->at}, std::move(use->reason)});
            return;
        }
    }
    arena.clear();
    yaml::Parsed parsed =
        yaml::parse_slice(source.text(), slice, 0, yaml::Reader::kubernetes, arena);
    std::ranges::move(parsed.problems, std::back_inserter(document.problems));
    std::ranges::move(parsed.unchecked, std::back_inserter(document.unchecked));
    append_comments(document, parsed.comments);
    if (parsed.root == nullptr) return;
    ManifestContext reading{
        .source = source, .document = document, .pod_security = options.pod_security};
    ObjectReader(reading).read(root(*parsed.root), {});
}

/// The documents of a manifest; in a stream of JSON each value is one.
std::vector<yaml::Slice> slices_of(std::string_view text) {
    std::vector<yaml::Slice> all = yaml::slices(text);
    if (json::first_character(text) != '{') return all;
    std::vector<yaml::Slice> values;
    for (const yaml::Slice& slice : all)
        std::ranges::move(json::objects_in(text, slice), std::back_inserter(values));
    return values;
}

/// What is behind the documents that are read.
std::optional<Problem> take_unread(std::vector<yaml::Slice>& slices) {
    if (slices.size() <= yaml::most_slices) return std::nullopt;
    const std::uint32_t begin = slices.back().span.begin;
    slices.pop_back();
    return Problem{.at = {0, {begin, begin + 3}},
                   .message = fmt::format(
                       "this file holds more than {} documents; from here on they are not read",
                       yaml::most_slices)};
}

/// A stream is handed over in parts of about this many bytes: a few trees at a time, and files that
/// people write stay whole.
constexpr std::uint32_t bytes_of_a_part = 4U << 20U;

void finish(Document& document, const format::ParseOptions& options) {
    for (Container& container : document.containers)
        container.engine = options.engine.value_or(Engine::containerd);
}

/// The comments before the first document: what they say of the whole file counts for every part of
/// it.
std::vector<Comment> opening_comments(const Document& document, const yaml::Slice& first) {
    std::vector<Comment> opening;
    std::ranges::copy_if(document.comments, std::back_inserter(opening),
                         [&](const Comment& comment) {
                             return comment.own_line && first.span.contains(comment.at.span.begin);
                         });
    return opening;
}

/// Hands over what has been read so far and goes on with an empty document.
void hand_over(Document& document, const format::ParseOptions& options,
               const std::vector<Comment>& opening) {
    document.is_part = true;
    finish(document, options);
    options.take_part(document);
    Document next;
    next.format = document.format;
    next.sources = document.sources;
    next.comments = opening;
    next.is_part = true;
    document = std::move(next);
}

} // namespace

Document parse_kubernetes(const std::shared_ptr<const Source>& source,
                          const format::ParseOptions& options) {
    Document document;
    document.format = kubernetes_format;
    document.sources.push_back(source);
    const Source& manifest = *document.sources.front();
    auto slices = slices_of(manifest.text());
    const auto unread = take_unread(slices);
    yaml::Arena arena;
    std::vector<Comment> opening;
    std::uint32_t part_begin = 0;
    for (const yaml::Slice& slice : slices) {
        if (options.take_part && slice.span.begin - part_begin >= bytes_of_a_part) {
            if (part_begin == 0) opening = opening_comments(document, slices.front());
            hand_over(document, options, opening);
            part_begin = slice.span.begin;
        }
        read_slice(document, manifest, slice, options, arena);
    }
    if (unread) document.problems.push_back(*unread);
    finish(document, options);
    return document;
}

namespace {

bool is_manifest(const format::FileInfo& file) { return file.keys().kubernetes; }

} // namespace

extern constinit const format::FileKind manifest;
constinit const format::FileKind manifest{.title = "a Kubernetes manifest",
                                          .precedence = format::Precedence::root_keys,
                                          .format = kubernetes_format,
                                          .scan = format::Scan::always,
                                          .may_be = format::has_yaml_name,
                                          .is = is_manifest,
                                          .parse = parse_kubernetes};

} // namespace dropcap::kubernetes
