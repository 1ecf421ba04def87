#pragma once
// `.dropcap.yaml`: found, checked, and put together with the command line. Which files a
// configuration is about, and what it says of them.

#include "lint/config/select.hpp"
#include "lint/ignore/suppress.hpp"
#include "lint/input/files.hpp"
#include "model/config.hpp"

#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace dropcap::config {

/// Severities that a configuration gives to rules.
using Severities = std::vector<std::pair<const Rule*, Severity>>;

/// An entry of `overrides`, checked.
struct OverrideSettings {
    const Override* said = nullptr;
    input::Gitignore files; ///< the files it is for; empty: all
    RuleSet ignore;
    RuleSet extend_select;
    Severities severity;
    CapabilitySet allow;
    bool expired = false; ///< its `until` is over: it changes nothing any more
};

/// What applies to the files of one configuration, the command line's word included.
struct Settings {
    std::string path;   ///< how messages call the configuration; empty: there is none
    std::string folder; ///< absolute, with a slash at its end: what its patterns count from
    Config config;
    RuleSet rules;    ///< what runs on every file
    RuleSet covering; ///< see covering_rules()
    Severities severity;
    std::vector<OverrideSettings> overrides;
    input::FolderRules paths;
};

/// What the command line says about configurations and rules.
struct ConfigOptions {
    std::string file; ///< --config: the configuration instead of each file's own; empty: none given
    bool isolated = false; ///< --isolated: no configuration at all
    Selection selection;   ///< --select, --extend-select, --ignore, --pedantic
};

/// Every configuration of a run. Reads each folder's once; from one thread only.
class Configurations {
  public:
    /// `root`: the project's folder, above which no configuration counts for the files in it. Fails
    /// where the command line names a rule that there is not.
    static Result<Configurations> make(ConfigOptions options, std::string root, ignore::Date today);

    /// What applies to the file `path`; it need not exist. Stable as long as *this lives.
    [[nodiscard]] const Settings& of_file(const std::string& path);
    /// What applies to the run as a whole: to the files of the working directory.
    [[nodiscard]] const Settings& of_run();
    /// For find_inputs(); refers to *this.
    [[nodiscard]] input::PathRules path_rules();
    /// Reads `path` as a configuration although it is none of those that apply, so that its
    /// mistakes are reported.
    void check(const std::string& path);

    /// The configurations read so far, in that order.
    [[nodiscard]] std::vector<const Settings*> loaded() const;
    /// What is wrong with the configurations read so far, `file:line:col: sentence` with an excerpt
    /// each. Any makes the run impossible.
    [[nodiscard]] const std::vector<std::string>& mistakes() const { return mistakes_; }

  private:
    Configurations(ConfigOptions options, std::string root, ignore::Date today)
        : options_(std::move(options)), root_(std::move(root)), today_(today) {}

    [[nodiscard]] const Settings& of_folder(const std::string& folder);
    [[nodiscard]] bool is_boundary(const std::string& folder) const;
    [[nodiscard]] bool excludes(const std::string& path, bool is_folder);
    const Settings* load(const std::string& path, const std::string& base,
                         Result<std::shared_ptr<const Source>> source);
    void resolve(Settings& settings);
    void check_projects(Settings& settings);

    ConfigOptions options_;
    std::string root_;
    ignore::Date today_;
    std::deque<Settings> all_; ///< [0]: without a configuration
    std::unordered_map<std::string, const Settings*> by_folder_;
    std::unordered_map<std::string, const Settings*>
        by_shown_folder_; ///< by a path's folder as it is written
    std::unordered_map<std::string, bool> excluded_folders_;
    const Settings* given_ = nullptr; ///< --config, or [0] with --isolated
    std::vector<std::string> mistakes_;
};

} // namespace dropcap::config
