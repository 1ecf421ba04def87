#include "lint/compare/baseline.hpp"

#include "lint/terminal/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <numeric>
#include <optional>
#include <tuple>
#include <unordered_map>

namespace dropcap::compare {
namespace {

using Json = nlohmann::ordered_json;

/// The form of a baseline file. 1 held words of messages.
constexpr int baseline_version = 2;

bool is_before(const KnownFinding& a, const KnownFinding& b) {
    const auto order = [](const KnownFinding& one) {
        return std::tie(one.file, one.container, one.rule, one.facet);
    };
    return order(a) != order(b) ? order(a) < order(b) : a.keeps.mask() < b.keeps.mask();
}

/// What compare() finds the known ones by: everything that has to be equal.
std::string bucket_of(const KnownFinding& finding) {
    std::string bucket;
    for (const std::string* part :
         {&finding.file, &finding.container, &finding.rule, &finding.facet})
        bucket.append(*part) += '\0';
    return bucket;
}

/// Known findings that are the same.
struct Stock {
    const KnownFinding* finding = nullptr;
    std::size_t left = 0;
};
/// What is equal but for what is kept, by that.
using Bucket = std::map<std::uint64_t, Stock>;
using Buckets = std::unordered_map<std::string, Bucket>;

Buckets sorted_into_buckets(const std::vector<KnownFinding>& known) {
    Buckets buckets;
    for (const KnownFinding& finding : known) {
        const auto [stock, is_new] =
            buckets[bucket_of(finding)].try_emplace(finding.keeps.mask(), Stock{&finding, 0});
        stock->second.left += finding.count;
    }
    return buckets;
}

/// Takes one that stands for `found` out of its bucket, if there is one.
bool take(Buckets& buckets, const KnownFinding& found) {
    const auto bucket = buckets.find(bucket_of(found));
    if (bucket == buckets.end()) return false;
    const auto is_covered = [&](const auto& one) {
        return one.second.finding->keeps.contains(found.keeps);
    };
    auto stock = bucket->second.find(found.keeps.mask());
    if (stock == bucket->second.end()) stock = std::ranges::find_if(bucket->second, is_covered);
    if (stock == bucket->second.end()) return false;
    if (--stock->second.left == 0) bucket->second.erase(stock);
    return true;
}

/// "CHOWN, KILL" as a set; empty for a name that is no capability.
std::optional<CapabilitySet> capability_set(std::string_view words) {
    CapabilitySet set;
    while (!words.empty()) {
        const std::size_t end = std::min(words.find(", "), words.size());
        const auto capability = find_capability(words.substr(0, end));
        if (!capability) return std::nullopt;
        set.insert(*capability);
        words.remove_prefix(std::min(end + 2, words.size()));
    }
    return set;
}

/// The text of `key`; empty when it is missing and may be, or (with `mistake` set) when it is no
/// text.
std::string text_at(const Json& entry, const char* key, bool required, std::string& mistake) {
    const auto found = entry.find(key);
    if (found == entry.end() && !required) return {};
    if (found != entry.end() && found->is_string()) return found->get<std::string>();
    mistake = fmt::format("an entry of `findings` has no text `{}`", key);
    return {};
}

/// How often an entry stands for a finding; 0 is a mistake.
std::size_t count_of(const Json& entry) {
    const auto found = entry.find("count");
    if (found == entry.end()) return 1;
    return found->is_number_unsigned() ? found->get<std::size_t>() : 0;
}

/// Appends what an entry accepts, which may be `left` findings, and takes them off; returns what is
/// wrong with it.
std::string read_entry(const Json& entry, std::vector<KnownFinding>& findings, std::size_t& left) {
    if (!entry.is_object()) return "`findings` holds something that is no entry";
    std::string mistake;
    KnownFinding known{.rule = text_at(entry, "rule", true, mistake),
                       .file = text_at(entry, "file", true, mistake),
                       .container = text_at(entry, "container", false, mistake),
                       .facet = text_at(entry, "facet", false, mistake),
                       .keeps = {},
                       .count = 1};
    const auto keeps = capability_set(text_at(entry, "keeps", false, mistake));
    if (!keeps) return "`keeps` names something that is no capability";
    known.keeps = *keeps;
    const std::size_t count = count_of(entry);
    if (count == 0) return "`count` is no number of findings";
    if (!mistake.empty()) return mistake;
    if (count > left) return fmt::format("it accepts more than {} findings", most_known);
    left -= count;
    known.count = count;
    findings.push_back(std::move(known));
    return {};
}

/// Whether it is a baseline in a form that is no longer read.
bool is_older(const Json& whole) {
    if (!whole.is_object() || !whole.contains("version")) return false;
    const Json& version = whole["version"];
    return version.is_number_unsigned() && version < baseline_version;
}

std::string read_entries(const Json& whole, std::vector<KnownFinding>& findings) {
    if (!whole.is_object() || !whole.contains("findings") || !whole["findings"].is_array())
        return "it has no list `findings`";
    if (!whole.contains("version") || whole["version"] != baseline_version)
        return fmt::format("its `version` is not {}: another version of dropcap wrote it",
                           baseline_version);
    std::size_t left = most_known;
    for (const Json& entry : whole["findings"])
        if (std::string mistake = read_entry(entry, findings, left); !mistake.empty())
            return mistake;
    return {};
}

Json entry_json(const KnownFinding& finding, std::size_t count) {
    Json entry = {{"rule", finding.rule}, {"file", finding.file}};
    if (!finding.container.empty()) entry["container"] = finding.container;
    if (!finding.facet.empty()) entry["facet"] = finding.facet;
    std::string keeps;
    for (const Capability capability : finding.keeps)
        keeps.append(keeps.empty() ? "" : ", ").append(name(capability));
    if (!keeps.empty()) entry["keeps"] = keeps;
    if (count > 1) entry["count"] = count;
    return entry;
}

} // namespace

// Everything goes through visible(): a file of JSON cannot hold bytes that are not UTF-8, and
// people read it.
KnownFinding known_finding(const check::Record& record, const input::ProjectPaths& paths) {
    return {.rule = std::string(record.rule->id),
            .file = terminal::visible(paths.shown(record.at.where.path)),
            .container = terminal::visible(record.subject),
            .facet = record.keeps.empty() ? terminal::visible(record.facet) : std::string(),
            .keeps = record.keeps,
            .count = 1};
}

std::vector<KnownFinding> compare(std::vector<check::Record>& records,
                                  const std::vector<KnownFinding>& known,
                                  const input::ProjectPaths& paths) {
    Buckets buckets = sorted_into_buckets(known);
    for (check::Record& record : records)
        if (record.counts())
            record.comparison = take(buckets, known_finding(record, paths))
                                    ? check::Comparison::known
                                    : check::Comparison::fresh;
    std::vector<KnownFinding> left;
    for (const auto& [key, bucket] : buckets)
        for (const auto& [kept, stock] : bucket)
            left.emplace_back(*stock.finding).count = stock.left;
    std::ranges::sort(left, is_before);
    return left;
}

Result<std::vector<KnownFinding>> read_baseline(const std::string& path) {
    const auto source = input::read_source(
        {.path = path}); // a regular file: a pipe no one writes to would hold the run up for ever
    std::error_code error;
    const bool is_missing = !std::filesystem::exists(path, error) && !error;
    if (!source)
        return Error{fmt::format("the baseline cannot be read: {}{}", source.error().message,
                                 is_missing ? "; `--write-baseline` writes it" : "")};
    if ((*source)->text().size() > largest_baseline)
        return Error{
            fmt::format("{}: a baseline has at most {} MiB", path, largest_baseline >> 20U)};
    return read_baseline(**source);
}

Result<std::vector<KnownFinding>> read_baseline(const Source& source) {
    const Json whole = Json::parse(source.text(), nullptr, false);
    if (is_older(whole))
        return Error{fmt::format("{} was written by an older version of dropcap: `dropcap check "
                                 "--write-baseline --baseline {}` writes it again",
                                 source.path(), source.path())};
    std::vector<KnownFinding> findings;
    const std::string mistake =
        whole.is_discarded() ? "it is no JSON" : read_entries(whole, findings);
    if (mistake.empty()) return findings;
    return Error{fmt::format(
        "{} is no baseline that dropcap can read: {}; `--write-baseline` writes it again",
        source.path(), mistake)};
}

std::size_t count_of(std::span<const KnownFinding> findings) {
    return std::accumulate(
        findings.begin(), findings.end(), std::size_t{0},
        [](std::size_t sum, const KnownFinding& one) { return sum + one.count; });
}

std::string baseline_text(std::vector<KnownFinding> findings) {
    std::ranges::sort(findings, is_before);
    Json entries = Json::array();
    for (auto at = findings.begin(); at != findings.end();) {
        const auto end = std::find_if(
            at, findings.end(), [&](const KnownFinding& other) { return is_before(*at, other); });
        entries.push_back(entry_json(*at, count_of({at, end})));
        at = end;
    }
    const Json whole = {
        {"version", baseline_version},
        {"about",
         "Findings that dropcap accepts with --baseline; `dropcap check --write-baseline` writes this file."},
        {"findings", std::move(entries)}};
    return whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace dropcap::compare
