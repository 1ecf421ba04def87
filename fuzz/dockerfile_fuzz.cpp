// Any bytes as a Dockerfile: read, checked by every rule and reported in every format.

#include "fuzz/pipeline.hpp"
#include "fuzz/target.hpp"
#include "parsers/dockerfile/wording.hpp"
#include "parsers/parse.hpp"

namespace dropcap::fuzz {
namespace {

void run(std::string_view bytes) {
    check_pipeline(parse(source_of("Dockerfile", bytes),
                         {.engine = {}, .read_file = {}, .explicit_file = true}));
}

std::optional<std::string> seed(const TestFile& file) {
    return file.format == dockerfile::dockerfile_format ? std::optional(file.text) : std::nullopt;
}

} // namespace

extern constinit const Target dockerfile;
constinit const Target dockerfile{
    .name = "dockerfile", .about = "a Dockerfile", .run = run, .seed = seed};

} // namespace dropcap::fuzz
