#include "lint/report/json_list.hpp"

#include "lint/terminal/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace dropcap::report {
namespace {

/// Every line of `text` that much deeper; a line break is the writer's own, since strings have
/// theirs escaped.
void append_deeper(std::string& out, std::string_view text, std::size_t columns) {
    for (;;) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        out.append(columns, ' ').append(text.substr(0, end));
        text.remove_prefix(end);
        if (text.empty()) return;
        out += '\n';
        text.remove_prefix(1);
    }
}

} // namespace

void write_json_list(const JsonList& list, std::size_t count,
                     const std::function<std::string(std::size_t)>& item, const input::Sink& sink) {
    constexpr std::size_t worth_a_write = 64U << 10U;
    // Quotes within strings are escaped: only the key itself reads like this.
    const std::string place = list.key.empty() ? "null" : fmt::format("\"{}\": null", list.key);
    const std::size_t at = list.whole.find(place) + place.size() - 4;
    std::string out = list.whole.substr(0, at) + "[";
    const std::size_t columns = list.depth * json_indent;
    for (std::size_t number = 0; number < count; ++number) {
        out += number == 0 ? "\n" : ",\n";
        append_deeper(out, item(number), columns);
        if (out.size() < worth_a_write) continue;
        sink(terminal::inert_json(out));
        out.clear();
    }
    if (count > 0) out.append("\n").append(columns - json_indent, ' ');
    sink(terminal::inert_json(out += "]" + list.whole.substr(at + 4) + "\n"));
}

} // namespace dropcap::report
