#pragma once
// `${VAR}` as Compose substitutes it, except that a variable no one sets stays unresolved instead
// of becoming empty.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace dropcap::compose {

/// What a variable is set to, and where.
struct Variable {
    std::string value;
    std::string from; ///< "set in .env", "given by --env"
    std::string open; ///< why the value is not known though the variable is set; usually empty
};

/// The variables a file is interpolated with. What is set first wins.
class Environment {
  public:
    /// Takes what is set in `outer`, which must outlive this one, before what is set here.
    void look_first_in(const Environment& outer) { outer_ = &outer; }
    void set(const std::string& name, const Variable& variable) {
        variables_.try_emplace(name, variable);
    }
    /// The same for what is read one after the other: the later counts.
    void replace(std::string name, Variable variable) {
        variables_.insert_or_assign(std::move(name), std::move(variable));
    }
    /// Takes over what is not set here yet.
    void add(const Environment& other) {
        variables_.insert(other.variables_.begin(), other.variables_.end());
    }
    /// What holds for every variable that is set nowhere else.
    void set_others(Variable variable) { others_ = std::move(variable); }
    [[nodiscard]] const Variable* find(std::string_view name) const {
        const Variable* const given = outer_ == nullptr ? nullptr : outer_->find(name);
        if (given != nullptr) return given;
        const auto found = variables_.find(name);
        if (found != variables_.end()) return &found->second;
        return others_ ? &*others_ : nullptr;
    }

  private:
    const Environment* outer_ = nullptr;
    std::map<std::string, Variable, std::less<>> variables_;
    std::optional<Variable> others_;
};

/// What became of a text.
struct Substitution {
    std::string written;     ///< the text as it was
    std::string text;        ///< with every variable replaced; those that are open are replaced by
                             ///< nothing, as Compose does
    std::string open;        ///< why the text is not known, a clause; empty: it is
    std::string cause;       ///< the end of it: the variable that is not set, whatever led there
    bool is_outside = false; ///< a value in it is set in another file, which is not to be shown
    std::string note;        ///< where the values came from, a clause: "CAPS is set in .env"

    /// Why Compose refuses the text.
    enum class Refusal : std::uint8_t {
        none,
        format,   ///< no valid `${…}`: whatever the environment is
        required, ///< `${X:?message}` and no one sets X
        too_long, ///< the result is larger than any value of a Compose file
    };
    Refusal refusal = Refusal::none;
    std::string message;        ///< with a refusal: a sentence
    std::size_t refused_at = 0; ///< with Refusal::format: offset and length of what is no variable
                                ///< in `written`, in bytes
    std::size_t refused_size = 0;
};

/// Finds a variable, or nullptr where no one sets it.
using Lookup = std::function<const Variable*(std::string_view name)>;

/// Replaces the variables of `text`. Never throws; the cost is that of the text and of the result
/// (at most 64 KiB).
[[nodiscard]] Substitution substitute(std::string_view text, const Lookup& lookup);
[[nodiscard]] Substitution substitute(std::string_view text, const Environment& environment);

} // namespace dropcap::compose
