#include "lint/fix/reread.hpp"

#include "lint/check/check.hpp"
#include "lint/check/lint_document.hpp"
#include "model/concat.hpp"
#include "parsers/parse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

namespace dropcap::fix {
namespace {

std::string say(bool value) { return value ? "true" : "false"; }
std::string say(const std::string& value) { return value; }
template <class T>
    requires std::is_enum_v<T>
std::string say(T value) {
    return std::to_string(static_cast<int>(value));
}

template <class T>
std::string say(const MaybeFact<T>& fact) {
    if (!fact) return "-";
    if (const Unresolved* const open = fact->unresolved()) return "?" + open->text;
    return say(*fact->known());
}

std::string words_of(const CapabilityList& list) {
    if (!list.at) return "-";
    std::string words = "[";
    for (const Fact<std::string>& word : list.words)
        words += (word.unresolved() != nullptr ? word.unresolved()->text : *word.known()) + ",";
    return words + "]";
}

std::string ports_of(const Container& container) {
    std::string ports;
    for (const Fact<Port>& port : container.ports)
        ports += port.known() == nullptr
                     ? "?,"
                     : fmt::format("{}-{},", port.known()->first, port.known()->last);
    return ports;
}

/// Everything that is known of a container and is no list of capabilities.
std::string other_facts(const Container& container) {
    std::string facts;
    for (const std::string& fact : {say(container.kind),
                                    say(container.role),
                                    say(container.engine),
                                    say(container.partial),
                                    say(container.has_devices),
                                    say(container.image),
                                    say(container.privileged),
                                    say(container.host_process),
                                    say(container.no_new_privileges),
                                    say(container.user),
                                    say(container.run_as_non_root),
                                    say(container.seccomp),
                                    say(container.apparmor),
                                    say(container.selinux),
                                    say(container.host_pid),
                                    say(container.host_ipc),
                                    say(container.host_network),
                                    say(container.host_user),
                                    say(container.host_uts),
                                    say(container.read_only_root),
                                    say(container.capability_label),
                                    ports_of(container)})
        facts += " " + fact;
    for (const Problem& problem : container.problems) facts += "\n" + problem.message;
    return facts;
}

/// Collects what documents hold.
class Collector {
  public:
    explicit Collector(std::span<const std::string> left_out) : left_out_(left_out) {}

    void take(const Document& document, const check::Linted& linted) {
        for (const Case& one : linted.cases) take(one);
        for (const Problem& problem : document.problems) ++contents.problems[problem.message];
        for (const Unchecked& unchecked : document.unchecked)
            ++contents.problems[concat({unchecked.reason, "\n", unchecked.detail})];
        for (const Finding& finding : linted.findings) take(document, finding);
    }

    Contents contents;

  private:
    void take(const Case& one) {
        const Container& container = *one.container;
        ContainerFacts facts{
            concat({words_of(container.add), words_of(container.drop)}), other_facts(container),
            one.posture.effective ? one.posture.effective->mask() : ~std::uint64_t{0}};
        std::string key = name_of(container);
        while (contents.containers.contains(key)) key += '+'; // several of one name, in their order
        contents.containers.emplace(std::move(key), std::move(facts));
    }

    static std::string name_of(const Container& container) {
        return concat({container.object, "\n", container.name});
    }

    void take(const Document& document, const Finding& finding) {
        if (std::ranges::find(left_out_, finding.container) != left_out_.end()) return;
        const std::string identity =
            concat({finding.rule->id, "\n", finding.subject, "\n", finding.flag.facet});
        ++contents.findings[identity];
        if (finding.suppressed || !finding.flag.fix) return;
        Offer offer{.finding = identity,
                    .container = finding.container_index == Finding::npos
                                     ? std::string()
                                     : name_of(document.containers[finding.container_index]),
                    .rule = finding.rule,
                    .safe = finding.flag.fix->safe,
                    .message = finding.flag.fix->message,
                    .edits = {},
                    .path = document.source(finding.flag.at).path(),
                    .at = document.source(finding.flag.at).position(finding.flag.at.span.begin)};
        for (const Edit& edit : finding.flag.fix->edits) {
            const auto& source = document.sources[edit.at.source];
            contents.sources.emplace(source->path(), source);
            offer.edits.push_back({source->path(), edit.at.span, edit.text});
        }
        contents.offers.push_back(std::move(offer));
    }

    std::span<const std::string> left_out_;
};

} // namespace

Contents reread(const check::Job& job, const check::Task& task,
                std::span<const std::string> left_out) {
    Collector collector(left_out);
    const auto source = job.files.read ? job.files.read(task.file) : input::read_source(task.file);
    if (!source) {
        ++collector.contents.problems[source.error().message];
        return std::move(collector.contents);
    }
    config::FileSettings settings(*task.settings, (*source)->path(), job.options.engine);
    check::IgnoreOptions ignoring{
        .honoured = !job.options.no_ignores, .today = job.today, .covering = settings.covering()};
    ignoring.adjust = [&](const Document& document, std::vector<Finding>& findings,
                          std::size_t from) { settings.adjust(document, findings, from); };
    format::ParseOptions parsing = check::parse_options(job, task, settings);
    const auto take = [&](const Document& document) {
        collector.take(document, check::lint_document(document, settings.rules(), ignoring));
    };
    parsing.take_part = take;
    take(parse(*source, parsing));
    return std::move(collector.contents);
}

} // namespace dropcap::fix
