#pragma once
// Compose projects that live in memory, and what dropcap reads out of them, as lines that tests
// compare whole.

#include "parsers/parse.hpp"
#include "tests/confinement_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dropcap::compose_test {

using Lines = std::vector<std::string>;

/// Files by path; the first argument of read() is what dropcap was started with.
struct Folder {
    std::map<std::string, std::string> files;
    format::ParseOptions options{};

    [[nodiscard]] Document read(const std::string& path = "compose.yaml") const {
        format::ParseOptions with_files = options;
        with_files.read_file =
            [this](const std::string& name) -> Result<std::shared_ptr<const Source>> {
            if (name.starts_with("../") || name.starts_with('/')) return format::outside_project();
            const auto found = files.find(name);
            if (found == files.end()) return format::no_such_file();
            return std::shared_ptr<const Source>(std::make_shared<Source>(name, found->second));
        };
        return parse(std::make_shared<Source>(path, files.at(path)), with_files);
    }
};

/// "compose.yaml:3 `ALL`"; the file's name is left out where it is the document's own.
inline std::string at(const Document& document, const Place& place) {
    const Source& source = document.source(place);
    const std::string file = place.source == 0 ? std::string() : source.path() + ":";
    return fmt::format("{}{} `{}`", file, source.position(place.span.begin).line,
                       document.text(place));
}

template <class T>
std::string value_of(const Fact<T>& fact) {
    if (fact.unresolved() != nullptr) return "?" + fact.unresolved()->text;
    if constexpr (std::is_same_v<T, Port>)
        return fmt::format("{}-{}", fact.known()->first, fact.known()->last);
    else
        return fmt::format("{}", *fact.known());
}

/// "ALL at 3 `ALL` via 7 `*base` (CAPS is set in .env)".
template <class T>
std::string evidence(const Document& document, const Fact<T>& fact) {
    std::string line = fmt::format("{} at {}", value_of(fact), at(document, fact.at));
    if (fact.via)
        line +=
            " via " + (fact.via->span.empty() ? std::string("nothing") : at(document, *fact.via));
    if (fact.source_note) line += fmt::format(" ({})", *fact.source_note);
    return line;
}

inline const Container& named(const Document& document, std::string_view name) {
    const auto found = std::ranges::find(document.containers, name, &Container::name);
    if (found == document.containers.end())
        throw std::runtime_error(fmt::format("no container {}", name));
    return *found;
}

inline std::string words(const CapabilityList& list) {
    if (!list.at) return "-";
    Lines all;
    for (const auto& word : list.words) all.push_back(value_of(word));
    return fmt::format("[{}]", fmt::join(all, ","));
}

/// "web add=[NET_ADMIN] drop=[ALL] privileged=true user=0 …": only what is said.
inline std::string outline(const Container& container) {
    std::string line = container.name;
    const auto say = [&line](std::string_view name, const auto& fact) {
        if (fact) line += fmt::format(" {}={}", name, value_of(*fact));
    };
    if (container.add.at) line += " add=" + words(container.add);
    if (container.drop.at) line += " drop=" + words(container.drop);
    say("privileged", container.privileged);
    say("user", container.user);
    say("read_only", container.read_only_root);
    say("nnp", container.no_new_privileges);
    say("seccomp", container.seccomp);
    say("apparmor", container.apparmor);
    say("selinux", container.selinux);
    say("pid", container.host_pid);
    say("ipc", container.host_ipc);
    say("network", container.host_network);
    say("userns", container.host_user);
    say("uts", container.host_uts);
    return line;
}

inline Lines outline(const Document& document) {
    Lines lines;
    for (const Container& container : document.containers) lines.push_back(outline(container));
    return lines;
}

/// What is refused, of the file and of its containers: "3 `ALL` message".
inline Lines problems(const Document& document) {
    Lines lines;
    const auto add = [&](const std::string& whom, const Problem& problem) {
        lines.push_back(fmt::format("{}{} {}", whom, at(document, problem.at), problem.message));
    };
    for (const Problem& problem : document.problems) add({}, problem);
    for (const Container& container : document.containers)
        for (const Problem& problem : container.problems) add(container.name + ": ", problem);
    return lines;
}

inline Lines unchecked(const Document& document) {
    Lines lines;
    for (const Unchecked& one : document.unchecked)
        lines.push_back(fmt::format("{} {}", at(document, one.at), one.reason));
    return lines;
}

} // namespace dropcap::compose_test
