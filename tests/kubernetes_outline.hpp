#pragma once
// A Kubernetes document as text, so that a test says in a few lines what was read and where each
// word of it stands.

#include "parsers/kubernetes/manifest.hpp"
#include "rules/kit/admission.hpp"
#include "tests/confinement_words.hpp"

#include <memory>
#include <sstream>
#include <string>
#include <string_view>

namespace dropcap::testing {

inline Document read_manifest(std::string_view text, std::string path = "manifest.yaml") {
    return kubernetes::parse_kubernetes(
        std::make_shared<const Source>(std::move(path), std::string(text)), {});
}

/// Line and column of a place and the text it covers: `7:15 «CHOWN»`; of longer text the first
/// line.
inline std::string shown(const Document& document, const Place& place) {
    const Position at = document.source(place).position(place.span.begin);
    const std::string_view text = document.text(place);
    std::ostringstream out;
    out << at.line << ':' << at.column << " «" << text.substr(0, text.find('\n')) << "»";
    return out.str();
}

class ManifestOutline {
  public:
    explicit ManifestOutline(const Document& document) : document_(document) {}

    /// One line per container, its facts indented below it: `name=value` at its place, with ` from
    /// ORIGIN via «word»` where it came from elsewhere.
    std::string containers() {
        for (const Container& container : document_.containers) add(container);
        return out_.str();
    }

    /// Which containers there are, one line each.
    std::string names() {
        for (const Container& container : document_.containers) {
            out_ << container.object << " / " << container.name << ' ' << role_name(container.role)
                 << '\n';
        }
        return out_.str();
    }

    std::string problems() {
        for (const Container& container : document_.containers) {
            for (const Problem& problem : container.problems)
                line(container.name + " ", problem.at, problem.message);
        }
        for (const Problem& problem : document_.problems) line("", problem.at, problem.message);
        return out_.str();
    }

    std::string misplaced() {
        for (const Misplaced& one : document_.misplaced)
            line("", one.at, one.where + " of " + one.subject + ": " + one.instead);
        return out_.str();
    }

    std::string unchecked() {
        for (const Unchecked& one : document_.unchecked)
            line(one.detail.empty() ? "" : one.detail + " ", one.at, one.reason);
        return out_.str();
    }

    /// `B` or `R` for the level, `?` where a value is open, then what it is about.
    std::string violations() {
        const Pod* last = nullptr;
        for (const Container& container : document_.containers) {
            if (container.pod.get() != last) write_violations(*container.pod, {});
            last = container.pod.get();
            write_violations(container, container.name);
        }
        return out_.str();
    }

  private:
    /// Those of baseline, then those of restricted.
    template <class Subject>
    void write_violations(const Subject& subject, std::string_view who) {
        using rules::PodSecurityLevel;
        for (const auto level : {PodSecurityLevel::baseline, PodSecurityLevel::restricted})
            for (const rules::Violation& one : rules::violations_of(subject, level))
                out_ << (level == PodSecurityLevel::baseline ? 'B' : 'R')
                     << (one.unresolved ? "? " : " ") << one.control << " [" << who << "] "
                     << shown(document_, one.at) << ' ' << one.message << '\n';
    }

    void line(std::string_view who, const Place& at, std::string_view message) {
        out_ << who << shown(document_, at) << ' ' << message << '\n';
    }

    static std::string_view origin_word(Origin origin) {
        switch (origin) {
        case Origin::written: return "";
        case Origin::alias: return "alias";
        case Origin::merged: return "merge";
        case Origin::inherited: return "above";
        case Origin::extended:
        case Origin::overridden:
        case Origin::image: break;
        }
        return "elsewhere";
    }

    template <class T>
    void add(std::string_view name, const Fact<T>& fact) {
        out_ << "  " << name << '=';
        if (const T* const known = fact.known()) {
            out_ << std::boolalpha << *known;
        } else {
            out_ << '?' << fact.unresolved()->text;
        }
        out_ << " @" << shown(document_, fact.at);
        if (fact.origin != Origin::written) out_ << " from " << origin_word(fact.origin);
        if (fact.via) out_ << " via " << shown(document_, *fact.via);
        out_ << '\n';
    }
    template <class T>
    void add(std::string_view name, const MaybeFact<T>& fact) {
        if (fact) add(name, *fact);
    }
    void add(std::string_view name, const CapabilityList& list) {
        if (list.at && list.words.empty())
            out_ << "  " << name << " [] @" << shown(document_, *list.at) << '\n';
        for (const Fact<std::string>& word : list.words) add(name, word);
    }

    void add(const Container& container) {
        out_ << container.object << " / " << container.name << ' ' << role_name(container.role)
             << " @" << shown(document_, container.name_at) << '\n';
        add("privileged", container.privileged);
        add("add", container.add);
        add("drop", container.drop);
        add("nnp", container.no_new_privileges);
        add("user", container.user);
        add("non-root", container.run_as_non_root);
        add("seccomp", container.seccomp);
        add("apparmor", container.apparmor);
        add("selinux", container.selinux);
        add("host-pid", container.host_pid);
        add("host-ipc", container.host_ipc);
        add("host-network", container.host_network);
        add("host-user", container.host_user);
        add("read-only", container.read_only_root);
        for (const Fact<Port>& port : container.ports) {
            out_ << "  port="
                 << (port.known() != nullptr ? std::to_string(port.known()->first) : "?") << " @"
                 << shown(document_, port.at) << '\n';
        }
    }

    const Document& document_;
    std::ostringstream out_;
};

} // namespace dropcap::testing
