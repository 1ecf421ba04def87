#include "evidence/needs.hpp"

#include "evidence/table.hpp"
#include "model/capability.hpp"
#include "model/concat.hpp"
#include "model/engine.hpp"
#include "model/user.hpp"

#include <algorithm>
#include <optional>

namespace dropcap::evidence {
namespace {

/// Whether a condition holds; empty: the files do not say.
using Answer = std::optional<bool>;

/// What is known of a container, a condition each.
class Facts {
  public:
    Facts(const Document& document, const Container& container)
        : container_(container), runs_(runs_as(document, container)),
          ports_(ports_of(document, container)) {}

    [[nodiscard]] Answer holds(Condition condition, const Program& program) const {
        switch (condition) {
        case Condition::root: return starts_as_root(program);
        case Condition::user: {
            const Answer root = starts_as_root(program);
            return root ? Answer(!*root) : root;
        }
        case Condition::bind: return is_data(DataPlace::host);
        case Condition::volume: return is_data(DataPlace::volume);
        case Condition::protected_ports: return needs_port_capability();
        }
        return {};
    }

    [[nodiscard]] RunsAs runs() const { return runs_; }

    /// Whether a port below 1024 takes NET_BIND_SERVICE and none of the declared ports is a high
    /// one only.
    [[nodiscard]] bool needs_port_capability() const {
        if (!ports_.empty() && std::ranges::none_of(ports_, is_low)) return false;
        if (container_.sets_low_port_sysctl) return false;
        if (container_.host_network) return true;
        return low_ports(container_.engine) != LowPorts::any_user;
    }

    [[nodiscard]] bool declares_low_port() const { return std::ranges::any_of(ports_, is_low); }

  private:
    static bool is_low(const Fact<Port>& port) {
        return port.known() == nullptr || port.known()->first < 1024;
    }

    static const std::vector<Fact<Port>>& ports_of(const Document& document,
                                                   const Container& container) {
        const bool own_image = container.format->starts_own_image && document.recipe;
        return container.ports.empty() && own_image ? document.recipe->exposed : container.ports;
    }

    [[nodiscard]] Answer starts_as_root(const Program& program) const {
        switch (runs_) {
        case RunsAs::root: return true;
        case RunsAs::non_root: return false;
        case RunsAs::unsaid: return !program.starts_as_user;
        case RunsAs::open: break;
        }
        return {};
    }

    [[nodiscard]] Answer is_data(DataPlace wanted) const {
        if (container_.data == DataPlace::unknown) return {};
        return container_.data == wanted;
    }

