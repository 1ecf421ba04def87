// From text to findings, without reading files and without reports: how each format grows with what
// is in it.

#include "bench/corpus.hpp"
#include "lint/check/lint_document.hpp"
#include "parsers/parse.hpp"

#include <benchmark/benchmark.h>

#include <memory>
#include <string>

namespace {

using namespace dropcap;

using Corpus = std::string (*)(std::size_t);

std::shared_ptr<const Source> source_of(const char* path, Corpus corpus,
                                        const benchmark::State& state) {
    return std::make_shared<const Source>(path, corpus(static_cast<std::size_t>(state.range(0))));
}

void count_bytes(benchmark::State& state, const Source& source) {
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(source.text().size()));
    state.SetComplexityN(state.range(0));
}

void parsing(benchmark::State& state, const char* path, Corpus corpus) {
    const auto source = source_of(path, corpus, state);
    const format::ParseOptions options{.engine = {}, .read_file = {}};
    for (auto _ : state) benchmark::DoNotOptimize(parse(source, options));
    count_bytes(state, *source);
}

void linting(benchmark::State& state, const char* path, Corpus corpus) {
    const auto source = source_of(path, corpus, state);
    const Document document = parse(source, {.engine = {}, .read_file = {}});
    for (auto _ : state) benchmark::DoNotOptimize(check::lint_document(document, all_rules()));
    count_bytes(state, *source);
}

#define GROWING ->RangeMultiplier(10)->Range(10, 1'000)->Complexity()->Unit(benchmark::kMicrosecond)
BENCHMARK_CAPTURE(parsing, compose, "compose.yaml", bench::compose_text) GROWING;
BENCHMARK_CAPTURE(parsing, kubernetes, "pods.yaml", bench::kubernetes_text) GROWING;
BENCHMARK_CAPTURE(parsing, dockerfile, "Dockerfile", bench::dockerfile_text) GROWING;
BENCHMARK_CAPTURE(parsing, script, "run.sh", bench::script_text) GROWING;
BENCHMARK_CAPTURE(linting, compose, "compose.yaml", bench::compose_text) GROWING;
BENCHMARK_CAPTURE(linting, kubernetes, "pods.yaml", bench::kubernetes_text) GROWING;
BENCHMARK_CAPTURE(linting, dockerfile, "Dockerfile", bench::dockerfile_text) GROWING;
BENCHMARK_CAPTURE(linting, script, "run.sh", bench::script_text) GROWING;

} // namespace
