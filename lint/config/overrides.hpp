#pragma once
// What a configuration's overrides make of one file: which rules run on it and what happens to
// their findings.

#include "lint/config/config.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace dropcap::config {

/// What an override had to do with a file.
enum class OverrideUse : std::uint8_t {
    none,    ///< it is for other files
    reached, ///< it is for this file, and nothing in it was what it is about
    matched, ///< it hid or changed something
};

/// The settings of one file. Made by the worker that checks the file.
class FileSettings {
  public:
    FileSettings(const Settings& settings, const std::string& path,
                 std::optional<Engine> engine_given);

    /// Rules that run, those included that overrides add for some containers only.
    [[nodiscard]] const RuleSet& rules() const { return rules_; }
    /// See Settings.
    [[nodiscard]] const RuleSet& covering() const { return settings_.covering; }
    /// Whether there are such rules.
    [[nodiscard]] bool adds_rules() const { return rules_.size() > settings_.rules.size(); }
    /// Empty: each format's own.
    [[nodiscard]] std::optional<Engine> engine() const { return engine_; }
    /// Hides what an override accepts, sets severities, and drops what rules said that were added
    /// for other containers only.
    void adjust(const Document& document, std::vector<Finding>& findings, std::size_t from);
    /// By override, in the configuration's order.
    [[nodiscard]] const std::vector<OverrideUse>& uses() const { return uses_; }

  private:
    [[nodiscard]] bool is_about(const OverrideSettings& override, const Document& document,
                                const Finding& finding) const;
    [[nodiscard]] bool runs_for(const Document& document, const Finding& finding) const;
    void adjust(std::size_t at, const OverrideSettings& override, Finding& finding);

    const Settings& settings_;
    RuleSet rules_;
    std::optional<Engine> engine_;
    std::vector<std::size_t> active_; ///< overrides for this file, not expired
    std::vector<OverrideUse> uses_;
};

} // namespace dropcap::config
