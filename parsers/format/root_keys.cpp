#include "parsers/format/root_keys.hpp"

#include "model/ascii.hpp"
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

/// Goes through the lines once of a stream.
class RootScan {
  public:
    explicit RootScan(std::string_view text) : text_(text) {}

    RootKeys run() {
        if (has_odd_breaks(text_)) look_everywhere(0);
        for (std::size_t line = 0; line < text_.size() && !found_.kubernetes;
             line = past_line(text_, line)) {
            if (in_document_ && indent_ == 0 && (text_[line] == ' ' || is_break(text_[line])))
                continue;
            look_at(line);
        }
        return found_;
    }

  private:
    void look_at(std::size_t line) {
        if (is_marker(text_, line, '-') || is_marker(text_, line, '.')) {
            in_document_ = api_version_ = kind_ = false;
            const std::size_t behind = skip_blanks(text_, line + 3);
            if (behind < text_.size() && !is_break(text_[behind]) && text_[behind] != '#')
                look_everywhere(behind);
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
        static constexpr std::string_view odd = "{[\"'?&!*";
        if (odd.find(text_[first]) != std::string_view::npos) look_everywhere(first);
        look_at_key(first);
    }

    void look_at_key(std::size_t at) {
        if (is_key(text_, at, "apiVersion"))
            api_version_ = true;
        else if (is_key(text_, at, "kind"))
            kind_ = true;
        else if (is_key(text_, at, "services"))
            found_.services = true;
        if (api_version_ && kind_) found_.kubernetes = true;
    }

    /// A document that does not begin with a plain key: the keys may stand anywhere.
    void look_everywhere(std::size_t at) {
        const std::string_view rest = text_.substr(at);
        in_document_ = true;
        if (has_key(rest, "apiVersion") && has_key(rest, "kind")) found_.kubernetes = true;
        if (has_key(rest, "services")) found_.services = true;
    }

    std::string_view text_;
    RootKeys found_;
    std::size_t indent_ = 0;
    bool in_document_ = false;
    bool api_version_ = false, kind_ = false;
};

} // namespace

RootKeys root_keys(std::string_view text) { return RootScan(text).run(); }

bool looks_like_compose(std::string_view text) {
    static constexpr std::array<std::string_view, 12> keys{
        "image",      "build",        "extends",      "container_name", "cap_add",    "cap_drop",
        "privileged", "network_mode", "security_opt", "deploy",         "depends_on", "provider"};
    return std::ranges::any_of(keys, [&](std::string_view key) { return has_key(text, key); });
}

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
    return named || has_spelling_escape(slice_text);
}

} // namespace dropcap::format
