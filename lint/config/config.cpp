#include "lint/config/config.hpp"

#include "lint/terminal/snippet.hpp"
#include "lint/terminal/text.hpp"
#include "model/suggest.hpp"
#include "parsers/parse.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace dropcap::config {
namespace fs = std::filesystem;
namespace {

/// More than anybody writes by hand.
constexpr std::size_t largest_config = 1U << 20U;

std::vector<std::string> words_of(const std::vector<Fact<std::string>>& facts) {
    std::vector<std::string> words;
    words.reserve(facts.size());
    for (const auto& fact : facts) words.push_back(*fact.known());
    return words;
}

input::Gitignore patterns_of(const std::vector<Fact<std::string>>& facts) {
    std::string lines;
    for (const auto& fact : facts) lines += *fact.known() + "\n";
    return input::Gitignore(lines);
}

/// What the command line and `config` select together. A list on the command line takes the place
/// of the configuration's and of --pedantic, and a rule that it names runs although the
/// configuration ignores it.
Selection selection_of(const Selection& given, const Config& config) {
    Selection selection = given;
    selection.pedantic = given.pedantic && given.select.empty();
    const auto named = [&](const std::string& word) {
        const Rule* const rule = find_rule(word);
        if (given.strict && rule != nullptr && rule->strict) return true;
        return std::ranges::find(given.select, word) != given.select.end() ||
               std::ranges::find(given.extend, word) != given.extend.end();
    };
    for (const std::string& word : words_of(config.ignore))
        if (!named(word)) selection.ignore.push_back(word);
    if (!given.select.empty()) return selection;
    selection.select = words_of(config.select);
    std::ranges::copy(words_of(config.extend_select), std::back_inserter(selection.extend));
    if (config.pedantic && config.pedantic->is(true)) selection.pedantic = true;
    if (config.strict && config.strict->is(true)) selection.strict = true;
    return selection;
}

/// Checks what the parser could not: names of rules and dates.
class Checker {
  public:
    Checker(Config& config, ignore::Date today) : config_(config), today_(today) {}

    RuleSet rules(const std::vector<Fact<std::string>>& words) {
        RuleSet all;
        for (const auto& word : words) {
            const auto named = rules_named(*word.known());
            if (named)
                all.insert(all.end(), named->begin(), named->end());
            else
                config_.problems.push_back({word.at, named.error().message});
        }
        return all;
    }

    Severities severities(const std::vector<SeveritySetting>& settings) {
        Severities all;
        for (const SeveritySetting& setting : settings) {
            const std::string& id = *setting.rule.known();
            if (const Rule* rule = find_rule(id))
                all.emplace_back(rule, setting.severity);
            else
                config_.problems.push_back({setting.rule.at, unknown_rule(id)});
        }
        return all;
    }

    /// Whether the date is over; a bad one is a problem.
    bool expired(const MaybeFact<std::string>& until) {
        if (!until) return false;
        const auto date = ignore::parse_date(*until->known());
        if (!date)
            config_.problems.push_back(
                {until->at, invalid_value(*until->known(), "until", "a date, YYYY-MM-DD")});
        return date && *date < today_;
    }

  private:
    /// A severity is set for a rule, not for a group.
    static std::string unknown_rule(const std::string& id) {
        std::vector<std::string_view> ids;
        for (const Rule* rule : all_rules()) ids.push_back(rule->id);
        return unknown_word("rule", id, ids);
    }

