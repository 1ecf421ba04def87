#include "parsers/format/root_keys.hpp"

#include "model/ascii.hpp"
#include "parsers/format/compose_keys.hpp"
#include "parsers/format/flow_root.hpp"
#include "parsers/format/parsed_root.hpp"
#include "parsers/yaml/extent.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <span>

namespace dropcap::format {

namespace {

using yaml::is_blank_or_break;
using yaml::is_break;
using yaml::is_marker;

std::size_t past_line(std::string_view text, std::size_t at) {
    const void* feed =
        at < text.size() ? std::memchr(text.data() + at, '\n', text.size() - at) : nullptr;
    return feed == nullptr
               ? text.size()
               : static_cast<std::size_t>(static_cast<const char*>(feed) - text.data()) + 1;
}

/// `word` as a key at `at`: plain or quoted, followed by a colon.
bool is_key(std::string_view text, std::size_t at, std::string_view word) {
    const char quote = at < text.size() && (text[at] == '"' || text[at] == '\'') ? text[at] : '\0';
    if (quote != '\0') ++at;
    if (text.substr(at, word.size()) != word) return false;
    at += word.size();
    if (quote != '\0') {
        if (at >= text.size() || text[at] != quote) return false;
        ++at;
    }
    at = skip_blanks(text, at);
    return at < text.size() && text[at] == ':';
}

/// `word` as a key anywhere, at any depth.
bool has_key(std::string_view text, std::string_view word) {
    for (std::size_t at = text.find(word); at != std::string_view::npos;
         at = text.find(word, at + 1)) {
        std::size_t behind = at + word.size();
        if (behind < text.size() && (text[behind] == '"' || text[behind] == '\'')) ++behind;
        while (behind < text.size() && is_blank_or_break(text[behind])) ++behind;
        if (behind < text.size() && text[behind] == ':') return true;
    }
    return false;
}

/// Line breaks that go-yaml knows in addition to LF and CR LF: with one of them, lines are not what
/// they seem.
bool has_odd_breaks(std::string_view text) {
    for (std::size_t at = text.find('\r'); at != std::string_view::npos;
         at = text.find('\r', at + 1))
        if (at + 1 == text.size() || text[at + 1] != '\n') return true;
    return text.find("\xC2\x85") != std::string_view::npos ||
           text.find("\xE2\x80\xA8") != std::string_view::npos ||
           text.find("\xE2\x80\xA9") != std::string_view::npos;
}

bool begins_template_line(std::string_view text, std::size_t at) {
    const std::string_view two = text.substr(at, 2);
    return two == "{{" || two == "{%" || two == "{#";
}

/// A key at `at` that only a parser can read: with a property, an escape, or from elsewhere.
bool needs_parser(std::string_view text, std::size_t at) {
    static constexpr std::string_view odd = "?&!*";
    if (odd.find(text[at]) != std::string_view::npos) return true;
    if (text.substr(at, 2) == "<<") return true;
    if (text[at] != '"') return false;
    const std::size_t end = std::min(text.find('\n', at), text.size());
    return text.substr(at, end - at).find('\\') != std::string_view::npos;
}

/// Goes through the lines once of a stream.
class RootScan {
  public:
    explicit RootScan(std::string_view text) : text_(text) {}

    RootKeys run() {
        if (has_odd_breaks(text_)) return ask_parser();
        for (std::size_t line = 0; line < text_.size() && !found_.kubernetes && !unsure_;
             line = past_line(text_, line)) {
            if (line < skip_to_) continue;
            if (in_document_ && indent_ == 0 && (text_[line] == ' ' || is_break(text_[line])))
                continue;
            look_at(line);
        }
        return unsure_ ? ask_parser() : found_;
    }

  private:
    void look_at(std::size_t line) {
        if (is_marker(text_, line, '-') || is_marker(text_, line, '.')) {
            in_document_ = api_version_ = kind_ = false;
            const std::size_t behind = skip_blanks(text_, line + 3);
            if (behind < text_.size() && !is_break(text_[behind]) && text_[behind] != '#')
                begin_document(behind, behind);
            return;
        }
        const std::size_t first = skip_blanks(text_, line);
        if (first >= text_.size() || is_break(text_[first]) || text_[first] == '#' ||
            begins_template_line(text_, first))
            return;
        if (!in_document_) return begin_document(line, first);
        if (first - line <= indent_) look_at_key(first);
    }

    void begin_document(std::size_t line, std::size_t first) {
        if (text_[first] == '%') return;
        in_document_ = true;
        indent_ = first - line;
        if (text_[first] == '{') return look_at_flow(first);
        if (text_[first] == '[' || text_.substr(first, 2) == "- ") found_.may_be_list = true;
        look_at_key(first);
    }

    void look_at_key(std::size_t at) {
        if (needs_parser(text_, at))
            unsure_ = true;
        else if (is_key(text_, at, "apiVersion"))
            api_version_ = true;
        else if (is_key(text_, at, "kind"))
            kind_ = true;
        else if (is_key(text_, at, "services"))
            look_at_services(at);
        if (api_version_ && kind_) found_.kubernetes = true;
    }

    void look_at_services(std::size_t at) {
        found_.services = true;
        std::size_t value = skip_blanks(text_, text_.find(':', at) + 1);
        while (value < text_.size() && (is_break(text_[value]) || text_[value] == '#'))
            value = skip_blanks(text_, past_line(text_, value));
        const std::string_view rest = text_.substr(value);
        found_.may_be_list = found_.may_be_list || rest.starts_with("[") || rest.starts_with("- ");
    }

