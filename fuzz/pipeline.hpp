#pragma once
// A document that came of any bytes, checked and reported in every format: the promises that hold
// for all of it.

#include "model/container.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace dropcap::fuzz {

/// `bytes` as a file of that path is read.
[[nodiscard]] std::shared_ptr<const Source> source_of(std::string path, std::string_view bytes);

/// Every place is in its text, every posture is within its bounds, fixes can be made, and every
/// report can be written and is inert.
void check_pipeline(const Document& document);

/// A dozen formats cost twenty times what reading and checking cost. So a fuzzer has one in so many
/// documents told: those whose text has the right hash, so that a find stays one. Without a word
/// all are reported.
void tell_one_in(std::size_t documents);

} // namespace dropcap::fuzz
