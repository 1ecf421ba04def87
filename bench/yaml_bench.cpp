// The YAML tree by itself.

#include "bench/corpus.hpp"
#include "parsers/yaml/slices.hpp"
#include "parsers/yaml/tree.hpp"

#include <benchmark/benchmark.h>

#include <string>

namespace {

using namespace dropcap;

void slicing(benchmark::State& state) {
    const std::string text = bench::kubernetes_text(1'000);
    for (auto _ : state) benchmark::DoNotOptimize(yaml::slices(text));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(slicing);

void tree(benchmark::State& state, yaml::Reader reader, const std::string& text) {
    yaml::Arena arena;
    for (auto _ : state) {
        for (const yaml::Slice slice : yaml::slices(text)) {
            benchmark::DoNotOptimize(yaml::parse_slice(text, slice, 0, reader, arena));
            arena.clear();
        }
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK_CAPTURE(tree, compose, yaml::Reader::compose, bench::compose_text(1'000))
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(tree, kubernetes, yaml::Reader::kubernetes, bench::kubernetes_text(1'000))
    ->Unit(benchmark::kMillisecond);

} // namespace
