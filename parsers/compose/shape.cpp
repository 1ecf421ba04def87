#include "parsers/compose/shape.hpp"

#include "parsers/compose/shape_table.hpp"
#include "parsers/compose/unknown_key.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace dropcap::compose {

namespace {

using yaml::Node;

/// Of a number: without a fraction. The schema takes 2.0 for one.
bool is_whole(std::string_view text) {
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos)
        return text.starts_with("0x") || text.find_first_of("eE") == std::string_view::npos;
    return text.find_first_not_of('0', point + 1) == std::string_view::npos;
}

ValueKind kind_of(const Node& node) {
    switch (node.kind) {
    case Node::Kind::null: return ValueKind::null;
    case Node::Kind::sequence: return ValueKind::list;
    case Node::Kind::mapping: return ValueKind::mapping;
    case Node::Kind::scalar: break;
    }
    const std::string_view type = type_of(node);
    if (type == "a boolean") return ValueKind::boolean;
    if (type != "a number") return ValueKind::string;
    return is_whole(node.text) ? ValueKind::integer : ValueKind::number;
}

bool accepts(const Shape& shape, ValueKind kind) {
    if (shape.kinds.empty() || shape.kinds.has(kind)) return true;
    if (kind == ValueKind::integer) return shape.kinds.has(ValueKind::number);
    return (kind == ValueKind::boolean || kind == ValueKind::string) &&
           shape.kinds.has(ValueKind::truth);
}

std::string_view name_of(ValueKind kind) {
    switch (kind) {
    case ValueKind::string: return "a string";
    case ValueKind::number: return "a number";
    case ValueKind::integer: return "a whole number";
    case ValueKind::boolean: return "a boolean";
    case ValueKind::truth: return "true or false";
    case ValueKind::list: return "a list";
    case ValueKind::mapping: return "a mapping";
    case ValueKind::null: break;
    }
    return "empty";
}

/// "a string or a list".
std::string wanted(const Shape& shape) {
    std::vector<std::string_view> names;
    for (const ValueKind kind : shape.kinds)
        if (kind != ValueKind::null)
            names.push_back(name_of(kind)); // no one is advised to write nothing
    std::string all;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) all += i + 1 == names.size() ? " or " : ", ";
        all += names[i];
    }
    return all;
}

class Checker {
  public:
    Checker(ProjectContext& reading, const ProblemSink& sink)
        : reading_(reading), sink_(sink), problems_(sink.problems) {}

    /// `around`: how what the value is in came to the service.
    void check(const Value& value, const Shape& shape, const std::string& name,
               Origin around = Origin::written) {
        if (shape.kinds.empty() || problems_.size() > most || !reading_.look_at(value)) return;
        const ValueKind kind = kind_of(*value.node);
        if (!accepts(shape, kind)) return refuse_type(value, shape, name, around);
        if (kind == ValueKind::string) check_string(value, shape, name);
        if (kind == ValueKind::list) check_items(value, shape, name);
        if (kind == ValueKind::mapping) check_entries(value, shape, name);
    }

  private:
    static constexpr std::size_t most = 50; // reported for one service

    /// A null has no place of its own worth showing: its key has.
    static Place place_of(const Value& value) {
        return value.node->at.span.empty() ? value.key : value.node->at;
    }

    /// Adds a problem of `value`, which is one of each service that the value results in.
    void tell(const Value& value, Place at, std::string message) {
        if (reading_.spend(value))
            problems_.push_back({.at = at, .message = std::move(message), .code = "value"});
    }

    /// An alias that stands for something else than belongs there is itself at fault: what it
    /// stands for may be right where it is written.
    void refuse_type(const Value& value, const Shape& shape, const std::string& name,
                     Origin around) {
        const bool by_alias = value.origin == Origin::alias && around == Origin::written;
        tell(value, by_alias && value.via ? *value.via : place_of(value),
             fmt::format("`{}` must be {}, and this is {}: Compose refuses the file", name,
                         wanted(shape), type_of(*value.node)));
    }

    void check_string(const Value& value, const Shape& shape, const std::string& name) {
        if (unresolved(reading_, value)) return;
        const std::string_view text = value.node->text;
        if (shape.kinds.has(ValueKind::truth) && !cast_bool(*value.node))
            tell(value, place_of(value),
                 fmt::format(
                     "`{}` must be true or false, and `{}` is neither: Compose refuses the file",
                     name, reading_.shown(*value.node)));
        if (shape.words.empty() || std::ranges::find(shape.words, text) != shape.words.end())
            return;
        tell(value, place_of(value),
             fmt::format("`{}` must be one of {}: Compose refuses `{}`", name,
                         fmt::join(shape.words, ", "), reading_.shown(*value.node)));
    }

    void check_items(const Value& list, const Shape& shape, const std::string& name) {
        std::unordered_set<std::string_view> seen;
        const std::vector<Value> all = items(reading_.document, list);
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (shape.item != nullptr)
                check(all[i], *shape.item, fmt::format("{}[{}]", name, i), list.origin);
            if (!shape.unique || !all[i].node->is_scalar() || unresolved(reading_, all[i]))
                continue;
            if (!seen.insert(all[i].node->text).second)
                tell(all[i], place_of(all[i]),
                     fmt::format("`{}` holds `{}` twice: Compose refuses equal items here{}", name,
                                 reading_.shown(*all[i].node),
                                 all[i].origin == Origin::written
                                     ? ""
                                     : ", also when merging brings them together"));
        }
    }

    void check_entries(const Value& mapping, const Shape& shape, const std::string& name) {
        for (const yaml::Entry& entry : mapping.node->entries) {
            const std::string_view key = entry.key->text;
            const std::string path =
                name.empty() ? std::string(key) : fmt::format("{}.{}", name, key);
            const Value value = entry_value(mapping, entry);
            const auto field = std::ranges::find(shape.fields, key, &Field::key);
            if (field != shape.fields.end())
                check(value, *field->shape, path, mapping.origin);
            else if (shape.value != nullptr)
                check(value, *shape.value, path, mapping.origin);
            else if (!shape.fields.empty() && !is_extension(key) && reading_.spend(value))
                tell_unknown_key(reading_,
                                 {.key = key,
                                  .path = path,
                                  .at = value.key,
                                  .fields = shape.fields,
                                  .value = value.node},
                                 sink_);
        }
        if (!shape.required.empty() && mapping.node->find(shape.required) == nullptr)
            tell(mapping, mapping.key,
                 fmt::format("{} lacks `{}`: Compose refuses the file",
                             name.empty() ? std::string("it") : fmt::format("`{}`", name),
                             shape.required));
    }

    ProjectContext& reading_;
    const ProblemSink& sink_;
    std::vector<Problem>& problems_;
};

} // namespace

bool is_extension(std::string_view key) { return key.starts_with("x-"); }

void check_shape(ProjectContext& reading, const Value& value, const Shape& shape,
                 const ProblemSink& sink) {
    Checker(reading, sink).check(value, shape, {});
}

bool looks_like_compose_root(const Node& root) {
    if (!root.is_mapping() || root.entries.empty()) return false;
    const auto known = [](const yaml::Entry& entry) {
        return is_extension(entry.key->text) ||
               std::ranges::find(root_shape().fields, entry.key->text, &Field::key) !=
                   root_shape().fields.end();
    };
    const auto own = [&](const yaml::Entry& entry) {
        const std::string_view key = entry.key->text;
        return known(entry) && !is_extension(key) && key != "name" && key != "version";
    };
    return std::ranges::all_of(root.entries, known) && std::ranges::any_of(root.entries, own);
}

} // namespace dropcap::compose
