#include "model/user.hpp"

#include "model/ascii.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace dropcap {
namespace {

/// The image's last path component and tag in lower case, its digest left out: "static:nonroot".
std::string essence(std::string_view image) {
    image = image.substr(0, image.find('@'));
    if (const auto slash = image.rfind('/'); slash != std::string_view::npos)
        image.remove_prefix(slash + 1);
    return lowercase(std::string(image));
}

/// Whether `word` is in `text` with no letter behind it.
bool has_word(std::string_view text, std::string_view word) {
    const auto found = text.find(word);
    if (found == std::string_view::npos) return false;
    const auto end = found + word.size();
    return end == text.size() || !is_letter(text[end]);
}

/// What a known or open user fact says; an empty name leaves the choice to the image.
RunsAs verdict_on(const MaybeFact<std::string>& user) {
    if (!user) return RunsAs::unsaid;
    if (user->unresolved() != nullptr) return RunsAs::open;
    if (user->known()->empty()) return RunsAs::unsaid;
    return is_root(*user->known()) ? RunsAs::root : RunsAs::non_root;
}

/// runAsNonRoot is a check at the start: true rules root out whatever the image says.
RunsAs check_pipeline(const Container& container) {
    const auto& check = container.run_as_non_root;
    if (check && check->is(true)) return RunsAs::non_root;
    const RunsAs user = verdict_on(container.user);
    return user == RunsAs::unsaid && check && check->unresolved() != nullptr ? RunsAs::open : user;
}

} // namespace

bool is_root(std::string_view user) {
    if (user == "root") return true;
    if (user.starts_with('+')) user.remove_prefix(1);
    return !user.empty() && std::ranges::all_of(user, [](char c) { return c == '0'; });
}

bool promises_non_root(std::string_view image) {
    static constexpr std::array<std::string_view, 4> promises = {"nonroot", "non-root", "rootless",
                                                                 "unprivileged"};
    const std::string words = essence(image);
    return std::ranges::any_of(promises,
                               [&](std::string_view promise) { return has_word(words, promise); });
}

RunsAs runs_as(const ImageRecipe& recipe) {
    if (recipe.becomes) return verdict_on(recipe.becomes);
    const RunsAs said = verdict_on(recipe.user);
    // An empty USER takes back what the base image says.
    if (recipe.user && said == RunsAs::unsaid) return RunsAs::root;
    return said == RunsAs::unsaid && promises_non_root(recipe.base_image) ? RunsAs::non_root : said;
}

RunsAs runs_as(const Document& document, const Container& container) {
    if (container.format->decides_user) return check_pipeline(container);
    if (container.image_recipe && (!container.user || container.user->origin == Origin::image))
        return runs_as(*container.image_recipe);
    const RunsAs said = verdict_on(container.user);
    if (said != RunsAs::unsaid) return said;
    if (container.format->starts_own_image && document.recipe) return runs_as(*document.recipe);
    const auto* image = container.image ? container.image->known() : nullptr;
    return image != nullptr && promises_non_root(*image) ? RunsAs::non_root : RunsAs::unsaid;
}

} // namespace dropcap
