#pragma once
// A parsed YAML document as text, one node a line, for exact comparison: `path kind «bytes it
// covers» = value`.

#include "parsers/yaml/tree.hpp"

#include <string>

namespace dropcap::testing {

/// Line breaks, tabs and carriage returns made visible.
inline std::string visible(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else if (c == '\t')
            out += "\\t";
        else
            out += c;
    }
    return out;
}

class Outline {
  public:
    explicit Outline(std::string_view text) : text_(text) {}

    std::string of(const yaml::Node* root) {
        if (root != nullptr) write("", {.node = root});
        return std::move(out_);
    }

  private:
    void write(const std::string& path, const yaml::Child& child) {
        const yaml::Node& node = *child.node;
        out_ += path.empty() ? "." : path;
        out_ += ' ' + style_of(node) + " «" + bytes(node.at) + "»";
        if (node.is_scalar() && node.text != bytes(node.at)) out_ += " = " + visible(node.text);
        if (!node.tag.empty()) out_ += " tag " + std::string(node.tag);
        if (!node.anchor.empty()) out_ += " anchor " + std::string(node.anchor);
        if (child.origin == Origin::alias) out_ += " alias «" + bytes(child.via) + "»";
        if (child.origin == Origin::merged) out_ += " merged «" + bytes(child.via) + "»";
        out_ += '\n';
        for (std::size_t i = 0; i < node.items.size(); ++i)
            write(path + "[" + std::to_string(i) + "]", node.items[i]);
        for (const yaml::Entry& entry : node.entries)
            write(path + "." + bytes(entry.key->at), entry.value);
    }

    static std::string style_of(const yaml::Node& node) {
        if (node.is_null()) return "null";
        const bool flow = node.style == yaml::Node::Style::flow;
        if (node.is_mapping()) return flow ? "flow-map" : "map";
        if (node.is_sequence()) return flow ? "flow-seq" : "seq";
        return node.style == yaml::Node::Style::plain    ? "plain"
               : node.style == yaml::Node::Style::quoted ? "quoted"
                                                         : "block";
    }

    [[nodiscard]] std::string bytes(const Place& at) const {
        return visible(text_.substr(at.span.begin, at.span.size()));
    }

    std::string_view text_;
    std::string out_;
};

} // namespace dropcap::testing
