// What every format needs: places as people count, numbers, and names for findings that survive moved lines.

#include "lint/report.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <map>

namespace dropcap {
namespace {

/// FNV-1a, 64 bits: stable across machines and versions, and nothing here needs more.
class Hash {
  public:
    void add(std::string_view text) {
        for (const char byte : text) mix(static_cast<unsigned char>(byte));
        mix(0xFF); // never part of UTF-8: keeps ("a", "bc") and ("ab", "c") apart
    }
    [[nodiscard]] std::uint64_t value() const { return value_; }

  private:
    void mix(unsigned char byte) { value_ = (value_ ^ byte) * 0x100000001B3U; }
    std::uint64_t value_ = 0xCBF29CE484222325U;
};

} // namespace

Location locate(const Document& document, const Place& place) {
    const Source& source = document.source(place);
    return {source.path(), source.position(place.span.begin), source.position(place.span.end)};
}

Tally tally(const Report& report) {
    Tally counts;
    for (const FileResult& result : report.results) {
        for (const Finding& finding : result.linted.findings) {
            if (finding.suppressed)
                ++counts.suppressed;
            else if (finding.severity == Severity::error)
                ++counts.errors;
            else if (finding.severity == Severity::warning)
                ++counts.warnings;
            else
                ++counts.notes;
        }
    }
    return counts;
}

std::vector<std::vector<std::string>> fingerprints(const Report& report) {
    std::vector<std::vector<std::string>> names;
    std::map<std::uint64_t, unsigned> seen;
    for (const FileResult& result : report.results) {
        auto& row = names.emplace_back();
        for (const Finding& finding : result.linted.findings) {
            Hash hash;
            hash.add(finding.rule->id);
            hash.add(path_in_project(result.document->source(finding.flag.at).path(), report.root));
            hash.add(finding.subject);
            hash.add(result.document->text(finding.flag.at));
            const unsigned nth = seen[hash.value()]++;
            hash.add(std::to_string(nth));
            row.push_back(fmt::format("{:016x}", hash.value()));
        }
    }
    return names;
}

} // namespace dropcap
