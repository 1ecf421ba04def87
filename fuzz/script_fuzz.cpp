// Any bytes as a shell script: read, checked by every rule and reported in every format.

#include "fuzz/pipeline.hpp"
#include "fuzz/target.hpp"
#include "parsers/command/wording.hpp"
#include "parsers/parse.hpp"

namespace dropcap::fuzz {
namespace {

void run(std::string_view bytes) {
    check_pipeline(
        parse(source_of("run.sh", bytes), {.engine = {}, .read_file = {}, .explicit_file = true}));
}

std::optional<std::string> seed(const TestFile& file) {
    return file.format == command::command_format ? std::optional(file.text) : std::nullopt;
}

} // namespace

extern constinit const Target script;
constinit const Target script{
    .name = "script", .about = "a shell script", .run = run, .seed = seed};

} // namespace dropcap::fuzz
