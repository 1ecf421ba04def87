#pragma once
// The files of evidence/ as a table, which the build writes: which capabilities programs need, and
// the experiments that show it.

#include "model/capability.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace dropcap::evidence {

/// What a row of a program depends on.
enum class Condition : std::uint8_t {
    root,            ///< the first process starts as user 0
    user,            ///< it starts as another user
    bind,            ///< its data is in a directory of the host
    volume,          ///< its data is in the image or in a volume of the engine
    protected_ports, ///< only NET_BIND_SERVICE allows a port below 1024
};

/// A capability that a row asks for.
struct NeededFor {
    Capability capability;
    std::string_view reason; ///< a clause that begins with a verb or with who does it
};

/// Rows add up: a container needs what all rows ask for whose conditions hold for it.
struct Row {
    std::span<const Condition> when; ///< all of them must hold
    std::span<const NeededFor> capabilities;
};

/// A line that a program printed without a capability.
struct ErrorLine {
    Capability capability;
    std::string_view text;
    std::string_view experiment;
};

struct Experiment {
    std::string_view name;
    std::span<const Condition> shows; ///< the conditions under which it ran
    CapabilitySet least;              ///< the least set that it works with
    std::string_view versions;        ///< "postgresql-15 15.14-0+deb12u1"
    std::string_view date;            ///< "2026-12-01"
    std::string_view imitates;        ///< what was not the image's own; empty: nothing
};

/// One file of evidence/.
struct Program {
    std::string_view name;
    std::string_view title;
    std::string_view note;
    bool starts_as_user; ///< its image names a user that is not root
    std::span<const std::string_view>
        images; ///< without registry and tag; `*`: any characters but "/"
    std::span<const std::string_view> commands; ///< words that start it
    std::span<const Row> rows;
    std::span<const Experiment> experiments;
    std::span<const ErrorLine> errors;
};

/// Every program, in order of its name.
[[nodiscard]] std::span<const Program> programs();

/// The program that an image starts ("docker.io/library/postgres:16"), or nullptr.
[[nodiscard]] const Program* program_of_image(std::string_view image);

/// The program that a word of a command line is ("gosu", "/usr/sbin/nginx"), or nullptr.
[[nodiscard]] const Program* program_of_command(std::string_view word);

} // namespace dropcap::evidence
