// Any bytes as Kubernetes manifests: read, checked by every rule and reported in every format.

#include "fuzz/pipeline.hpp"
#include "fuzz/target.hpp"
#include "parsers/kubernetes/wording.hpp"
#include "parsers/parse.hpp"

namespace dropcap::fuzz {
namespace {

void run(std::string_view bytes) {
    check_pipeline(parse(source_of("pod.yaml", bytes),
                         {.engine = {}, .read_file = {}, .explicit_file = true}));
}

std::optional<std::string> seed(const TestFile& file) {
    return file.format == kubernetes::kubernetes_format ? std::optional(file.text) : std::nullopt;
}

} // namespace

extern constinit const Target kubernetes;
constinit const Target kubernetes{
    .name = "kubernetes", .about = "Kubernetes manifests", .run = run, .seed = seed};

} // namespace dropcap::fuzz
