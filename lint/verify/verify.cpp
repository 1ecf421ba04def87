#include "lint/verify/verify.hpp"

#include "lint/terminal/text.hpp"
#include "model/ascii.hpp"
#include "model/capability_list.hpp"
#include "model/concat.hpp"
#include "model/user.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace dropcap::verify {
namespace {

using check::CapsRow;

/// How well a running container fits a declared one; the larger the better, 0: not at all.
struct Fit {
    int score = 0;
    std::string note;
};

/// Whether `text` is what a controller puts behind its own name: "6d4cf56db6-x2v7k", "x2v7k", "0".
/// apimachinery:pkg/util/rand: generated names have no vowels, so that they are no words.
bool is_generated(std::string_view text) {
    constexpr std::string_view letters = "bcdfghjklmnpqrstvwxz";
    const auto fits = [&](char c) { return is_digit(c) || is_in(c, letters); };
    const std::size_t dash = std::min(text.find('-'), text.size());
    const std::string_view first = text.substr(0, dash);
    const bool has_second = dash < text.size();
    const std::string_view second = has_second ? text.substr(dash + 1) : std::string_view{};
    return !first.empty() && has_second == !second.empty() && std::ranges::all_of(first, fits) &&
           std::ranges::all_of(second, fits);
}

/// "Deployment/web" owns the pod "web-6d4cf56db6-x2v7k", and not "web-admin-6d4cf56db6-x2v7k".
bool owns(const std::string& object, const std::string& pod) {
    const std::string owner = object.substr(object.find('/') + 1);
    const std::string name = pod.substr(pod.find('/') + 1);
    if (name == owner) return true;
    return name.starts_with(owner + '-') &&
           is_generated(std::string_view(name).substr(owner.size() + 1));
}

/// "shop-web-1" and "shop_web_1" are instances of `web`.
bool is_instance(const std::string& name, const std::string& service) {
    for (const char mark : {'-', '_'}) {
        const std::string inside = mark + service + mark;
        const std::size_t at = name.rfind(inside);
        if (at != std::string::npos && at > 0 && at + inside.size() < name.size()) return true;
    }
    return false;
}

Fit fit_of(const CapsRow& declared, const Running& running) {
    const CapsRow& row = running.row;
    if (!declared.object.empty() && !row.object.empty()) {
        if (declared.name != row.name || !owns(declared.object, row.object)) return {};
        return {1000 + static_cast<int>(declared.object.size()), {}};
    }
    if (!declared.object.empty() || !row.object.empty()) return {};
    if (!running.service.empty()) return running.service == declared.name ? Fit{900, {}} : Fit{};
    if (row.name == declared.name) return {800, {}};
    if (is_instance(row.name, declared.name))
        return {700 + static_cast<int>(std::min<std::size_t>(declared.name.size(), 90)),
                "matched by its name"};
    if (row.image && declared.image && *row.image == *declared.image)
        return {100, "matched by its image"};
    return {};
}

std::string names_of(CapabilitySet set) { return list_worst_first(set, 6); }

/// What `running` has that `declared` does not give, and the other way round.
struct Difference {
    std::vector<std::string> more, less;
};

void compare_sets(const CapsRow& declared, const CapsRow& row, Difference& difference) {
    const CapabilitySet more = *row.effective - *declared.effective;
    const CapabilitySet less = *declared.effective - *row.effective;
    if (declared.privileged == false && row.privileged == true)
        difference.more.emplace_back("runs privileged");
    else if (!more.empty())
        difference.more.push_back("runs with " + names_of(more));
    if (declared.privileged == true && row.privileged == false)
        difference.less.emplace_back("does not run privileged");
    else if (!less.empty())
        difference.less.push_back("runs without " + names_of(less));
}

Difference difference_of(const CapsRow& declared, const CapsRow& row) {
    Difference difference;
    compare_sets(declared, row, difference);
    if (declared.no_new_privileges == true && row.no_new_privileges != true)
        difference.more.emplace_back("may gain privileges");
    if (declared.no_new_privileges != true && row.no_new_privileges == true)
        difference.less.emplace_back("cannot gain privileges");
    if (!declared.is_unconfined && row.is_unconfined && row.privileged != true)
        difference.more.emplace_back("runs without a seccomp filter");
    if (declared.user && row.user && *declared.user != *row.user) {
        const bool root = is_root(*row.user);
        (root ? difference.more : difference.less)
            .push_back(fmt::format("runs as user {}, not {}", *row.user, *declared.user));
    }
    if (!declared.shares_host_pid && row.shares_host_pid)
        difference.more.emplace_back("runs in the host's PID namespace");
    if (!declared.shares_host_network && row.shares_host_network)
        difference.more.emplace_back("runs in the host's network");
    return difference;
}

void judge(Pair& pair) {
    const CapsRow& declared = *pair.declared;
    const CapsRow& row = pair.running->row;
    if (!declared.effective || !row.effective) {
        pair.verdict = Verdict::not_comparable;
        const CapsRow& open = declared.effective ? row : declared;
        pair.differences.push_back(
            !open.problems.empty()     ? "the engine refuses it: " + open.problems.front()
            : !open.unresolved.empty() ? open.unresolved.front() + " is not known"
                                       : std::string("a value is not known"));
        return;
    }
    Difference difference = difference_of(declared, row);
    pair.verdict = !difference.more.empty()   ? Verdict::more
                   : !difference.less.empty() ? Verdict::less
                                              : Verdict::same;
    pair.differences = std::move(difference.more);
    std::ranges::move(difference.less, std::back_inserter(pair.differences));
}

std::string shown(const CapsRow& row) {
    return terminal::visible(row.object.empty() ? row.name : row.object + " " + row.name);
}

std::string_view color_of(Verdict verdict) {
    switch (verdict) {
    case Verdict::more: return terminal::red;
    case Verdict::not_declared:
    case Verdict::not_comparable: return terminal::mild_magenta;
    case Verdict::less: return terminal::mild_yellow;
    case Verdict::same:
    case Verdict::not_running: break;
    }
    return terminal::mild_green;
}

nlohmann::ordered_json place_json(const CapsRow& row) {
    nlohmann::ordered_json json{{"file", row.path}, {"line", row.at.line}, {"name", row.name}};
    if (!row.object.empty()) json["object"] = row.object;
    return json;
}

} // namespace

