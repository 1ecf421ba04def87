// Every shape, small and large, is read and checked, and neither its findings nor its memory grow
// out of proportion. What hangs is ended by the runner's time limit and by nothing here; how long
// each takes at three sizes is bench/run's to say.

#include "lint/check/digest.hpp"
#include "lint/check/lint_document.hpp"
#include "parsers/parse.hpp"
#include "tests/shapes.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <new>

using namespace dropcap;

namespace {

std::atomic<std::size_t> allocated = 0; ///< bytes asked for by this program so far

} // namespace

// Sanitizers have their own allocator and their own accounts.
#if defined(__has_feature)
#ifndef DROPCAP_SANITIZED
#define DROPCAP_SANITIZED (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define DROPCAP_SANITIZED 1
#else
#define DROPCAP_SANITIZED 0
#endif
#if !DROPCAP_SANITIZED
void* operator new(std::size_t size) {
    allocated.fetch_add(size, std::memory_order_relaxed);
    if (void* const memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
#endif

namespace {

/// Bytes asked for while the text is read, checked and made into a digest.
std::size_t cost_of(const shapes::Shape& shape, std::size_t bytes) {
    auto source =
        std::make_shared<const Source>(std::string(shape.file), to_utf8(shape.make(bytes)));
    const std::size_t before = allocated;
    const Document document = parse(source, {.engine = {}, .read_file = {}, .explicit_file = true});
    check::Digest digest;
    check::add_to_digest(digest, document, check::lint_document(document, all_rules()),
                         check::Wanted::records);
    for (const Problem& problem : document.problems)
        CHECK_THAT(problem.message, !Catch::StartsWith("internal error"));
    for (const check::Record& record : digest.records) CHECK(record.message().size() <= 2000);
    return allocated - before;
}

} // namespace

TEST_CASE("hostile shapes cost what their bytes cost", "[shapes_test]") {
    constexpr std::size_t small = 4U << 10U, large = 32U << 10U;
    for (const shapes::Shape& shape : shapes::all()) {
        INFO(shape.name);
        const std::size_t before = cost_of(shape, small);
        const std::size_t after = cost_of(shape, large);
        CAPTURE(before, after);
        // Eight times the bytes; twice that is far from 64, the square. What a file says by merging
        // and extending may grow faster up to a ceiling of its own; the constant leaves room for
        // that.
        CHECK(after <= 16 * before + (24U << 20U));
        CHECK(after <= 20'000 * large); // in all; most of it is given back at once
    }
}
