#pragma once
// Checks that cannot run on every machine. Each has a hidden tag, [.NAME], and is a CTest entry of
// its own.

#include <string>

namespace dropcap::fixture {

/// Reports that a check cannot run here. CTest shows its entry as skipped if nothing in it failed;
/// `./dev test` prints the reason.
void skip(const std::string& reason);

} // namespace dropcap::fixture
