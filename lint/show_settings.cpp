#include "lint/show_settings.hpp"

#include "lint/check/digest.hpp"
#include "lint/config/overrides.hpp"
#include "lint/config/select.hpp"
#include "lint/terminal/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace dropcap {
namespace {

/// The settings of one path, written line by line.
class Page {
  public:
    Page(const std::string& path, const config::Settings& settings, const Options& options)
        : path_(path), settings_(settings), options_(options),
          file_(settings, path, options.engine) {}

    std::string render() {
        fmt::format_to(out(), "{}\n", terminal::visible_path(path_));
        line("configuration",
             settings_.path.empty() ? "none" : terminal::visible_path(settings_.path),
             options_.isolated ? "--isolated" : "");
        show_engine();
        show_run_settings();
        fmt::format_to(out(), "  rules\n");
        for (const Rule* rule : all_rules()) show_rule(*rule);
        show_overrides();
        return text_;
    }

  private:
    std::back_insert_iterator<std::string> out() { return std::back_inserter(text_); }

    void line(std::string_view what, std::string_view value, std::string_view where) {
        std::string row = fmt::format("  {:<28} {:<14} {}", what, value, where);
        row.erase(row.find_last_not_of(' ') + 1);
        text_ += row + "\n";
    }

    [[nodiscard]] std::string place(const Place& at) const {
        const terminal::Location where = terminal::locate(*settings_.config.source, at.span);
        return fmt::format("{}:{}:{}", terminal::visible_path(where.path), where.start.line,
                           where.start.column);
    }

    [[nodiscard]] bool applies(std::size_t override) const {
        return file_.uses()[override] != config::OverrideUse::none &&
               !settings_.overrides[override].expired;
    }

    void show_engine() {
        if (options_.engine) return line("engine", engine_name(*options_.engine), "--engine");
        const MaybeFact<Engine>* said = &settings_.config.engine;
        for (std::size_t at = 0; at < settings_.overrides.size(); ++at)
            if (applies(at) && settings_.overrides[at].said->engine)
                said = &settings_.overrides[at].said->engine;
        if (*said) return line("engine", engine_name(*(*said)->known()), place((*said)->at));
        line("engine", "auto", "default");
    }

    void show_run_settings() {
        const Config& config = settings_.config;
        if (options_.fail_on_given)
            line("fail-on", options_.fail_on ? severity_name(*options_.fail_on) : "never",
                 "--fail-on");
        else if (config.fail_on)
            line("fail-on", *config.fail_on->known(), place(config.fail_on->at));
        else
            line("fail-on", "warning", "default");
        if (options_.strict || (config.strict && config.strict->is(true)))
            line("strict", "true", options_.strict ? "--strict" : place(config.strict->at));
        if (!options_.stage.empty() || config.stage)
            line("stage", options_.stage.empty() ? *config.stage->known() : options_.stage,
                 options_.stage.empty() ? place(config.stage->at) : "--stage");
        for (const auto& word : config.scan) line("scan", *word.known(), place(word.at));
        if (config.baseline)
            line("baseline", terminal::visible_path(*config.baseline->known()),
                 place(config.baseline->at));
        for (const auto& [name, patterns] :
             {std::pair("include", &config.include), std::pair("exclude", &config.exclude)})
            for (const auto& pattern : *patterns)
                line(name, terminal::visible(*pattern.known()), place(pattern.at));
    }

    /// The place of the first of `words` that names `rule`; empty: none does.
    [[nodiscard]] std::string named_at(const std::vector<Fact<std::string>>& words,
                                       const Rule& rule) const {
        for (const auto& word : words)
            if (names(*word.known(), rule)) return place(word.at);
        return {};
    }

    static bool names(std::string_view word, const Rule& rule) {
        const auto named = config::rules_named(word);
        return named.ok() && std::ranges::find(*named, &rule) != named->end();
    }

