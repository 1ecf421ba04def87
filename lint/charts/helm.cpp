// Helm charts: `helm template` prints them, and each part of what it prints says which template it
// comes from.

#include "lint/charts/helm.hpp"

#include "lint/charts/render_run.hpp"
#include "model/ascii.hpp"
#include "parsers/parse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

namespace dropcap::charts {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view program_name = "helm template";
constexpr std::string_view own_file = "Chart.yaml";
constexpr std::string_view newest_kubernetes =
    "1.37.0"; ///< the version whose Pod Security Standards are checked

bool is_chart(const std::string& folder) {
    std::error_code error;
    return fs::is_regular_file(in_folder(folder, own_file), error);
}

/// What is left of `path` below `folder`; empty where it is not there.
std::string_view below(std::string_view path, const std::string& folder) {
    if (folder == ".") return path;
    if (!path.starts_with(folder) || path.size() <= folder.size() || path[folder.size()] != '/')
        return {};
    return path.substr(folder.size() + 1);
}

/// Whether a path below a chart is one of its templates or of the charts in its `charts/`.
bool is_template(std::string_view path) {
    while (path.starts_with("charts/")) {
        const std::size_t slash = path.find('/', std::string_view("charts/").size());
        path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    }
    return path.starts_with("templates/");
}

/// The chart whose `charts/` hold this one, as far up as it goes: that is what people install.
std::string outermost(std::string folder) {
    while (true) {
        const std::string above = folder_of(folder);
        if (fs::path(above).filename() != "charts") return folder;
        const std::string outer = folder_of(above);
        if (!is_chart(outer)) return folder;
        folder = outer;
    }
}

/// The chart of a file in a `templates` folder.
std::optional<std::string> chart_of(const std::string& path) {
    for (std::string folder = folder_of(path);; folder = folder_of(folder)) {
        const std::string_view rest = below(path, folder);
        if (rest.starts_with("templates/") && is_chart(folder)) return outermost(folder);
        if (folder == "." || folder == "/") return std::nullopt;
    }
}

/// Charts that are looked at, by folder: whole, or only because of templates that were named.
std::map<std::string, bool> charts_among(const input::Inputs& inputs) {
    std::map<std::string, bool> charts;
    for (const input::InputFile& file : inputs.files)
        if (fs::path(file.path).filename() == own_file) charts[folder_of(file.path)] = true;
    std::erase_if(charts, [&](const auto& chart) {
        const std::string outer = outermost(chart.first);
        return outer != chart.first && charts.contains(outer);
    });
    for (const input::InputFile& file : inputs.files)
        if (const auto chart = chart_of(file.path)) charts.try_emplace(*chart, false);
    return charts;
}

/// A link in a chart that leads out of the project: Helm would follow it and print what is there.
std::optional<std::string> link_out(const std::string& folder, const std::string& root) {
    std::error_code error;
    for (fs::recursive_directory_iterator entry(folder, error), end; entry != end && !error;
         entry.increment(error))
        if (entry->is_symlink(error) &&
            input::path_in_project(entry->path().string(), root).empty())
            return entry->path().string();
    return std::nullopt;
}

/// What `helm template` printed of each template, by the path that its `# Source:` comment gives.
std::map<std::string, std::string> by_template(std::string_view printed) {
    constexpr std::string_view mark = "# Source: ";
    std::map<std::string, std::string> parts;
    std::string* part = nullptr;
    while (!printed.empty()) {
        const std::size_t end = std::min(printed.find('\n'), printed.size() - 1) + 1;
        const std::string_view line = printed.substr(0, end);
        printed.remove_prefix(end);
        if (line == "---\n" && printed.starts_with(mark)) {
            const std::string_view source = take_line(printed);
            part = &parts[std::string(source.substr(mark.size()))];
        }
        if (part != nullptr) part->append(line);
    }
    return parts;
}

class ChartRenderer {
  public:
    ChartRenderer(const RenderRun& run, std::string helm, std::string folder, bool whole)
        : run_(run), helm_(std::move(helm)), folder_(std::move(folder)),
          file_(in_folder(folder_, own_file)), whole_(whole) {
        for (const input::InputFile& file : run.inputs.files)
            if (is_template(below(file.path, folder_))) templates_.insert(file.path);
    }

