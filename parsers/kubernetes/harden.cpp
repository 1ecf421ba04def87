#include "parsers/kubernetes/harden.hpp"

#include "parsers/format/list_edits.hpp"

#include <utility>

namespace dropcap::kubernetes {
namespace {

/// `keys` in a mapping of their own, if there are any.
std::vector<yaml::NewKey> nested(std::string_view key, std::vector<yaml::NewKey> keys) {
    std::vector<yaml::NewKey> outer;
    if (!keys.empty()) outer.push_back({.key = std::string(key), .children = std::move(keys)});
    return outer;
}

} // namespace

std::vector<Edit> harden(const Document& document, const Container& container,
                         const Hardening& wanted) {
    if (!container.written) return {};
    const WrittenAt& written = *container.written;
    const std::uint32_t source = written.settings.source;
    const yaml::Inserter inserter(document.source(written.settings), written.settings);
    format::ListEdits lists(inserter, source);
    if (wanted.drop_all) lists.drop_all(container.drop, "drop");
    lists.add(container.add, "add", wanted.add);
    if (written.capabilities && !lists.missing.empty())
        lists.take(inserter.add_keys(*written.capabilities, lists.missing, std::nullopt));
    std::vector<yaml::NewKey> context;
    if (!written.capabilities) context = nested("capabilities", std::move(lists.missing));
    if (wanted.no_new_privileges)
        context.push_back({.key = "allowPrivilegeEscalation", .word = "false"});
    if (written.context && !context.empty())
        lists.take(inserter.add_keys(
            *written.context, context,
            format::written_entry(source, {format::entry_of(container.no_new_privileges),
                                           format::entry_of(container.privileged)})));
    const std::vector<yaml::NewKey> whole = nested("securityContext", std::move(context));
    if (!written.context && !whole.empty())
        lists.take(
            inserter.add_keys(written.settings, whole,
                              format::written_entry(source, {format::entry_of(container.image)})));
    return std::move(lists).edits();
}

} // namespace dropcap::kubernetes
