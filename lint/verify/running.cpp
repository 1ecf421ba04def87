#include "lint/verify/running.hpp"

#include "model/ascii.hpp"
#include "model/engine.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <map>
#include <utility>

namespace dropcap::verify {
namespace {

using Json = nlohmann::json;

/// The string at `path` below `json`, or empty.
std::string text_at(const Json& json, std::initializer_list<const char*> path) {
    const Json* at = &json;
    for (const char* key : path) {
        if (!at->is_object()) return {};
        const auto found = at->find(key);
        if (found == at->end()) return {};
        at = &*found;
    }
    return at->is_string() ? at->get<std::string>() : std::string();
}

std::string without_slash(std::string name) {
    return name.starts_with('/') ? name.substr(1) : name;
}

std::optional<std::uint64_t> number(std::string_view text, int base) {
    text = trim(text, blank_or_cr);
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

CapabilitySet set_of(std::uint64_t mask) {
    CapabilitySet set;
    for (const CapabilityInfo& row : capabilities())
        if (mask >> static_cast<unsigned>(row.id) & 1U) set.insert(row.id);
    return set;
}

/// Takes one line of a status text: "CapEff:\t00000000a80425fb".
void take_line(Running& process, std::string_view key, std::string_view value) {
    if (key == "Name") process.row.name = trim(value, blank_or_cr);
    if (key == "CapEff" || key == "CapBnd") {
        const auto mask = number(value, 16);
        if (mask && (key == "CapBnd" || !process.row.effective))
            process.row.effective = set_of(*mask);
    }
    if (key == "NoNewPrivs") process.row.no_new_privileges = number(value, 10) == 1;
    if (key == "Seccomp") process.row.is_unconfined = number(value, 10) == 0;
    if (key == "Uid") {
        const std::string_view first = trim(value, blank_or_cr);
        process.row.user = std::string(first.substr(0, first.find_first_of(" \t")));
    }
}

} // namespace

std::vector<Running> with_labels(std::vector<check::CapsRow> rows, std::string_view text) {
    std::map<std::string, std::pair<std::string, std::string>> labels; // service and project
    const Json json = Json::parse(text, nullptr, false);
    const auto take = [&](const Json& one) {
        const std::string name = without_slash(text_at(one, {"Name"}));
        if (name.empty()) return;
        labels[name] = {text_at(one, {"Config", "Labels", "com.docker.compose.service"}),
                        text_at(one, {"Config", "Labels", "com.docker.compose.project"})};
    };
    if (json.is_array())
        for (const Json& one : json) take(one);
    else if (json.is_object())
        take(json);
    std::vector<Running> running;
    for (check::CapsRow& row : rows) {
        auto [service, project] = labels[row.name];
        running.push_back({std::move(row), std::move(service), std::move(project)});
    }
    return running;
}

std::optional<CriContainer> read_cri(std::string_view text) {
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object() || !json.contains("info") || !json["info"].is_object() ||
        !json["info"].contains("runtimeSpec"))
        return std::nullopt;
    return CriContainer{
        .config = json["info"]["runtimeSpec"].dump(-1, ' ', false, Json::error_handler_t::replace),
        .name = text_at(json, {"status", "metadata", "name"}),
        .pod = "Pod/" + text_at(json, {"status", "labels", "io.kubernetes.pod.name"})};
}

std::vector<Running> read_status(std::string_view text) {
    std::vector<Running> processes;
    if (text.find("CapBnd:") == std::string_view::npos) return processes;
    while (!text.empty()) {
        const std::string_view line = dropcap::take_line(text);
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        const std::string_view key = line.substr(0, colon);
        if (key == "Name" || processes.empty()) {
            processes.emplace_back();
            processes.back().row.privileged = false;
            processes.back().row.kind = "process";
        }
        take_line(processes.back(), key, line.substr(colon + 1));
    }
    std::erase_if(processes, [](const Running& one) { return !one.row.effective; });
    for (Running& one : processes) one.row.privileged = *one.row.effective == CapabilitySet::all();
    return processes;
}

} // namespace dropcap::verify