    void render() {
        auto chart = input::read_inside(file_, run_.root);
        if (!chart) return fail(chart.error().message);
        chart_ = *chart;
        if (settings::parse_chart(*chart_).is_library)
            return skip("a library chart renders nothing by itself");
        if (const auto link = link_out(folder_, run_.root))
            return fail(fmt::format("the link {} leads out of the project", *link));
        const auto printed = print();
        if (!printed) return fail(printed.error().message);
        for (auto& [source, text] : by_template(*printed)) add_text(source, text);
        finish();
    }

  private:
    /// Without a cluster helm assumes the Kubernetes that it was built for; a chart that wants a
    /// newer one is rendered for the newest.
    [[nodiscard]] Result<std::string> print() const {
        std::vector<std::string> more;
        more.reserve(run_.options.helm_values.size());
        for (const std::string& file : run_.options.helm_values)
            more.push_back("--values=" + absolute(file));
        const std::vector<std::string> arguments = {"template", "release-name", absolute(folder_)};
        auto printed = run_.print(helm_, arguments, more);
        if (printed || printed.error().message.find("requires kubeVersion") == std::string::npos)
            return printed;
        more.push_back(fmt::format("--kube-version={}", newest_kubernetes));
        return run_.print(helm_, arguments, more);
    }

    void fail(const std::string& why) const {
        run_.fail(folder_, file_, fmt::format("`{}` does not render this chart", program_name),
                  why);
    }
    void skip(std::string reason) const {
        run_.result.skipped.push_back({file_, std::move(reason)});
    }

    /// The first part of the path is the chart's name, the rest is in its folder; charts that are
    /// archives have no such file.
    void add_text(const std::string& source, std::string& text) {
        const std::string inside =
            fs::path(source.substr(source.find('/') + 1)).lexically_normal().string();
        const bool stays = !inside.empty() && !inside.starts_with("..") && !inside.starts_with('/');
        const std::string path = in_folder(folder_, stays ? inside : std::string(own_file));
        if (!whole_ && !templates_.contains(path)) return;
        auto file = input::read_inside(path, run_.root);
        const auto home = file ? *file : chart_;
        if (file) rendered_.insert(path);
        run_.result.texts.push_back(
            {.text = std::make_shared<const Source>(home->path(), std::move(text)),
             .home = home,
             .files = {home},
             .program = std::string(program_name)});
    }

    /// Templates are checked by what happens to them; those that nothing happens to are reported.
    void finish() {
        for (const input::InputFile& file : run_.inputs.files)
            if (templates_.contains(file.path) && !rendered_.contains(file.path))
                run_.result.skipped.push_back(
                    {file.path,
                     "this template renders to nothing with the values that were given"});
        templates_.insert(file_);
        run_.take(templates_);
    }

    const RenderRun& run_;
    std::string helm_;
    std::string folder_;
    std::string file_;
    bool whole_;
    std::shared_ptr<const Source> chart_;
    std::unordered_set<std::string> templates_; ///< those among the inputs
    std::unordered_set<std::string> rendered_;
};

} // namespace

void render_charts(const RenderRun& run) {
    const auto charts = charts_among(run.inputs);
    if (charts.empty()) return;
    const auto helm = run.find("helm");
    if (!helm)
        return run.result.errors.push_back({fmt::format("--helm: {}", helm.error().message)});
    for (const std::string& file : run.options.helm_values)
        if (absolute(file).empty())
            return run.result.errors.push_back(
                {fmt::format("--helm-values: there is no file {}", file)});
    for (const auto& [folder, whole] : charts) ChartRenderer(run, *helm, folder, whole).render();
}

} // namespace dropcap::charts
