#pragma once
// How the YAML builder and its guards give up on a document; never leaves parse_slice().

#include "model/source.hpp"

#include <string>

namespace dropcap::yaml {

/// Thrown: no reader of this document would accept it, or a ceiling is reached.
struct Refusal {
    Span at; ///< in the document's own bytes
    std::string message;
};

} // namespace dropcap::yaml
