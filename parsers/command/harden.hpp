#pragma once
// Edits that add flags to a command line.

#include "model/container.hpp"
#include "model/finding.hpp"
#include "model/hardening.hpp"

#include <string>
#include <vector>

namespace dropcap::command {

/// The flags that a Hardening asks for: "--cap-drop=ALL --cap-add=SETUID".
[[nodiscard]] std::vector<std::string> flags_for(const Hardening& wanted);

/// See FormatInfo::harden.
[[nodiscard]] std::vector<Edit> harden(const Document& document, const Container& container,
                                       const Hardening& wanted);

/// See FormatInfo::remove_word.
[[nodiscard]] std::vector<Edit> remove_flag(const Document& document, const CapabilityList& list,
                                            std::size_t index);

} // namespace dropcap::command
