#include "lint/report/fold.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace dropcap::report {
namespace {

/// Bytes of the first word: a quoted text, a blank, or what stands before the next of them.
std::size_t first_word(std::string_view text) {
    if (text.front() == '`') return std::min(text.find('`', 1), text.size() - 1) + 1;
    return std::max<std::size_t>(std::min(text.find_first_of(" `"), text.size()), 1);
}

} // namespace

std::string kind_of(std::string_view sentence) {
    std::string kind;
    while (!sentence.empty()) {
        const std::string_view word = sentence.substr(0, first_word(sentence));
        // A quoted text of several words is a command line to run.
        const bool is_name = word.front() == '`' ? word.find(' ') == std::string_view::npos
                                                 : word.find('/') != std::string_view::npos;
        if (!is_name) kind += word;
        sentence.remove_prefix(word.size());
    }
    return kind;
}

std::vector<Block> folded(std::span<const check::Record* const> findings) {
    std::map<std::pair<const Rule*, Severity>, std::size_t> known;
    std::vector<Block> blocks;
    for (const check::Record* finding : findings) {
        const auto [found, is_new] =
            known.try_emplace({finding->rule, finding->severity}, blocks.size());
        if (is_new) blocks.emplace_back();
        blocks[found->second].members.push_back(finding);
    }
    for (Block& block : blocks) {
        std::set<std::string> kinds;
        const auto others =
            std::ranges::stable_partition(block.members, [&](const check::Record* finding) {
                return kinds.insert(kind_of(finding->title)).second;
            });
        block.kinds = block.members.size() - others.size();
    }
    std::ranges::stable_sort(blocks, {},
                             [](const Block& block) { return block.members.front()->severity; });
    return blocks;
}

} // namespace dropcap::report
