// What a file is, from its name and the beginnings of its lines.

#include "parsers/parse.hpp"
#include "parsers/prefilter.hpp"
#include "parsers/template_text.hpp"

#include <algorithm>
#include <array>

namespace dropcap {

namespace {

std::string lower_base_name(std::string_view path) {
    const std::size_t slash = path.find_last_of("/\\");
    std::string name(slash == std::string_view::npos ? path : path.substr(slash + 1));
    std::ranges::transform(name, name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return name;
}

template <std::size_t N>
bool ends_with_one_of(std::string_view name, const std::array<std::string_view, N>& endings) {
    return std::ranges::any_of(endings, [&](std::string_view ending) { return name.ends_with(ending); });
}

bool is_yaml_name(std::string_view name) { return ends_with_one_of(name, std::array<std::string_view, 3>{".yaml", ".yml", ".json"}); }

/// `Dockerfile.prod`, `Dockerfile-prod` and `api.Dockerfile`, but not `Dockerfile.md` and what docker itself puts beside one.
bool is_dockerfile_name(std::string_view name) {
    static constexpr std::array<std::string_view, 8> others{".dockerignore", ".md", ".rst", ".txt", ".yaml", ".yml", ".json", ".sh"};
    for (const std::string_view base : {std::string_view("dockerfile"), std::string_view("containerfile")}) {
        if (name == base) return true;
        if (name.ends_with(base) && name[name.size() - base.size() - 1] == '.') return true;
        const bool suffixed = name.starts_with(base) && std::string_view(".-_").find(name[base.size()]) != std::string_view::npos;
        if (suffixed) return !ends_with_one_of(name, others);
    }
    return false;
}

bool is_template_name(std::string_view name) {
    return ends_with_one_of(
        name, std::array<std::string_view, 9>{".j2", ".jinja", ".jinja2", ".tmpl", ".tpl", ".template", ".gotmpl", ".erb", ".tt"});
}

/// Names that docker compose finds by itself, and the ones people give beside them (docker-compose.prod.yml).
bool is_compose_name(std::string_view name) { return name.starts_with("docker-compose") || name.starts_with("compose."); }

bool has_shell_shebang(std::string_view text) {
    if (!text.starts_with("#!")) return false;
    const std::string_view line = text.substr(0, text.find('\n'));
    static constexpr std::array<std::string_view, 6> shells{"sh", "bash", "dash", "ash", "ksh", "zsh"};
    const auto names = [&](std::string_view shell) {
        const std::size_t at = line.rfind(shell);
        if (at == std::string_view::npos || (line[at - 1] != '/' && line[at - 1] != ' ')) return false;
        const std::size_t end = at + shell.size();
        return end == line.size() || line[end] == ' ' || line[end] == '\r';
    };
    return std::ranges::any_of(shells, names);
}

std::optional<Format> format_of_yaml(std::string_view name, std::string_view text) {
    const RootKeys keys = root_keys(text);
    if (keys.kubernetes && !keys.services) return Format::kubernetes;
    if (is_compose_name(name)) return Format::compose;
    if (keys.services && (name.find("compose") != std::string_view::npos || looks_like_compose(text))) return Format::compose;
    if (keys.kubernetes) return Format::kubernetes;
    return std::nullopt;
}

/// The first word of the first line that is neither blank nor a comment.
std::string_view first_word(std::string_view text) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t first = line.find_first_not_of(" \t\r");
        if (first == std::string_view::npos || line[first] == '#') continue;
        return line.substr(first, line.find_first_of(" \t\r", first) - first);
    }
    return {};
}

/// Text without a name that says anything (standard input).
std::optional<Format> format_of_nameless(std::string_view text) {
    if (has_shell_shebang(text)) return Format::command;
    if (const auto format = format_of_yaml({}, text)) return format;
    const std::string word = lower_base_name(first_word(text));
    if (word == "from" || word == "arg") return Format::dockerfile;
    static constexpr std::array<std::string_view, 5> programs{"docker", "podman", "nerdctl", "sudo", "env"};
    if (std::ranges::find(programs, word) != programs.end()) return Format::command;
    return std::nullopt;
}

} // namespace

std::optional<Format> detect_format(std::string_view path, std::string_view text) {
    const std::string name = lower_base_name(path);
    if (name.empty() || name == "-" || name == "<stdin>") return format_of_nameless(text);
    if (is_dockerfile_name(name)) {
        if (is_template_name(name) && is_template_text(text)) return std::nullopt;
        return Format::dockerfile;
    }
    if (is_yaml_name(name)) return format_of_yaml(name, text);
    if (name.ends_with(".sh") || name.ends_with(".bash") || has_shell_shebang(text)) return Format::command;
    return std::nullopt;
}

} // namespace dropcap
