// Any bytes as a file of any name: which format it is, and every reader there is. The first line is
// the file's path; an empty one stands for standard input.

#include "fuzz/pipeline.hpp"
#include "fuzz/target.hpp"
#include "parsers/parse.hpp"

#include <algorithm>

namespace dropcap::fuzz {
namespace {

void run(std::string_view bytes) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string path(bytes.substr(0, end));
    const auto source = source_of(path, bytes.substr(std::min(end + 1, bytes.size())));
    for (const bool named : {true, false})
        check_pipeline(parse(source, {.engine = {}, .read_file = {}, .explicit_file = named}));
    (void)settings::parse_chart(*source);
    (void)settings::parse_kustomization(*source);
}

std::optional<std::string> seed(const TestFile& file) {
    return file.path.ends_with('/') ? std::nullopt : std::optional(file.path + "\n" + file.text);
}

} // namespace

extern constinit const Target files;
constinit const Target files{.name = "files",
                             .about = "a file of any name, in every format there is",
                             .run = run,
                             .seed = seed};

} // namespace dropcap::fuzz
