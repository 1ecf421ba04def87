// `build:` with a Dockerfile in the project: what the image says about its user, its ports and its
// file capabilities.

#include "parsers/compose/image.hpp"

#include "parsers/compose/files.hpp"
#include "parsers/compose/service.hpp"
#include "parsers/dockerfile/dockerfile.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dropcap::compose {

namespace {

using RecipeResult = Result<std::shared_ptr<const ImageRecipe>>;

/// A byte of a Dockerfile costs as much as so many of a Compose file that is read again.
constexpr std::size_t dockerfile_weight = 4;

/// Where the bytes of a scalar are in its file, line by line: for a literal block, whose lines
/// lose only their indentation. Empty where the file spells the text otherwise.
class BlockLines {
  public:
    BlockLines(std::string_view spelt, std::string_view text, std::uint32_t begin) {
        std::size_t in_text = 0;
        std::size_t at = spelt.find('\n') + 1; // behind `|`
        while (at != 0 && in_text < text.size()) {
            const std::string_view wanted =
                text.substr(in_text, text.find('\n', in_text) - in_text);
            const std::string_view line = spelt.substr(at, spelt.find('\n', at) - at);
            if (!line.ends_with(wanted) ||
                line.find_first_not_of(' ') < line.size() - wanted.size())
                break;
            lines_.push_back(
                {static_cast<std::uint32_t>(in_text),
                 static_cast<std::uint32_t>(begin + at + line.size() - wanted.size())});
            in_text += wanted.size() + 1;
            at = spelt.find('\n', at) + 1;
        }
        if (in_text < text.size()) lines_.clear();
    }

    [[nodiscard]] bool empty() const { return lines_.empty(); }
    [[nodiscard]] Span source_of(Span span) const {
        return {offset(span.begin),
                span.end > span.begin ? offset(span.end - 1) + 1 : offset(span.begin)};
    }

  private:
    struct Line {
        std::uint32_t in_text;
        std::uint32_t in_source;
    };
    [[nodiscard]] std::uint32_t offset(std::uint32_t byte) const {
        const auto behind = std::ranges::upper_bound(lines_, byte, {}, &Line::in_text);
        const Line& line = *(behind == lines_.begin() ? behind : behind - 1);
        return line.in_source + (byte - line.in_text);
    }

    std::vector<Line> lines_;
};

/// Every place of a recipe, put where it belongs in the Compose document.
template <class Move>
void move_places(ImageRecipe& recipe, const Move& move) {
    const auto fact = [&](auto& one) {
        move(one.at);
        move(one.entry);
    };
    if (recipe.user) fact(*recipe.user);
    if (recipe.becomes) fact(*recipe.becomes);
    for (auto& port : recipe.exposed) fact(port);
    for (FileCapability& granted : recipe.file_capabilities) fact(granted.capability);
    for (auto& run : recipe.insecure_runs) fact(run);
    move(recipe.stage);
}

/// One service's `build` on its way to a recipe.
class ImageReader {
  public:
    ImageReader(ProjectContext& reading, const format::ParseOptions& options, const Value& build)
        : reading_(reading), options_(options), build_(build) {
        if (build.node->is_scalar()) {
            context_ = build;
            return;
        }
        context_ = get(build, "context");
        dockerfile_ = get(build, "dockerfile");
        inline_ = get(build, "dockerfile_inline");
        target_ = get(build, "target");
    }

    /// Nothing where the build itself is not known or not here; that is reported.
    std::shared_ptr<const ImageRecipe> read() {
        for (const Value& value : {context_, dockerfile_, inline_, target_}) {
            if (const auto open = unresolved(reading_, value)) {
                tell(value.node->at, fmt::format("the image is not known: {}", open->why));
                return nullptr;
            }
        }
        for (const Value& value : {inline_, target_}) {
            if (value && value.node->is_scalar() && reading_.is_private(*value.node)) {
                tell(value.node->at, "a variable from another file decides what is built");
                return nullptr;
            }
        }
        take_args();
        stage_ = text_of(target_);
        return inline_ && inline_.node->is_scalar() ? of_inline() : of_file();
    }

  private:
    static std::string text_of(const Value& value) {
        return value && value.node->is_scalar() ? std::string(value.node->text) : std::string();
    }

    void tell(Place at, std::string reason) {
        reading_.document.unchecked.push_back({at, std::move(reason)});
    }

    /// `NAME: value` or `- NAME=value`; without a value it comes from whoever builds.
    void take_args() {
        const Value args = get(build_, "args");
        if (!args) return;
        for (const yaml::Entry& entry : args.node->entries) {
            const Value value = entry_value(args, entry);
            const bool known = value.node->is_scalar() && !unresolved(reading_, value) &&
                               !reading_.is_private(*value.node);
            set_arg(entry.key->text,
                    known ? std::optional(std::string(value.node->text)) : std::nullopt);
        }
        for (const Value& item : items(reading_.document, args)) {
            if (!item.node->is_scalar()) continue;
            const std::string_view text = item.node->text;
            const std::size_t equals = text.find('=');
            const bool known = equals != std::string_view::npos && !unresolved(reading_, item) &&
                               !reading_.is_private(*item.node);
            set_arg(text.substr(0, equals),
                    known ? std::optional(std::string(text.substr(equals + 1))) : std::nullopt);
        }
    }
    void set_arg(std::string_view name, std::optional<std::string> value) {
        args_.insert_or_assign(std::string(name), std::move(value));
    }

