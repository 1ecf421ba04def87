#include "parsers/formats.hpp"

#include <algorithm>
#include <vector>

namespace dropcap {

namespace {

/// By precedence, then by name.
std::vector<const format::FileKind*> in_order() {
    const auto kinds = file_kinds_by_name();
    std::vector<const format::FileKind*> sorted(kinds.begin(), kinds.end());
    std::ranges::stable_sort(sorted, {}, &format::FileKind::precedence);
    return sorted;
}

} // namespace

std::span<const format::FileKind* const> file_kinds() {
    static const std::vector<const format::FileKind*> kinds = in_order();
    return kinds;
}

const format::FileKind* find_kind(std::string_view path, std::string_view text,
                                  const format::Scans& scans) {
    const format::FileInfo file(path, text);
    for (const format::FileKind* kind : file_kinds())
        if (scans.has(kind->scan) && (!file.has_name() || kind->may_be(file)) && kind->is(file))
            return kind;
    return nullptr;
}

} // namespace dropcap
