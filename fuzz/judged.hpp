#pragma once
// A document that came of any bytes, judged and told in every format: the promises that hold for
// all of it.

#include "model/container.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace dropcap::fuzz {

/// `bytes` as a file of that path is read.
[[nodiscard]] std::shared_ptr<const Source> source_of(std::string path, std::string_view bytes);

/// Every place lies in its text, every posture lies within its bounds, fixes can be made, and every
/// report can be told and is inert.
void check_judged(const Document& document);

/// A dozen formats cost twenty times what reading and judging cost. So a fuzzer has one in so many
/// documents told: those whose text has the right hash, so that a find stays one. Without a word
/// all are told.
void tell_one_in(std::size_t documents);

} // namespace dropcap::fuzz