    std::shared_ptr<const ImageRecipe> of_file() {
        const std::string context = text_of(context_);
        const Place named = dockerfile_ ? dockerfile_.node->at
                            : context_  ? context_.node->at
                                        : build_.key;
        if (is_remote(context)) {
            tell(
                named,
                "the image is built from elsewhere, and that is not fetched: its user and ports are not known");
            return nullptr;
        }
        const std::string name = text_of(dockerfile_);
        const std::string path = join(context, name.empty() ? "Dockerfile" : name);
        const RecipeResult& known = remembered(path, [&] { return recipe_of(path); });
        if (known) return *known;
        const bool is_private = (context_ && reading_.is_private(*context_.node)) ||
                                (dockerfile_ && reading_.is_private(*dockerfile_.node));
        tell(named, is_private
                        ? "the image's Dockerfile, which a variable names, cannot be read"
                        : fmt::format("the image's Dockerfile `{}` is not taken into account: {}",
                                      path, known.error().message));
        return nullptr;
    }

    /// The recipe of a text as it is built here, made once.
    template <class Make>
    const RecipeResult& remembered(std::string_view text, const Make& make) {
        std::string key = fmt::format("{}\n{}", text, stage_);
        for (const auto& [arg, value] : args_)
            key += fmt::format("\n{}{}{}", arg, value ? '=' : '?', value.value_or(""));
        auto known = reading_.recipes.find(key);
        if (known == reading_.recipes.end())
            known = reading_.recipes.emplace(std::move(key), make()).first;
        return known->second;
    }

    RecipeResult recipe_of(const std::string& path) {
        if (!options_.read_file) return Error{"no other file can be read from here"};
        auto source = read_beside(options_, path);
        if (!source) return source.error();
        if (!reading_.budget.read_file(path, (*source)->text().size(), dockerfile_weight))
            return Error{
                "the project's Dockerfiles are too large together, or built in too many ways"};
        auto recipe = parse_recipe(*source);
        if (!recipe) return Error{"it cannot be built as it is; check it by itself"};
        const auto [slot, fresh] = reading_.dockerfiles.try_emplace(
            path, static_cast<std::uint32_t>(reading_.document.sources.size()));
        if (fresh) reading_.document.sources.push_back(*source);
        move_places(*recipe, [index = slot->second](Place& place) { place.source = index; });
        return std::shared_ptr<const ImageRecipe>(
            std::make_shared<ImageRecipe>(std::move(*recipe)));
    }

    /// Empty for a text that is no Dockerfile: nothing of it may be shown.
    std::optional<ImageRecipe> parse_recipe(const std::shared_ptr<const Source>& source) {
        const format::ParseOptions options{.engine = {},
                                           .compose = {},
                                           .stage = stage_,
                                           .build_args = args_,
                                           .read_file = {},
                                           .explicit_file = true};
        Document document = dockerfile::parse_dockerfile(source, options);
        return document.problems.empty() ? std::move(document.recipe) : std::nullopt;
    }

    std::shared_ptr<const ImageRecipe> of_inline() {
        const RecipeResult& known =
            remembered(fmt::format("\n{}", static_cast<const void*>(inline_.node)),
                       [&] { return recipe_of_inline(); });
        if (known) return *known;
        tell(inline_.node->at, known.error().message);
        return nullptr;
    }

    RecipeResult recipe_of_inline() {
        const Place at = inline_.node->at;
        const std::string_view text = inline_.node->text;
        if (!take(reading_.budget.read, text.size() * dockerfile_weight))
            return Error{"this Dockerfile is built in too many ways to be taken into account"};
        auto recipe = parse_recipe(
            std::make_shared<Source>(reading_.document.source(at).path(), std::string(text)));
        if (!recipe)
            return Error{
                "this Dockerfile cannot be built as it is: what the image says is not taken into account"};
        const BlockLines lines(reading_.document.text(at), text, at.span.begin);
        move_places(*recipe, [&](Place& place) {
            place = lines.empty() ? at
                                  : Place{.source = at.source, .span = lines.source_of(place.span)};
        });
        return std::shared_ptr<const ImageRecipe>(
            std::make_shared<ImageRecipe>(std::move(*recipe)));
    }

    ProjectContext& reading_;
    const format::ParseOptions& options_;
    Value build_, context_, dockerfile_, inline_, target_;
    std::string stage_;
    format::BuildArguments args_;
};

template <class T>
Fact<T> of_image(Fact<T> fact, Place via) {
    fact.origin = Origin::image;
    fact.via = via;
    return fact;
}

} // namespace

void add_image(ProjectContext& reading, const format::ParseOptions& options, const Service& service,
               Container& container) {
    const Value build = get(service.value, "build");
    if (!build || options.engine == Engine::swarm ||
        !(build.node->is_scalar() || build.node->is_mapping()))
        return;
    container.image_recipe = ImageReader(reading, options, build).read();
    if (!container.image_recipe) return;
    const ImageRecipe& recipe = *container.image_recipe;
    if (!reading.spend_copies(build.key, recipe.exposed.size() + recipe.file_capabilities.size()))
        return;
    const MaybeFact<std::string>& user = recipe.becomes ? recipe.becomes : recipe.user;
    if (!container.user && user) container.user = of_image(*user, build.key);
    for (const Fact<Port>& port : recipe.exposed)
        container.ports.push_back(of_image(port, build.key));
    for (const FileCapability& granted : recipe.file_capabilities)
        container.file_capabilities.push_back(
            {of_image(granted.capability, build.key), granted.file});
}

} // namespace dropcap::compose
