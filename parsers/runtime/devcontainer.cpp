#include "parsers/runtime/devcontainer.hpp"

#include "parsers/format/security_opt.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace dropcap::runtime {

namespace {

class Taker {
  public:
    Taker(Container& container, const NodePlace& place) : container_(container), place_(place) {}

    void take(const yaml::Node& object) {
        if (const auto* entry = object.find("privileged")) privileged(*entry);
        if (const auto* entry = object.find("capAdd"))
            each_string(*entry, [&](auto fact) { add(std::move(fact)); });
        if (const auto* entry = object.find("securityOpt"))
            each_string(*entry, [&](const auto& fact) { security_opt(fact); });
        if (const auto* entry = object.find("containerUser")) user(*entry);
    }

  private:
    void complain(const yaml::Entry& entry, std::string_view wanted) {
        container_.problems.push_back(
            {place_(*entry.value.node),
             fmt::format("`{}` is {} and must be {}", entry.key->text,
                         describe(*entry.value.node, yaml::Reader::compose), wanted)});
    }

    void privileged(const yaml::Entry& entry) {
        const auto on = as_bool(*entry.value.node, yaml::Reader::compose);
        if (!on) return complain(entry, "true or false");
        if (container_.privileged && !*on) return;
        Fact<bool> fact;
        fact.value = *on;
        fact.at = place_(*entry.value.node);
        fact.entry = fact.at;
        container_.privileged = std::move(fact);
    }

    template <class Take>
    void each_string(const yaml::Entry& entry, Take take) {
        const yaml::Node& list = *entry.value.node;
        if (!list.is_sequence()) return complain(entry, "a list of strings");
        for (const yaml::Child& item : list.items) {
            if (!item.node->is_scalar()) continue;
            Fact<std::string> fact;
            fact.value = std::string(item.node->text);
            if (item.node->text.find("${") != std::string_view::npos)
                fact.value = Unresolved{std::string(item.node->text),
                                        "known only when the container is started"};
            fact.at = fact.entry = place_(*item.node);
            take(std::move(fact));
        }
        if (entry.key->text == "capAdd" && !container_.add.at)
            container_.add.at = place_(*entry.key);
    }

    void add(Fact<std::string> word) {
        const bool is_new = word.known() == nullptr ||
                            std::ranges::none_of(container_.add.words, [&](const auto& other) {
                                return other.is(*word.known());
                            });
        if (is_new) container_.add.words.push_back(std::move(word));
    }

    void security_opt(const Fact<std::string>& item) {
        const auto tail = [&](std::size_t begin) {
            Place at = item.at;
            const bool verbatim =
                item.known() != nullptr && item.at.span.size() == item.known()->size();
            if (verbatim) at.span.begin += static_cast<std::uint32_t>(begin);
            return at;
        };
        (void)format::apply_security_opt(container_, format::SecurityOptReader::docker, item,
                                         tail); // Docker ignores nothing, it refuses
    }

    void user(const yaml::Entry& entry) {
        const yaml::Node& node = *entry.value.node;
        if (!node.is_scalar()) return complain(entry, "a string");
        Fact<std::string> fact;
        fact.value = std::string(node.text.substr(0, node.text.find(':')));
        fact.at = fact.entry = place_(node);
        container_.user = std::move(fact);
    }

    Container& container_;
    const NodePlace& place_;
};

} // namespace

void take_devcontainer_settings(Container& container, const yaml::Node& object,
                                const NodePlace& place) {
    Taker(container, place).take(object);
}

namespace {

/// What people write, and what the specification calls it.
struct Foreign {
    std::string_view key;
    std::string_view instead;
};
constexpr std::string_view drop_flag = "write `\"runArgs\": [\"--cap-drop=ALL\"]`";
constexpr std::array foreign_keys{
    Foreign{"capDrop", drop_flag},
    Foreign{"cap-add", "write `capAdd`"},
    Foreign{"cap-drop", drop_flag},
    Foreign{"cap_add", "write `capAdd`"},
    Foreign{"cap_drop", drop_flag},
    Foreign{"capabilities", "write `capAdd`"},
    Foreign{"no_new_privileges", "write `\"securityOpt\": [\"no-new-privileges\"]`"},
    Foreign{"run_args", "write `runArgs`"},
    Foreign{"securityOpts", "write `securityOpt`"},
    Foreign{"security_opt", "write `securityOpt`"},
    Foreign{"user", "write `containerUser`"},
};

} // namespace

void report_unknown_settings(Document& document, const yaml::Node& object, const NodePlace& place) {
    const auto report = [&](const yaml::Entry& entry, std::string_view effect,
                            std::string_view instead) {
        document.misplaced.push_back({.at = place(*entry.key),
                                      .setting = std::string(entry.key->text),
                                      .where = "devcontainer.json",
                                      .effect = std::string(effect),
                                      .instead = std::string(instead),
                                      .subject = "the development container"});
    };
    for (const yaml::Entry& entry : object.entries) {
        const auto known = std::ranges::find(foreign_keys, entry.key->text, &Foreign::key);
        if (known != foreign_keys.end())
            report(entry, "its tools know no such property and ignore it", known->instead);
        else if (entry.key->text == "runArgs" && entry.value.node->is_scalar())
            report(entry, "its tools take a list of strings here",
                   "write a list: `\"runArgs\": [\"--cap-drop=ALL\"]`");
    }
}

} // namespace dropcap::runtime