    void look_at_flow(std::size_t at) {
        // One JSON value may follow another, on the same line as well.
        for (; at < text_.size() && text_[at] == '{';
             at = skip_blanks(text_, skip_to_, blank_or_break)) {
            const FlowRoot root = flow_root(text_, at);
            unsure_ = unsure_ || root.is_unsure;
            found_.kubernetes = found_.kubernetes || (root.api_version && root.kind);
            found_.services = found_.services || root.services;
            found_.may_be_list = found_.may_be_list || root.services_list;
            skip_to_ = root.end;
        }
    }

    /// Text that is no YAML is what its words say: its reader reports what is wrong.
    RootKeys ask_parser() {
        const ParsedRoot root = parsed_root(text_);
        found_.kubernetes = found_.kubernetes || root.kubernetes;
        found_.services = found_.services || root.services;
        found_.may_be_list = found_.may_be_list || root.other_list;
        if (!root.is_broken) return found_;
        if (has_key(text_, "apiVersion") && has_key(text_, "kind")) found_.kubernetes = true;
        if (has_key(text_, "services")) found_.services = true;
        return found_;
    }

    std::string_view text_;
    RootKeys found_;
    std::size_t indent_ = 0;
    std::size_t skip_to_ = 0; ///< behind a flow mapping: nothing in it is a root key
    bool in_document_ = false;
    bool api_version_ = false, kind_ = false;
    bool unsure_ = false;
};

} // namespace

RootKeys root_keys(std::string_view text) { return RootScan(text).run(); }

namespace {

/// An escape that can spell a letter otherwise, or continue a word on the next line.
bool has_spelling_escape(std::string_view text) {
    for (std::size_t at = text.find('\\'); at != std::string_view::npos && at + 1 < text.size();
         at = text.find('\\', at + 1)) {
        const char next = text[at + 1];
        if (next == 'x' || next == 'u' || next == 'U' || is_break(next)) return true;
    }
    return false;
}

/// Keys in base64.
bool may_hide_keys(std::string_view text) { return text.find("binary") != std::string_view::npos; }

/// Whether a service in block style has a setting that only Compose's have, one to a line: what
/// nearly all files look like, told without a parser.
bool has_service_in_block(std::string_view text) {
    constexpr std::size_t none = std::string_view::npos;
    bool in_services = false;
    std::size_t service = none, setting = none; // indentations
    for (std::size_t line = 0; line < text.size(); line = past_line(text, line)) {
        const std::size_t first = skip_blanks(text, line, " ");
        if (first >= text.size() || is_break(text[first]) || text[first] == '#') continue;
        const std::size_t indent = first - line;
        if (indent == 0) {
            in_services = is_key(text, first, "services");
            service = setting = none;
        } else if (in_services && (service == none || indent <= service)) {
            service = indent;
            setting = none;
        } else if (in_services && (setting == none || indent == setting)) {
            setting = indent;
            if (std::ranges::any_of(telling_keys,
                                    [&](std::string_view key) { return is_key(text, first, key); }))
                return true;
        }
    }
    return false;
}

} // namespace

bool looks_like_compose(std::string_view text) {
    if (has_service_in_block(text)) return true;
    const bool named =
        std::ranges::any_of(telling_keys, [&](std::string_view key) { return has_key(text, key); });
    if (!named && !has_spelling_escape(text) && !may_hide_keys(text)) return false;
    const ParsedRoot root = parsed_root(text);
    return root.compose || (root.is_broken && named);
}

bool is_other_list(std::string_view text) { return parsed_root(text).other_list; }

namespace {

/// A document whose root keys are exactly those of a custom resource definition, each on a line of
/// its own, apiVersion and kind first: nothing before them can be a string that only looks like
/// keys.
bool is_resource_definition(std::string_view text) {
    if (has_odd_breaks(text)) return false;
    std::size_t keys = 0;
    for (std::size_t line = 0; line < text.size(); line = past_line(text, line)) {
        const char first = text[line];
        if (first == ' ' || first == '#' || is_break(first) ||
            (keys == 0 && is_marker(text, line, '-')))
            continue;
        const std::string_view here = text.substr(line, past_line(text, line) - line);
        if (keys == 0 && !here.starts_with("apiVersion: apiextensions.k8s.io/")) return false;
        if (keys == 1 && !here.starts_with("kind: CustomResourceDefinition")) return false;
        if (keys >= 2 && !here.starts_with("metadata:") && !here.starts_with("spec:") &&
            !here.starts_with("status:"))
            return false;
        ++keys;
    }
    return keys >= 2;
}

} // namespace

bool may_hold_containers(std::string_view slice_text) {
    static constexpr std::array<std::string_view, 11> words{
        "ontainer", "image",      "steps",   "script",  "ecurityContext", "odSpecPatch",
        "sidecar",  "privileged", "hostPID", "hostIPC", "hostNetwork"};
    if (is_resource_definition(slice_text)) return false;
    const bool named = std::ranges::any_of(words, [&](std::string_view word) {
        return slice_text.find(word) != std::string_view::npos;
    });
    return named || has_spelling_escape(slice_text) || may_hide_keys(slice_text);
}

} // namespace dropcap::format
