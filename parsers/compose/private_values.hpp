#pragma once
// Values that a variable brings in from another file: `.env` holds what people do not want to be
// shown.

#include <string_view>

namespace dropcap::compose {

/// Whether `text` is a word of Compose's own or a number, and so no secret: a capability, true or
/// false, `host`, `seccomp=unconfined`, a user's or a port's number.
[[nodiscard]] bool is_public_word(std::string_view text);

} // namespace dropcap::compose
