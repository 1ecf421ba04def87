#include "parsers/format/not_checked.hpp"

#include <utility>

namespace dropcap::format {

Document not_checked(const std::shared_ptr<const Source>& source, Span at, std::string reason) {
    Document document;
    document.sources.push_back(source);
    document.unchecked.push_back({.at = {.source = 0, .span = at}, .reason = std::move(reason)});
    return document;
}

} // namespace dropcap::format
