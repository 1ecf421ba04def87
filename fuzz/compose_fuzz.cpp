// Any bytes as a whole Compose project: the file, its override, what it includes and extends, its
// .env and the Dockerfile that it builds. A line `=== NAME` begins the file of that name; what
// stands before the first is compose.yaml.

#include "fuzz/pipeline.hpp"
#include "fuzz/target.hpp"
#include "parsers/compose/wording.hpp"
#include "parsers/parse.hpp"

#include <algorithm>
#include <map>

namespace dropcap::fuzz {
namespace {

using Files = std::map<std::string, std::string, std::less<>>;

Files files_in(std::string_view text) {
    Files files{{"compose.yaml", {}}};
    std::string name = "compose.yaml";
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end);
        if (line.starts_with("=== "))
            name = line.substr(4, line.find_last_not_of(" \r\n") - 3);
        else
            files[name] += line;
    }
    return files;
}

void run(std::string_view bytes) {
    const Files all = files_in(bytes);
    format::ParseOptions options;
    options.explicit_file = true;
    options.read_file = [&](const std::string& path) -> Result<std::shared_ptr<const Source>> {
        if (path.starts_with("..") || path.starts_with('/')) return format::outside_project();
        const auto found = all.find(path);
        if (found == all.end()) return format::no_such_file();
        return source_of(path, found->second);
    };
    check_pipeline(parse(source_of("compose.yaml", all.find("compose.yaml")->second), options));
}

std::optional<std::string> seed(const TestFile& file) {
    return file.format == compose::compose_format || file.path.ends_with('/')
               ? std::optional(file.text)
               : std::nullopt;
}

} // namespace

extern constinit const Target compose;
constinit const Target compose{
    .name = "compose", .about = "a Compose project of several files", .run = run, .seed = seed};

} // namespace dropcap::fuzz
