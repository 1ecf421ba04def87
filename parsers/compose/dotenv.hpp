#pragma once
// `.env` files as Compose reads them.

#include "parsers/compose/interpolation.hpp"

#include <string>
#include <string_view>

namespace dropcap::compose {

/// Adds the variables of a `.env` text to `read`, where files that were read before lose against
/// it; what `given` has wins over both and is left out. `from` is how they are reported: "set in
/// .env". Returns why Compose refuses the file ("line 3: …", never with the file's own text), or an
/// empty string.
[[nodiscard]] std::string read_dotenv(std::string_view text, const std::string& from,
                                      const Environment& given, Environment& read);

} // namespace dropcap::compose
