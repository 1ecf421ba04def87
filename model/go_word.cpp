#include "model/go_word.hpp"

#include "model/ascii.hpp"

namespace dropcap {

std::string go_uppercase(std::string_view word) {
    std::string result;
    result.reserve(word.size() + 4); // most words get a CAP_ in front
    for (std::size_t i = 0; i < word.size(); ++i) {
        const std::string_view pair = word.substr(i, 2);
        const bool long_s = pair == "\u017F";
        const bool dotless_i = pair == "\u0131";
        result += long_s ? 'S' : dotless_i ? 'I' : to_upper(word[i]);
        if (long_s || dotless_i) ++i;
    }
    return result;
}

std::string_view go_trimmed(std::string_view word) {
    constexpr std::string_view blanks = " \t\r\n\v\f";
    const auto first = word.find_first_not_of(blanks);
    return first == std::string_view::npos
               ? std::string_view{}
               : word.substr(first, word.find_last_not_of(blanks) - first + 1);
}

} // namespace dropcap
