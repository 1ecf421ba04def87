#define CATCH_CONFIG_RUNNER
#include "tests/skip.hpp"

#include <catch2/catch.hpp>

#include <iostream>

namespace {

bool anything_skipped = false;

} // namespace

void dropcap::fixture::skip(const std::string& reason) {
    anything_skipped = true;
    std::cout << "skipped: " << reason << std::endl; // ./dev test looks for lines that begin so
}

int main(int count, char** words) {
    if (Catch::Session().run(count, words) != 0) return 1;
    return anything_skipped ? 77 : 0; // SKIP_RETURN_CODE in tests/CMakeLists.txt
}
