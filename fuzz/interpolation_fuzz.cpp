// Any bytes as a `.env` file and as texts that its variables are put into.

#include "fuzz/promises.hpp"
#include "fuzz/target.hpp"
#include "parsers/compose/dotenv.hpp"
#include "parsers/compose/interpolation.hpp"

namespace dropcap::fuzz {
namespace {

constexpr std::size_t longest = 64U << 10U;

void check(const compose::Substitution& all, std::string_view text) {
    using enum compose::Substitution::Refusal;
    require(all.written == text, "what was written is kept");
    require(all.text.size() <= longest + text.size(), "a text grows to its limit only");
    require((all.refusal == none) == all.message.empty(), "a refusal says why");
    const bool plain = text.find('$') == std::string_view::npos;
    if (plain && all.refusal != too_long)
        require(all.text == text && all.open.empty(), "a text without variables stays as it is");
}

void run(std::string_view bytes) {
    compose::Environment given;
    given.set("A", {"value", "given by --env", {}});
    compose::Environment environment;
    const std::string why = compose::read_dotenv(bytes, "set in .env", given, environment);
    require(why.empty() || why.starts_with("line "), "a refusal names its line");
    check(compose::substitute(bytes, environment), bytes);
}

std::optional<std::string> seed(const TestFile& file) {
    return file.text.find('$') == std::string::npos ? std::nullopt : std::optional(file.text);
}

} // namespace

extern constinit const Target interpolation;
constinit const Target interpolation{.name = "interpolation",
                                     .about = "`.env` files and `${…}` in Compose's values",
                                     .run = run,
                                     .seed = seed};

} // namespace dropcap::fuzz
