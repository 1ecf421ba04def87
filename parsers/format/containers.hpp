#pragma once
// The one way in which parsers add a container to a document.

#include "model/container.hpp"

#include <cstddef>

namespace dropcap::format {

/// Of one document, or of one part of a stream (ParseOptions::take_part). A container that is
/// checked takes about ten kilobytes, and a hostile file could describe one with every few bytes.
inline constexpr std::size_t most_containers = 20'000;

/// One more than that is checked and is reported as a problem at its own place; those behind it are
/// ignored.
void add_container(Document& document, Container&& container);
/// About so many are to come: a list of thousands need not be moved as it grows.
void expect_containers(Document& document, std::size_t count);

} // namespace dropcap::format