    Config& config_;
    ignore::Date today_;
};

std::string complaint(const Config& config, const Problem& problem) {
    const terminal::Excerpt excerpt = terminal::excerpt_of(*config.source, problem.at.span);
    return fmt::format("{}:{}:{}: {}\n{}", terminal::visible_path(excerpt.where.path),
                       excerpt.where.start.line, excerpt.where.start.column,
                       terminal::visible(problem.message),
                       terminal::render_snippet(excerpt, {}, Severity::error));
}

/// How messages call a file: as seen from the working directory, where that is shorter.
std::string shown(const std::string& absolute) {
    std::error_code error;
    const std::string relative =
        fs::path(absolute).lexically_relative(fs::current_path(error)).generic_string();
    return error || relative.empty() || relative.size() > absolute.size() ? absolute : relative;
}

bool is_link(const std::string& path) {
    struct stat status{};
    return ::lstat(path.c_str(), &status) == 0 && S_ISLNK(status.st_mode);
}

/// A folder in which anybody may put files, such as /tmp: what is there is no configuration for
/// the folders below.
bool is_everybodys(const std::string& folder) {
    struct stat status{};
    return ::stat(folder.c_str(), &status) == 0 && (status.st_mode & S_ISVTX) != 0 &&
           (status.st_mode & S_IWOTH) != 0;
}

std::string parent(const std::string& folder) { return fs::path(folder).parent_path().string(); }

std::string with_slash(const std::string& folder) {
    return folder.ends_with('/') ? folder : folder + "/";
}

} // namespace

Result<Configurations> Configurations::make(ConfigOptions options, std::string root,
                                            ignore::Date today) {
    const auto rules = select_rules(selection_of(options.selection, {}));
    Configurations all(std::move(options), std::move(root), today);
    if (!rules) return rules.error();
    Settings& none = all.all_.emplace_back();
    none.rules = *rules;
    none.covering = covering_rules(selection_of(all.options_.selection, {}));
    if (all.options_.isolated) all.given_ = &all.all_.front();
    const std::string& file = all.options_.file;
    if (file.empty()) return all;
    auto source = input::read_source(
        {.path = file}); // a regular file: a pipe no one writes to would hold the run up for ever
    if (!source) return source.error();
    std::error_code error;
    all.given_ = all.load(file, fs::current_path(error).string(), std::move(source));
    return all;
}

const Settings& Configurations::of_file(const std::string& path) {
    if (given_ != nullptr) return *given_;
    // Files of one folder come one after the other by the thousand: the file system is asked once a
    // folder.
    const auto [known, is_new] = by_shown_folder_.try_emplace(path.substr(0, path.rfind('/') + 1));
    if (is_new) known->second = &of_folder(parent(input::absolute_path(path)));
    return *known->second;
}

const Settings& Configurations::of_run() { return of_file("-"); }

input::PathRules Configurations::path_rules() {
    input::PathRules rules;
    rules.in = [this](const std::string& folder) {
        const Settings& settings = given_ != nullptr ? *given_ : of_folder(folder);
        const bool below = with_slash(folder).starts_with(settings.folder);
        const bool silent = settings.paths.exclude.empty() && settings.paths.include.empty();
        return silent || !below ? nullptr : &settings.paths;
    };
    rules.excludes = [this](const std::string& path, bool is_folder) {
        return excludes(path, is_folder);
    };
    return rules;
}

/// A file is left out where the configuration that applies in its folder excludes it, or that of
/// any folder above it excludes the folder: what walking would never reach stays out when it is
/// named.
bool Configurations::excludes(const std::string& path, bool is_folder) {
    if (is_folder) {
        const auto known = excluded_folders_.find(path);
        if (known != excluded_folders_.end()) return known->second;
    }
    const std::string folder = parent(path);
    bool excluded = false;
    if (!(is_folder && is_boundary(path))) {
        const Settings& settings = given_ != nullptr ? *given_ : of_folder(folder);
        const bool below = path.starts_with(settings.folder) && !settings.paths.exclude.empty();
        excluded = excludes(folder, true) ||
                   (below && settings.paths.exclude.verdict(
                                 std::string_view(path).substr(settings.folder.size()),
                                 is_folder) == input::Gitignore::Verdict::ignored);
    }
    if (is_folder) excluded_folders_.emplace(path, excluded);
    return excluded;
}

bool Configurations::is_boundary(const std::string& folder) const {
    if (folder == root_ || folder == "/" || folder.empty()) return true;
    if (with_slash(folder).starts_with(with_slash(root_))) return false;
    return ::access((folder + "/.git").c_str(), F_OK) == 0 || is_everybodys(folder);
}

