// shapes BYTES: reads and checks every shape of tests/shapes.cpp at three sizes up to about so many
// bytes. Prints a line each: its name, then CPU microseconds and bytes for each size, with tabs
// between.

#include "tests/shapes.hpp"
#include "lint/check/digest.hpp"
#include "lint/check/lint_document.hpp"
#include "parsers/parse.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <memory>
#include <string>
#include <string_view>

namespace {

using namespace dropcap;

double microseconds() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

void lint(const shapes::Shape& shape, const std::string& text) {
    const auto source = std::make_shared<const Source>(std::string(shape.file), to_utf8(text));
    check::Digest digest;
    const auto take = [&](const Document& document) {
        check::add_to_digest(digest, document, check::lint_document(document, all_rules()),
                             check::Wanted::records);
    };
    format::ParseOptions options;
    options.explicit_file = true;
    options.take_part = take;
    take(parse(source, options));
}

/// The quickest of a few runs; small texts are read more often, since their times say little.
double cost_of(const shapes::Shape& shape, const std::string& text) {
    double best = 1e12;
    double spent = 0;
    for (int run = 0; run < 2 || (run < 20 && spent < 2'000); ++run) {
        const double start = microseconds();
        lint(shape, text);
        best = std::min(best, microseconds() - start);
        spent += microseconds() - start;
        if (spent > 1e6) break;
    }
    return best;
}

} // namespace

int main(int count, char** words) {
    const std::string_view asked = count == 2 ? words[1] : "";
    std::size_t largest = 0;
    if (std::from_chars(asked.data(), asked.data() + asked.size(), largest).ec != std::errc{} ||
        largest < 1000)
        return 2;
    for (const shapes::Shape& shape : shapes::all()) {
        std::printf("%.*s", static_cast<int>(shape.name.size()), shape.name.data());
        for (const std::size_t bytes : {largest / 100, largest / 10, largest}) {
            const std::string text = shape.make(bytes);
            std::printf("\t%.1f\t%zu", cost_of(shape, text), text.size());
        }
        std::printf("\n");
    }
}
