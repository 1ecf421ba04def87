#include "lint/report/xml.hpp"

#include "lint/terminal/text.hpp"

namespace dropcap::report {

std::string xml_text(std::string_view text) {
    std::string out;
    const std::string shown = terminal::visible(text);
    out.reserve(shown.size());
    for (std::size_t at = 0; at < shown.size(); ++at) {
        const std::string_view rest = std::string_view(shown).substr(at);
        if (rest.starts_with("\xEF\xBF\xBE") ||
            rest.starts_with("\xEF\xBF\xBF")) { // the two that are UTF-8 and not XML
            out += rest[2] == '\xBE' ? "\\ufffe" : "\\uffff";
            at += 2;
            continue;
        }
        switch (rest[0]) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&apos;"; break;
        default: out += rest[0];
        }
    }
    return out;
}

} // namespace dropcap::report
