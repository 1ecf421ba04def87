#pragma once
// Programs that an image starts with to become another user: gosu, su-exec, setpriv, and sudo the
// other way.

#include "parsers/shell/words.hpp"

#include <optional>
#include <span>
#include <string>

namespace dropcap::command {

/// A command that changes its user before it runs the rest.
struct UserSwitch {
    std::string program; ///< "gosu"
    text::MappedText
        user; ///< user part only; "root" where the program means it without being given one
    Span at;  ///< the user's word, or the program's where it names none
    bool named = false; ///< the user is written
};

/// What the command that `words` start becomes; empty: it stays who it is, or no one can tell.
[[nodiscard]] std::optional<UserSwitch> find_user_switch(std::span<const shell::ShellWord> words);

} // namespace dropcap::command
