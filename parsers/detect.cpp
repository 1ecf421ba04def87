// How Compose files, manifests, Dockerfiles and scripts are recognised: by their names and the beginnings of their lines.

#include "parsers/formats.hpp"
#include "parsers/template_text.hpp"

#include <algorithm>
#include <array>

namespace dropcap {

namespace {

/// Whether `text` is `word` (lower case) in any case.
bool is_word(std::string_view text, std::string_view word) {
    return std::ranges::equal(text, word, {}, [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
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

bool may_be_yaml(const Glance& file) { return is_yaml_name(file.name()); }

bool is_compose(const Glance& file) {
    const RootKeys& keys = file.keys();
    if (is_compose_name(file.name())) return !keys.kubernetes || keys.services;
    return keys.services && (file.name().find("compose") != std::string_view::npos || looks_like_compose(file.text()));
}

bool is_manifest(const Glance& file) { return file.keys().kubernetes; }

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

bool may_be_dockerfile(const Glance& file) { return is_dockerfile_name(file.name()); }

bool is_dockerfile(const Glance& file) {
    if (file.has_name()) return !is_template_name(file.name()) || !is_template_text(file.text());
    const std::string_view word = first_word(file.text());
    return is_word(word, "from") || is_word(word, "arg");
}

bool is_script_name(std::string_view name) { return name.ends_with(".sh") || name.ends_with(".bash"); }

/// A script without an ending to its name says in its first line what it is.
bool may_be_script(const Glance& file) { return is_script_name(file.name()) || file.name().find('.') == std::string_view::npos; }

bool is_script(const Glance& file) {
    if (is_script_name(file.name()) || has_shell_shebang(file.text())) return true;
    static constexpr std::array<std::string_view, 5> programs{"docker", "podman", "nerdctl", "sudo", "env"};
    return !file.has_name() && std::ranges::find(programs, first_word(file.text())) != programs.end();
}

} // namespace

extern constinit const FileKind compose_file;
constinit const FileKind compose_file{.title = "a Compose file",
                                      .format = Format::compose,
                                      .scan = Scan::always,
                                      .may_be = may_be_yaml,
                                      .is = is_compose,
                                      .parse = parse_compose};

extern constinit const FileKind manifest;
constinit const FileKind manifest{.title = "a Kubernetes manifest",
                                  .format = Format::kubernetes,
                                  .scan = Scan::always,
                                  .may_be = may_be_yaml,
                                  .is = is_manifest,
                                  .parse = parse_kubernetes};

extern constinit const FileKind dockerfile;
constinit const FileKind dockerfile{.title = "a Dockerfile",
                                    .format = Format::dockerfile,
                                    .scan = Scan::always,
                                    .may_be = may_be_dockerfile,
                                    .is = is_dockerfile,
                                    .parse = parse_dockerfile};

extern constinit const FileKind script;
constinit const FileKind script{.title = "a shell script",
                                .format = Format::command,
                                .scan = Scan::scripts,
                                .may_be = may_be_script,
                                .is = is_script,
                                .parse = parse_script};

} // namespace dropcap