const Settings& Configurations::of_folder(const std::string& folder) {
    if (const auto known = by_folder_.find(folder); known != by_folder_.end())
        return *known->second;
    const Settings* settings = &all_.front();
    const std::string path = with_slash(folder) + std::string(input::config_file_name);
    const std::string misnamed = with_slash(folder) + ".dropcap.yml";
    if (folder != root_ && is_everybodys(folder)) {
        // Not a project's folder.
    } else if (::access(path.c_str(), F_OK) == 0 || is_link(path)) {
        const bool in_project = with_slash(folder).starts_with(with_slash(root_));
        settings = load(shown(path), folder, input::read_inside(path, in_project ? root_ : folder));
    } else if (::access(misnamed.c_str(), F_OK) == 0) {
        mistakes_.push_back(
            fmt::format("{}: a configuration is called {}; rename it, or it is not read\n",
                        terminal::visible_path(shown(misnamed)), input::config_file_name));
    } else if (!is_boundary(folder)) {
        settings = &of_folder(parent(folder));
    }
    by_folder_.emplace(folder, settings);
    return *settings;
}

void Configurations::check(const std::string& path) {
    (void)of_folder(parent(input::absolute_path(path)));
}

const Settings* Configurations::load(const std::string& path, const std::string& base,
                                     Result<std::shared_ptr<const Source>> source) {
    if (source.ok() && (*source)->text().size() > largest_config)
        source = Error{"a configuration has at most 1 MiB"};
    if (!source) {
        mistakes_.push_back(fmt::format("{}: {}\n", terminal::visible_path(path),
                                        terminal::visible(source.error().message)));
        return &all_.front();
    }
    Settings& settings = all_.emplace_back();
    settings.path = path;
    settings.folder = with_slash(base);
    settings.config =
        settings::parse_config(std::make_shared<Source>(path, std::string((*source)->text())));
    resolve(settings);
    std::ranges::stable_sort(settings.config.problems, {}, &Problem::at);
    for (const Problem& problem : settings.config.problems)
        mistakes_.push_back(complaint(settings.config, problem));
    return &settings;
}

/// A project that is not there would be passed over without a word.
void Configurations::check_projects(Settings& settings) {
    for (const ProjectSetting& project : settings.config.projects)
        for (const auto* paths : {&project.files, &project.env_files})
            for (const Fact<std::string>& path : *paths) {
                const std::string whole = (fs::path(settings.folder) / *path.known()).string();
                if (input::path_in_project(whole, root_).empty())
                    settings.config.problems.push_back(
                        {path.at, "this path leads out of the project"});
                else if (::access(whole.c_str(), R_OK) != 0)
                    settings.config.problems.push_back(
                        {path.at,
                         fmt::format("this file cannot be read: {}", std::strerror(errno))});
            }
}

std::vector<const Settings*> Configurations::loaded() const {
    std::vector<const Settings*> loaded;
    for (const Settings& settings : all_)
        if (!settings.path.empty()) loaded.push_back(&settings);
    return loaded;
}

void Configurations::resolve(Settings& settings) {
    Config& config = settings.config;
    Checker checker(config, today_);
    for (const auto* words : {&config.select, &config.extend_select, &config.ignore})
        (void)checker.rules(*words);
    settings.severity = checker.severities(config.severity);
    settings.paths = {.base = settings.folder,
                      .exclude = patterns_of(config.exclude),
                      .include = patterns_of(config.include)};
    for (const Override& one : config.overrides) {
        OverrideSettings& override = settings.overrides.emplace_back();
        override.said = &one;
        override.files = patterns_of(one.files);
        override.ignore = checker.rules(one.ignore);
        override.extend_select = checker.rules(one.extend_select);
        override.severity = checker.severities(one.severity);
        for (const auto& capability : one.allow) override.allow.insert(*capability.known());
        override.expired = checker.expired(one.until);
    }
    check_projects(settings);
    if (!config.problems.empty()) return; // no one will use it
    const Selection selection = selection_of(options_.selection, config);
    if (auto rules = select_rules(selection); rules.ok()) settings.rules = *std::move(rules);
    settings.covering = covering_rules(selection);
}

} // namespace dropcap::config
