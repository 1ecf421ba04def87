#pragma once
// systemd's unit file format (systemd.syntax(7)), which Podman's Quadlet shares: sections of
// `Key=value` lines.

#include "model/container.hpp"
#include "parsers/shell/words.hpp"
#include "parsers/text/mapped_text.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::hosts {

/// One `Key=value`, its continuation lines joined by blanks.
struct UnitSetting {
    std::string section; ///< without brackets: "Service"
    std::string key;
    Span key_at;
    text::MappedText value; ///< without blanks around it
    Span at;                ///< from the key to the value's end
};

/// A `[Section]` line.
struct UnitSection {
    std::string name;
    Span at; ///< with its brackets
};

/// A unit file's settings in order, and its comments.
struct UnitFile {
    std::vector<UnitSection> sections;
    std::vector<UnitSetting> settings;
    std::vector<Comment> comments;
    std::vector<Problem> problems;
};

/// Reads the text of source number `source`.
[[nodiscard]] UnitFile read_unit_file(std::string_view text, std::uint32_t source);

/// A value with specifiers (`%i`, systemd.unit(5)) open and `%%` as `%`.
[[nodiscard]] text::MappedText with_specifiers(const text::MappedText& value);

/// A value's words: quotes and escapes removed, `$X` and `${X}` open.
[[nodiscard]] std::vector<shell::ShellWord> unit_words(const text::MappedText& value);

/// "yes", "true", "on" and "1", or their opposites, in any case; empty for any other word.
[[nodiscard]] std::optional<bool> unit_bool(std::string_view word);

/// The unit's name: the path's last part.
[[nodiscard]] std::string_view unit_name(std::string_view path);

} // namespace dropcap::hosts
