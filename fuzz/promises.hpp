#pragma once
// What every fuzz target may ask of what came out.

#include "model/container.hpp"

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace dropcap::fuzz {

/// Ends the run with `promise` when it was not kept.
inline void require(bool kept, const char* promise) {
    if (kept) return;
    std::fprintf(stderr, "broken promise: %s\n", promise);
    std::abort();
}

[[nodiscard]] inline bool within(Span inner, Span outer) {
    return outer.begin <= inner.begin && inner.begin <= inner.end && inner.end <= outer.end;
}

[[nodiscard]] inline bool within(Span span, std::string_view text) {
    return span.begin <= span.end && span.end <= text.size();
}

/// A place that is in one of the document's texts.
inline void require_place(const Document& document, const Place& at, const char* promise) {
    require(at.source < document.sources.size(), promise);
    require(within(at.span, document.sources[at.source]->text()), promise);
}

} // namespace dropcap::fuzz
