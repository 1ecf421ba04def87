#include "parsers/compose/harden.hpp"

#include "parsers/format/list_edits.hpp"

namespace dropcap::compose {

std::vector<Edit> harden(const Document& document, const Container& service,
                         const Hardening& wanted) {
    if (!service.written) return {};
    const WrittenAt& written = *service.written;
    const Place settings = written.settings;
    const yaml::Inserter inserter(document.source(settings), settings);
    format::ListEdits lists(inserter, settings.source);
    if (wanted.drop_all) lists.drop_all(service.drop, "cap_drop");
    lists.add(service.add, "cap_add", wanted.add);
    if (wanted.no_new_privileges) {
        const std::vector<yaml::NewItem> option{{"no-new-privileges:true"}};
        if (written.options)
            lists.take(inserter.add_items(*written.options, written.last_option, option));
        else
            lists.missing.push_back({.key = "security_opt", .items = option});
    }
    if (!lists.missing.empty())
        lists.take(inserter.add_keys(
            settings, lists.missing,
            format::written_entry(settings.source, {format::entry_of(service.privileged),
                                                    format::entry_of(service.read_only_root),
                                                    format::entry_of(service.user),
                                                    format::entry_of(service.image)})));
    return std::move(lists).edits();
}

} // namespace dropcap::compose
