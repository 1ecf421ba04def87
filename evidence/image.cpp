#include "evidence/table.hpp"

#include <algorithm>

namespace dropcap::evidence {
namespace {

/// The repository of an image without registry, tag and digest: "library/postgres" of Docker Hub is
/// "postgres". distribution/reference: a first part with a dot, a colon or "localhost" is a
/// registry.
std::string_view repository(std::string_view image) {
    image = image.substr(0, image.find('@'));
    const std::size_t slash = image.find('/');
    const std::string_view first = image.substr(0, slash);
    if (slash != std::string_view::npos &&
        (first.find_first_of(".:") != std::string_view::npos || first == "localhost"))
        image.remove_prefix(slash + 1);
    if (image.starts_with("library/")) image.remove_prefix(8);
    const std::size_t colon = image.find(':');
    return image.substr(0, colon);
}

/// `*` at the end stands for any characters but "/".
bool matches(std::string_view pattern, std::string_view name) {
    if (!pattern.ends_with('*')) return pattern == name;
    pattern.remove_suffix(1);
    return name.starts_with(pattern) && name.size() > pattern.size() &&
           name.find('/', pattern.size()) == std::string_view::npos;
}

} // namespace

const Program* program_of_image(std::string_view image) {
    const std::string_view name = repository(image);
    if (name.empty()) return nullptr;
    const auto found = std::ranges::find_if(programs(), [&](const Program& program) {
        return std::ranges::any_of(
            program.images, [&](std::string_view pattern) { return matches(pattern, name); });
    });
    return found == programs().end() ? nullptr : &*found;
}

const Program* program_of_command(std::string_view word) {
    word = word.substr(word.rfind('/') + 1);
    const auto found = std::ranges::find_if(programs(), [&](const Program& program) {
        return std::ranges::find(program.commands, word) != program.commands.end();
    });
    return found == programs().end() ? nullptr : &*found;
}

} // namespace dropcap::evidence
