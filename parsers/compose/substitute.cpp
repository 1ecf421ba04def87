// Interpolation of a whole document: string values only, keys never, as compose-go's interpolation/
// does.

#include "parsers/compose/substitute.hpp"

#include "parsers/yaml/text.hpp"

#include <fmt/format.h>

namespace dropcap::compose {

namespace {

using yaml::Child;
using yaml::Entry;
using yaml::Node;

class Interpolator {
  public:
    Interpolator(const Environment& environment, yaml::Arena& arena, ProjectContext& reading)
        : environment_(environment), arena_(arena), reading_(reading) {}

    const Node* run(const Node& node) {
        switch (node.kind) {
        case Node::Kind::scalar: return scalar(node);
        case Node::Kind::sequence: return sequence(node);
        case Node::Kind::mapping: return mapping(node);
        case Node::Kind::null: break;
        }
        return &node;
    }

  private:
    /// A node that is in several places is worked out once.
    const Node* child(const Child& from) {
        if (from.origin == Origin::written && from.node->anchor.empty()) return run(*from.node);
        const auto [known, fresh] = known_.try_emplace(from.node, nullptr);
        if (!fresh && known->second != nullptr) return known->second;
        const Node* const made = run(*from.node);
        known_[from.node] = made;
        return made;
    }

    const Node* scalar(const Node& node) {
        if (node.text.find('$') == std::string_view::npos || !is_string(node)) return &node;
        Substitution substitution = substitute(node.text, environment_);
        if (!take(reading_.budget.substituted,
                  substitution.text.size() + substitution.message.size()))
            throw TooLarge{node.at};
        if (substitution.refusal == Substitution::Refusal::format ||
            substitution.refusal == Substitution::Refusal::too_long)
            reading_.document.problems.push_back(
                {refused(node, substitution), substitution.message});
        Node* const made = arena_.make_node();
        *made = node;
        made->text = arena_.keep(substitution.text);
        made->style =
            Node::Style::quoted; // what a variable brings is a string, whatever it looks like
        reading_.substitutions.emplace(made, std::move(substitution));
        return made;
    }

    /// Where it says what is no variable; a text that grows too long is refused as a whole.
    [[nodiscard]] Place refused(const Node& node, const Substitution& substitution) const {
        if (substitution.refused_size == 0) return node.at;
        const text::MappedText text =
            yaml::mapped_text(reading_.document.source(node.at).text(), node);
        return {node.at.source, text.span(substitution.refused_at,
                                          substitution.refused_at + substitution.refused_size)};
    }

    const Node* sequence(const Node& node) {
        std::vector<Child> items;
        bool changed = false;
        for (const Child& from : node.items) {
            Child item = from;
            item.node = child(from);
            changed = changed || item.node != from.node;
            items.push_back(item);
        }
        if (!changed) return &node;
        Node* const made = arena_.make_node();
        *made = node;
        made->items = arena_.keep(items);
        return made;
    }

    const Node* mapping(const Node& node) {
        std::vector<Entry> entries;
        bool changed = false;
        for (const Entry& from : node.entries) {
            Entry entry = from;
            entry.value.node = child(from.value);
            changed = changed || entry.value.node != from.value.node;
            entries.push_back(entry);
        }
        if (!changed) return &node;
        Node* const made = arena_.make_node();
        *made = node;
        made->entries = arena_.keep(entries);
        return made;
    }

    const Environment& environment_;
    yaml::Arena& arena_;
    ProjectContext& reading_;
    std::unordered_map<const Node*, const Node*> known_;
};

} // namespace

const Node* interpolate(const Node& root, const Environment& environment, yaml::Arena& arena,
                        ProjectContext& reading) {
    return Interpolator(environment, arena, reading).run(root);
}

} // namespace dropcap::compose
