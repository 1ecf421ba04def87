#include "parsers/detect.hpp"

#include "parsers/compose/wording.hpp"
#include "parsers/formats.hpp"

namespace dropcap {

std::optional<Format> detect_format(std::string_view path, std::string_view text,
                                    const format::Scans& scans) {
    const format::FileKind* const kind = find_kind(path, text, scans);
    return kind == nullptr ? std::nullopt : std::optional(kind->format);
}

bool is_compose_file(std::string_view path, std::string_view text) {
    return detect_format(path, text) == std::optional<Format>(compose::compose_format);
}

} // namespace dropcap
