#include "parsers/dockerfile/exec_form.hpp"

#include "model/ascii.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace dropcap::dockerfile {

namespace {

/// Where the JSON string that begins at the quote `at` ends: past its closing quote. The text is
/// valid JSON.
std::size_t string_end(std::string_view text, std::size_t at) {
    for (++at; text[at] != '"'; ++at)
        if (text[at] == '\\') ++at;
    return at + 1;
}

/// `value` in the place of the JSON string [begin, end); byte for byte where nothing is escaped.
text::MappedText word_at(const text::MappedText& text, std::size_t begin, std::size_t end,
                         const std::string& value) {
    if (std::string_view(text.text()).substr(begin + 1, end - begin - 2) == value)
        return text.slice(begin + 1, end - 1);
    text::MappedText word;
    word.append_replaced(value, text.span(begin + 1, end - 1), text.is_open(begin, end));
    return word;
}

} // namespace

std::optional<ExecForm> read_exec_form(const text::MappedText& arguments) {
    const std::string& text = arguments.text();
    const std::size_t first = skip_blanks(text, 0, white_space);
    if (first == text.size() || text[first] != '[') return std::nullopt;
    const auto list = nlohmann::json::parse(text, nullptr, false);
    if (!list.is_array()) return std::nullopt;
    ExecForm form;
    std::size_t at = first;
    for (const auto& item : list) {
        if (!item.is_string()) {
            form.refused = true;
            return form;
        }
        at = text.find('"', at);
        const std::size_t end = string_end(text, at);
        form.words.push_back(word_at(arguments, at, end, item.get_ref<const std::string&>()));
        at = end;
    }
    return form;
}

} // namespace dropcap::dockerfile