std::string_view verdict_name(Verdict verdict) {
    switch (verdict) {
    case Verdict::more: return "more than declared";
    case Verdict::not_declared: return "not declared";
    case Verdict::not_comparable: return "not comparable";
    case Verdict::less: return "less than declared";
    case Verdict::same: return "same";
    case Verdict::not_running: break;
    }
    return "not running";
}

std::vector<Pair> matched(std::span<const CapsRow> declared, std::span<const Running> running) {
    std::vector<Pair> pairs;
    std::set<const CapsRow*> found;
    for (const Running& one : running) {
        Pair pair{.running = &one};
        Fit best;
        for (const CapsRow& row : declared) {
            if (row.role == Role::hook || row.role == Role::build) continue;
            if (Fit fit = fit_of(row, one); fit.score > best.score) {
                best = std::move(fit);
                pair.declared = &row;
            }
        }
        if (pair.declared == nullptr && one.row.kind == "process" && declared.size() == 1) {
            pair.declared = declared.data();
            best.note = "a process is compared with the only container";
        }
        if (pair.declared == nullptr) {
            pair.verdict = Verdict::not_declared;
            if (one.row.privileged == true)
                pair.differences.emplace_back("runs privileged");
            else if (one.row.effective && !one.row.effective->empty())
                pair.differences.push_back("runs with " + names_of(*one.row.effective));
        } else {
            found.insert(pair.declared);
            pair.note = std::move(best.note);
            judge(pair);
        }
        pairs.push_back(std::move(pair));
    }
    for (const CapsRow& row : declared)
        if (!found.contains(&row) && row.role != Role::hook && row.role != Role::build)
            pairs.push_back({.declared = &row, .verdict = Verdict::not_running});
    std::ranges::stable_sort(pairs, {}, &Pair::verdict);
    return pairs;
}

std::string render_text(std::span<const Pair> pairs, terminal::Style style) {
    std::string out;
    std::map<Verdict, std::size_t> counts;
    for (const Pair& pair : pairs) {
        ++counts[pair.verdict];
        const CapsRow& named = pair.running != nullptr ? pair.running->row : *pair.declared;
        out += fmt::format("{}: {}",
                           terminal::painted(style, color_of(pair.verdict),
                                             std::string(verdict_name(pair.verdict))),
                           shown(named));
        if (pair.declared != nullptr)
            out += fmt::format(" ({}:{})", terminal::visible_path(pair.declared->path),
                               pair.declared->at.line);
        out += '\n';
        for (const std::string& difference : pair.differences)
            out += fmt::format("    {}\n", terminal::visible(difference));
        if (!pair.note.empty()) out += fmt::format("    ({})\n", pair.note);
    }
    std::string summary;
    for (const auto& [verdict, count] : counts)
        summary +=
            fmt::format("{}{} {}", summary.empty() ? "" : ", ", count, verdict_name(verdict));
    return out +
           (summary.empty()
                ? "Nothing to compare.\n"
                : fmt::format("{}: {}.\n", terminal::counted(pairs.size(), "container"), summary));
}

std::string render_json(std::span<const Pair> pairs) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Pair& pair : pairs) {
        nlohmann::ordered_json one{{"verdict", verdict_name(pair.verdict)}};
        one["declared"] =
            pair.declared == nullptr ? nlohmann::ordered_json() : place_json(*pair.declared);
        one["running"] =
            pair.running == nullptr ? nlohmann::ordered_json() : place_json(pair.running->row);
        one["differences"] = pair.differences;
        one["note"] = pair.note;
        list.push_back(std::move(one));
    }
    return nlohmann::ordered_json{{"version", 1}, {"containers", std::move(list)}}.dump(
               2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) +
           "\n";
}

} // namespace dropcap::verify