    const Container& container_;
    RunsAs runs_;
    const std::vector<Fact<Port>>& ports_;
};

/// Whether all conditions of a row may hold.
bool may_apply(const Facts& facts, const Program& program, std::span<const Condition> when) {
    return std::ranges::all_of(
        when, [&](Condition condition) { return facts.holds(condition, program).value_or(true); });
}

void add(std::vector<Grant>& grants, Capability capability, std::string_view reason) {
    if (std::ranges::find(grants, capability, &Grant::capability) == grants.end())
        grants.push_back({capability, std::string(reason)});
}

/// What the rows of a program ask for; empty: none of them is about such a container.
std::optional<Needs> measured(const Facts& facts, const Program& program) {
    Needs needs{.applicability = Applicability::unsafe, .grants = {}, .why = {}};
    bool applies = false;
    for (const Row& row : program.rows) {
        if (!may_apply(facts, program, row.when)) continue;
        applies = true;
        for (const NeededFor& needed : row.capabilities)
            add(needs.grants, needed.capability, needed.reason);
    }
    if (!applies) return std::nullopt;
    return needs;
}

/// "measured: postgresql-15 15.14, two starts on one volume".
std::string how_measured(const Program& program) {
    return concat({"measured with ", program.experiments.front().versions, " on ",
                   program.experiments.front().date});
}

/// "SETGID and SETUID", "nothing".
std::string listed(const Needs& needs) {
    std::string names;
    for (std::size_t at = 0; at < needs.grants.size(); ++at) {
        if (at > 0) names += at + 1 == needs.grants.size() ? " and " : ", ";
        names += name(needs.grants[at].capability);
    }
    return needs.grants.empty() ? "no capability" : names;
}

const ImageRecipe* recipe_of(const Document& document, const Container& container) {
    if (container.image_recipe) return container.image_recipe.get();
    return container.format->starts_own_image && document.recipe ? &*document.recipe : nullptr;
}

const std::vector<FileCapability>& file_capabilities(const Container& container,
                                                     const ImageRecipe* recipe) {
    return container.file_capabilities.empty() && recipe != nullptr ? recipe->file_capabilities
                                                                    : container.file_capabilities;
}

/// Programs with file capabilities do not start without them.
void add_file_capabilities(Needs& needs, const std::vector<FileCapability>& files) {
    for (const FileCapability& file : files) {
        const std::string* const word = file.capability.known();
        const auto capability =
            word == nullptr ? std::nullopt : find_capability(normalise_word(*word));
        if (capability)
            add(needs.grants, *capability, concat({file.file, " has it as a file capability"}));
    }
}

/// A user that is not root holds nothing when it starts.
Needs of_ordinary_user(const Container& container, const ImageRecipe* recipe) {
    Needs needs{.applicability = Applicability::unsafe, .grants = {}, .why = {}};
    add_file_capabilities(needs, file_capabilities(container, recipe));
    needs.why = "a process that is not root holds no capability when it starts";
    const bool sealed = container.no_new_privileges && container.no_new_privileges->is(true);
    const bool said = (container.user && container.user->origin != Origin::image) ||
                      (container.run_as_non_root && container.run_as_non_root->is(true));
    if (sealed && said && needs.grants.empty()) {
        needs.applicability = Applicability::safe;
        needs.why = "it is not root and can gain no privileges, so it holds no capability";
    }
    return needs;
}

/// What a Dockerfile says about a process that starts as root.
std::optional<Needs> from_recipe(const Facts& facts, const Container& container,
                                 const ImageRecipe& recipe) {
    Needs needs{.applicability = Applicability::unsafe, .grants = {}, .why = {}};
    if (!recipe.becomes || recipe.becomes->known() == nullptr) return std::nullopt;
    const std::string change = concat({recipe.changed_by, " becomes ", *recipe.becomes->known()});
    add(needs.grants, Capability::SETGID, change);
    add(needs.grants, Capability::SETUID, change);
    if (facts.declares_low_port() && facts.needs_port_capability())
        add(needs.grants, Capability::NET_BIND_SERVICE, "listens on a port below 1024");
    add_file_capabilities(needs, file_capabilities(container, &recipe));
    needs.why = concat({"its Dockerfile shows that it needs ", listed(needs)});
    return needs;
}

/// How far the experiments reach where none is about the image: what programs that start as root
/// usually need.
std::string usual_needs() {
    constexpr CapabilitySet usual{Capability::CHOWN, Capability::DAC_OVERRIDE, Capability::SETGID,
                                  Capability::SETUID, Capability::NET_BIND_SERVICE};
    std::size_t all = 0;
    std::size_t within = 0;
    for (const Program& program : programs()) {
        if (program.images.empty()) continue;
        for (const Experiment& experiment : program.experiments) {
            if (std::ranges::find(experiment.shows, Condition::root) == experiment.shows.end())
                continue;
            ++all;
            within += (experiment.least - usual).empty() ? 1 : 0;
        }
    }
    return concat({std::to_string(within), " of ", std::to_string(all),
                   " experiments as root need at most CHOWN, DAC_OVERRIDE, SETGID, SETUID and "
                   "NET_BIND_SERVICE"});
}

Needs unknown(std::string_view why) {
    static const std::string usual = usual_needs();
    return {.applicability = Applicability::display,
            .grants = {},
            .why = concat({why, ", but ", usual})};
}

Needs guess(const Document& document, const Container& container) {
    const Facts facts(document, container);
    const std::string* const image = container.image ? container.image->known() : nullptr;
    const ImageRecipe* const recipe = recipe_of(document, container);
    const Program* program = image == nullptr ? nullptr : program_of_image(*image);
    if (recipe != nullptr) program = program_of_image(recipe->base_image);
    if (recipe != nullptr && recipe->becomes)
        if (auto needs = from_recipe(facts, container, *recipe)) return *std::move(needs);
    if (program != nullptr) {
        if (auto needs = measured(facts, *program)) {
            add_file_capabilities(*needs, file_capabilities(container, recipe));
            std::ranges::sort(needs->grants, {}, &Grant::capability);
            needs->why = concat({program->title,
                                 facts.runs() == RunsAs::non_root ? ""
                                 : program->starts_as_user && facts.runs() != RunsAs::root
                                     ? " as its image's user"
                                     : " started as root",
                                 " needs ", listed(*needs), " (", how_measured(*program), ")"});
            return *std::move(needs);
        }
    }
    if (facts.runs() == RunsAs::non_root) return of_ordinary_user(container, recipe);
    if (recipe != nullptr) return unknown("its Dockerfile does not show what it needs");
    return unknown(image == nullptr ? "its image is not known"
                                    : "no experiment is about its image");
}

} // namespace

Needs needs_of(const Document& document, const Container& container, const Posture& posture) {
    Needs needs = guess(document, container);
    std::ranges::sort(needs.grants, {}, &Grant::capability);
    if (posture.effective)
        std::erase_if(needs.grants, [&](const Grant& grant) {
            return !posture.effective->contains(grant.capability);
        });
    return needs;
}

} // namespace dropcap::evidence
