#pragma once
// yaml-cpp's messages in words that say what is wrong and what it usually comes from.

#include <string>
#include <string_view>

namespace dropcap::yaml {

/// Our sentence for one of yaml-cpp's messages; an unknown one is passed on.
[[nodiscard]] std::string clear_message(std::string_view message);

} // namespace dropcap::yaml
