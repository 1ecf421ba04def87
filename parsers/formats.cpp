#include "parsers/formats.hpp"

#include "parsers/detect.hpp"
#include "parsers/stand_ins.hpp"

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

namespace {

const format::FileKind* kind_of(const format::FileInfo& file, const format::Scans& scans) {
    for (const format::FileKind* kind : file_kinds())
        if (scans.has(kind->scan) && (!file.has_name() || kind->may_be(file)) && kind->is(file))
            return kind;
    return nullptr;
}

bool has_name_of_a_kind(const format::FileInfo& file, const format::Scans& scans) {
    return std::ranges::any_of(file_kinds(), [&](const format::FileKind* kind) {
        return scans.has(kind->scan) && kind->may_be(file);
    });
}

} // namespace

const format::FileKind* find_kind(std::string_view path, std::string_view text,
                                  const format::Scans& scans) {
    const format::FileInfo file(path, text);
    const std::string_view rendered = without_template_ending(path);
    if (!rendered.empty()) {
        const format::FileInfo inner(rendered, text);
        if (is_lfs_pointer(text) && has_name_of_a_kind(inner, scans)) return &lfs_pointer;
        if (kind_of(inner, scans) != nullptr) return &template_file;
    }
    if (is_lfs_pointer(text) && (!file.has_name() || has_name_of_a_kind(file, scans)))
        return &lfs_pointer;
    return kind_of(file, scans);
}

bool may_be_ours(std::string_view path, const format::Scans& scans) {
    const std::string_view rendered = without_template_ending(path);
    return has_name_of_a_kind(format::FileInfo(path, {}), scans) ||
           (!rendered.empty() && has_name_of_a_kind(format::FileInfo(rendered, {}), scans));
}

} // namespace dropcap