    static bool names(const std::vector<std::string>& words, const Rule& rule) {
        return std::ranges::any_of(
            words, [&](const std::string& word) { return names(std::string_view(word), rule); });
    }

    [[nodiscard]] std::string why_off(const Rule& rule) const {
        if (names(options_.ignore, rule)) return "--ignore";
        const std::string said = named_at(settings_.config.ignore, rule);
        return said.empty() ? "not selected" : said;
    }

    [[nodiscard]] std::string why_on(const Rule& rule) const {
        if (names(options_.select, rule)) return "--select";
        if (names(options_.extend_select, rule)) return "--extend-select";
        const bool pedantic = options_.pedantic && options_.select.empty();
        if (pedantic && rule.group == Group::pedantic) return "--pedantic";
        const Config& config = settings_.config;
        for (const auto* words : {&config.select, &config.extend_select})
            if (std::string said = named_at(*words, rule); !said.empty() && options_.select.empty())
                return said;
        if (config.pedantic && config.pedantic->is(true) && rule.group == Group::pedantic)
            return place(config.pedantic->at);
        for (std::size_t at = 0; at < settings_.overrides.size(); ++at)
            if (std::string said = named_at(settings_.overrides[at].said->extend_select, rule);
                !said.empty() && applies(at))
                return said;
        return rule.group == Group::standard ? "default" : "always";
    }

    void show_rule(const Rule& rule) {
        const std::string name = fmt::format("  {}", rule.id);
        if (std::ranges::find(file_.rules(), &rule) == file_.rules().end())
            return line(name, "off", why_off(rule));
        for (const SeveritySetting& setting : settings_.config.severity)
            if (*setting.rule.known() == rule.id)
                return line(name, severity_name(setting.severity),
                            fmt::format("{}, runs: {}", place(setting.rule.at), why_on(rule)));
        line(name, severity_name(rule.severity), why_on(rule));
    }

    void show_overrides() {
        bool any = false;
        for (std::size_t at = 0; at < settings_.overrides.size(); ++at) {
            if (file_.uses()[at] == config::OverrideUse::none) continue;
            if (!any) fmt::format_to(out(), "  overrides\n");
            any = true;
            const config::OverrideSettings& override = settings_.overrides[at];
            fmt::format_to(out(), "    {}  {}\n", place(override.said->at),
                           terminal::visible(sentence(override)));
        }
    }

    static std::string list(const std::vector<Fact<std::string>>& words) {
        std::string text;
        for (const auto& word : words) text += (text.empty() ? "" : ", ") + *word.known();
        return text;
    }

    static std::string sentence(const config::OverrideSettings& override) {
        const Override& said = *override.said;
        std::vector<std::string> parts;
        if (!said.ignore.empty()) parts.push_back("ignores " + list(said.ignore));
        if (!said.allow.empty()) parts.push_back("allows " + list_worst_first(override.allow));
        for (const auto& [rule, severity] : override.severity)
            parts.push_back(fmt::format("{} is {}", rule->id, severity_name(severity)));
        if (!said.extend_select.empty()) parts.push_back("also runs " + list(said.extend_select));
        if (said.engine)
            parts.push_back(fmt::format("engine {}", engine_name(*said.engine->known())));
        std::string text = fmt::format("{}", fmt::join(parts, ", "));
        if (!said.containers.empty()) text += ", containers " + list(said.containers);
        if (!said.images.empty()) text += ", images " + list(said.images);
        if (said.reason) text += ": " + *said.reason->known();
        if (said.until)
            text += fmt::format(" ({} {})", override.expired ? "ended on" : "until",
                                *said.until->known());
        return text;
    }

    const std::string& path_;
    const config::Settings& settings_;
    const Options& options_;
    config::FileSettings file_;
    std::string text_;
};

} // namespace

std::string render_settings(const std::string& path, const config::Settings& settings,
                            const Options& options) {
    return Page(path, settings, options).render();
}

} // namespace dropcap
