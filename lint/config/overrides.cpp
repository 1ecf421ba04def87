#include "lint/config/overrides.hpp"

#include <algorithm>

namespace dropcap::config {
namespace {

bool is_for_all_containers(const Override& override) {
    return override.containers.empty() && override.images.empty();
}

bool contains(const RuleSet& rules, const Rule* rule) {
    return std::ranges::find(rules, rule) != rules.end();
}

template <class Matches>
bool any_pattern(const std::vector<Fact<std::string>>& patterns, Matches matches) {
    return patterns.empty() || std::ranges::any_of(patterns, [&](const auto& pattern) {
               return matches(*pattern.known());
           });
}

/// "Deployment/web" and "Deployment/web/proxy" are names too: a pattern with a slash is compared
/// with them.
bool names(std::string_view pattern, const Container& container) {
    if (pattern.find('/') == std::string_view::npos || container.object.empty())
        return input::wildcard_matches(pattern, container.name);
    return input::wildcard_matches(pattern, container.object) ||
           input::wildcard_matches(pattern, container.object + "/" + container.name);
}

/// The image without its digest and its tag; a colon before a slash belongs to a registry's port.
std::string_view repository_of(std::string_view image) {
    image = image.substr(0, image.find('@'));
    const auto colon = image.rfind(':');
    return colon != std::string_view::npos && image.find('/', colon) == std::string_view::npos
               ? image.substr(0, colon)
               : image;
}

bool is_image(std::string_view pattern, const Container& container) {
    if (!container.image) return false;
    const std::string* const known = container.image->known();
    const std::string_view image =
        known != nullptr ? std::string_view(*known) : container.image->unresolved()->text;
    return input::wildcard_matches(pattern, image) ||
           input::wildcard_matches(pattern, repository_of(image));
}

const Severity* severity_in(const Severities& severities, const Rule* rule) {
    const auto found =
        std::ranges::find(severities, rule, [](const auto& row) { return row.first; });
    return found == severities.end() ? nullptr : &found->second;
}

std::string_view below(const std::string& path, const std::string& folder) {
    return path.starts_with(folder) ? std::string_view(path).substr(folder.size())
                                    : std::string_view();
}

} // namespace

FileSettings::FileSettings(const Settings& settings, const std::string& path,
                           std::optional<Engine> engine_given)
    : settings_(settings), rules_(settings.rules),
      uses_(settings.overrides.size(), OverrideUse::none) {
    if (settings.config.engine) engine_ = *settings.config.engine->known();
    const std::string absolute =
        settings.overrides.empty() ? std::string() : input::absolute_path(path);
    const std::string_view relative = below(absolute, settings.folder);
    for (std::size_t at = 0; at < settings.overrides.size(); ++at) {
        const OverrideSettings& override = settings.overrides[at];
        if (!override.files.empty() && (relative.empty() || !override.files.covers(relative)))
            continue;
        uses_[at] = OverrideUse::reached;
        if (override.expired) continue;
        active_.push_back(at);
        if (override.said->engine)
            engine_ = *override.said->engine->known(), uses_[at] = OverrideUse::matched;
        for (const Rule* rule : override.extend_select)
            if (!contains(rules_, rule)) rules_.push_back(rule);
    }
    if (adds_rules()) std::ranges::sort(rules_, {}, &Rule::id);
    if (engine_given) engine_ = engine_given;
}

bool FileSettings::is_about(const OverrideSettings& override, const Document& document,
                            const Finding& finding) const {
    if (is_for_all_containers(*override.said)) return true;
    if (finding.container_index == Finding::npos) return false;
    const Container& container = document.containers[finding.container_index];
    return any_pattern(override.said->containers,
                       [&](const std::string& pattern) { return names(pattern, container); }) &&
           any_pattern(override.said->images,
                       [&](const std::string& pattern) { return is_image(pattern, container); });
}

bool FileSettings::runs_for(const Document& document, const Finding& finding) const {
    if (contains(settings_.rules, finding.rule)) return true;
    return std::ranges::any_of(active_, [&](std::size_t at) {
        const OverrideSettings& override = settings_.overrides[at];
        return contains(override.extend_select, finding.rule) &&
               is_about(override, document, finding);
    });
}

void FileSettings::adjust(std::size_t at, const OverrideSettings& override, Finding& finding) {
    const bool allowed = !finding.flag.about.empty() && override.allow.contains(finding.flag.about);
    const Severity* const severity = severity_in(override.severity, finding.rule);
    const bool ignored = allowed || contains(override.ignore, finding.rule);
    if (severity != nullptr) finding.severity = *severity;
    const MaybeFact<std::string>& reason =
        override.said->reason; // a configuration that ignores without one is refused
    if (ignored && !finding.suppressed && reason)
        finding.suppressed = Suppression{*reason->known(), HiddenBy::configuration};
    if (ignored || severity != nullptr || contains(override.extend_select, finding.rule))
        uses_[at] = OverrideUse::matched;
}

void FileSettings::adjust(const Document& document, std::vector<Finding>& findings,
                          std::size_t from) {
    if (settings_.path.empty()) return;
    const auto first = findings.begin() + static_cast<std::ptrdiff_t>(from);
    if (adds_rules())
        findings.erase(
            std::remove_if(first, findings.end(),
                           [&](const Finding& finding) { return !runs_for(document, finding); }),
            findings.end());
    for (Finding& finding : std::span(findings).subspan(from)) {
        if (const Severity* const severity = severity_in(settings_.severity, finding.rule))
            finding.severity = *severity;
        for (const std::size_t at : active_)
            if (is_about(settings_.overrides[at], document, finding))
                adjust(at, settings_.overrides[at], finding);
    }
}

} // namespace dropcap::config
