// The ground floor: postures, words, positions.

#include "bench/corpus.hpp"
#include "model/posture.hpp"
#include "model/source.hpp"

#include <benchmark/benchmark.h>

#include <initializer_list>
#include <string>

namespace {

using namespace dropcap;

CapabilityList words(std::initializer_list<const char*> texts) {
    CapabilityList list;
    for (const std::string text : texts) {
        Fact<std::string>& fact = list.words.emplace_back();
        if (text.starts_with('$'))
            fact.value = Unresolved{text, "not set"};
        else
            fact.value = text;
    }
    return list;
}

void posture(benchmark::State& state) {
    Container container;
    container.drop = words({"ALL"});
    container.add = words({"NET_BIND_SERVICE", "CAP_CHOWN", "setuid"});
    for (auto _ : state)
        benchmark::DoNotOptimize(
            effective(container, all_engines()[static_cast<std::size_t>(state.range(0))]));
    state.SetLabel(
        std::string(engine_name(all_engines()[static_cast<std::size_t>(state.range(0))])));
}
BENCHMARK(posture)->DenseRange(0, engine_count - 1);

void posture_with_open_words(benchmark::State& state) {
    Container container;
    container.drop = words({"$DROP"});
    container.add = words({"NET_BIND_SERVICE", "$ADD"});
    for (auto _ : state) benchmark::DoNotOptimize(effective(container, Engine::docker));
}
BENCHMARK(posture_with_open_words);

void suggestion(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(suggest_capability("CAP_NET_BIND_SEVRICE"));
}
BENCHMARK(suggestion);

/// A position for every 64th byte of a text of many lines.
void positions_in_lines(benchmark::State& state) {
    const Source source("compose.yaml",
                        bench::compose_text(static_cast<std::size_t>(state.range(0))));
    const auto size = static_cast<std::uint32_t>(source.text().size());
    for (auto _ : state)
        for (std::uint32_t at = 0; at < size; at += 64)
            benchmark::DoNotOptimize(source.position(at));
    state.SetComplexityN(state.range(0));
}
BENCHMARK(positions_in_lines)->RangeMultiplier(10)->Range(10, 10'000)->Complexity();

/// The same where all is one line, as in minified JSON.
void positions_in_one_line(benchmark::State& state) {
    const Source source("pod.json",
                        std::string(static_cast<std::size_t>(state.range(0)) * 64, 'x'));
    const auto size = static_cast<std::uint32_t>(source.text().size());
    for (auto _ : state)
        for (std::uint32_t at = 0; at < size; at += 64)
            benchmark::DoNotOptimize(source.position(at));
    state.SetComplexityN(state.range(0));
}
BENCHMARK(positions_in_one_line)->RangeMultiplier(10)->Range(10, 10'000)->Complexity();

void line_index(benchmark::State& state) {
    const std::string text = bench::compose_text(10'000);
    for (auto _ : state) {
        state.PauseTiming();
        const Source source("compose.yaml", text);
        state.ResumeTiming();
        benchmark::DoNotOptimize(source.line_count());
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(line_index);

void utf16_to_utf8(benchmark::State& state) {
    std::string wide = "\xFF\xFE";
    for (const char letter : bench::compose_text(1'000)) wide += std::string{letter, '\0'};
    for (auto _ : state) benchmark::DoNotOptimize(to_utf8(wide));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(wide.size()));
}
BENCHMARK(utf16_to_utf8);

} // namespace
