#pragma once
// What one flag of docker, podman or nerdctl says about the container.

#include "parsers/command/line.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace dropcap::command {

/// Writes one flag after the other into a container.
class FlagWriter {
  public:
    FlagWriter(CommandResult& result, Program program, const CommandContext& context)
        : result_(result), container_(result.container), program_(program), context_(context) {}

    void write(const FlagUse& use);

    [[nodiscard]] Place place(Span span) const { return {context_.source, span}; }
    /// The decoded bytes [begin, end) of `word` as a fact.
    [[nodiscard]] Fact<std::string> fact(const shell::ShellWord& word, std::size_t begin,
                                         std::size_t end, Span entry) const;
    [[nodiscard]] Fact<std::string> fact(const FlagUse& use) const {
        return fact(use.value, 0, use.value.text.size(), use.entry);
    }

  private:
    void write_switch(std::string_view name, const FlagUse& use);
    void set(MaybeFact<bool>& target, const FlagUse& use) const;
    void write_value(std::string_view name, const FlagUse& use);
    void add_words(CapabilityList& list, const FlagUse& use);
    void add_csv(CapabilityList& list, const FlagUse& use);
    [[nodiscard]] std::size_t add_csv_field(CapabilityList& list, const FlagUse& use,
                                            std::size_t begin);
    void security_opt(const FlagUse& use);
    void user(const FlagUse& use);
    void label(const FlagUse& use);
    void refuse_user_namespace(const FlagUse& use);
    void name_space(std::string_view name, const FlagUse& use);
    void port(const FlagUse& use);

    CommandResult& result_;
    Container& container_;
    Program program_;
    const CommandContext& context_;
};

/// Writes what flags say into `result.container` (for formats that hold flags without a command:
/// workflow options, PodmanArgs, runArgs).
void apply_flags(CommandResult& result, const ParsedFlags& parsed, Program program,
                 const CommandContext& context);

/// The program decides alone how capabilities combine, unless --engine says otherwise.
[[nodiscard]] Engine engine_of(Program program, const CommandContext& context);

} // namespace dropcap::command
