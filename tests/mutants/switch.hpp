#pragma once
// Every mutant of a file is compiled into it and asleep until it is switched on by its number.
// Included before everything else.

#include <concepts>

namespace mutants {

extern int active; ///< the mutant that is switched on (DROPCAP_MUTANT in the environment), or -1
extern unsigned char*
    reached; ///< a byte a mutant in the file that DROPCAP_MUTANTS_REACHED names, or nullptr

/// Whether mutant `number` is switched on; that it was asked is remembered.
inline bool on(int number) {
    if (reached != nullptr) reached[number] = 1;
    return number == active;
}

/// The same where a constant may be wanted: the compiler sees the original.
constexpr bool on_at_run_time(int number) {
    return !__builtin_is_constant_evaluated() && on(number);
}

/// Stands between a binary operator and its repetition, `a == Between{7} == b`, and takes the
/// operator's place. A comparison has a second mutant, number + 1: its opposite.
struct Between {
    int number;
};
template <class Left>
struct Half {
    const Left& left;
    int number;
};

#define MUTANTS_COMPARISON(original, mutated, opposite)                                            \
    template <class Left>                                                                          \
    constexpr Half<Left> operator original(const Left & left, Between between) {                   \
        return {left, between.number};                                                             \
    }                                                                                              \
    template <class Left, class Right>                                                             \
    constexpr bool operator original(Half<Left> half, const Right& right) {                        \
        if (on_at_run_time(half.number)) return half.left mutated right;                           \
        if (on_at_run_time(half.number + 1)) return half.left opposite right;                      \
        return half.left original right;                                                           \
    }
MUTANTS_COMPARISON(<, <=, >=)
MUTANTS_COMPARISON(<=, <, >)
MUTANTS_COMPARISON(>, >=, <=)
MUTANTS_COMPARISON(>=, >, <)

#define MUTANTS_OPERATOR(original, mutated)                                                        \
    template <class Left>                                                                          \
    constexpr Half<Left> operator original(const Left & left, Between between) {                   \
        return {left, between.number};                                                             \
    }                                                                                              \
    template <class Left, class Right>                                                             \
    constexpr auto operator original(Half<Left> half, const Right& right)                          \
        ->decltype(half.left original right) {                                                     \
        using Result = decltype(half.left original right);                                         \
        return on_at_run_time(half.number) ? static_cast<Result>(half.left mutated right)          \
                                           : half.left original right;                             \
    }
MUTANTS_OPERATOR(==, !=)
MUTANTS_OPERATOR(!=, ==)
MUTANTS_OPERATOR(+, -)
MUTANTS_OPERATOR(|, &)
MUTANTS_OPERATOR(&, |)

/// a - b becomes a + b; of sets, which have no sum, a.
template <class Left>
constexpr Half<Left> operator-(const Left& left, Between between) {
    return {left, between.number};
}
template <class Left, class Right>
constexpr auto operator-(Half<Left> half, const Right& right) -> decltype(half.left - right) {
    using Result = decltype(half.left - right);
    if (!on_at_run_time(half.number)) return half.left - right;
    if constexpr (requires {
                      { half.left + right } -> std::convertible_to<Result>;
                  })
        return static_cast<Result>(half.left + right);
    else
        return static_cast<Result>(half.left);
}

/// `Not{7} * a` is `!a`; the mutant leaves the `!` out.
struct Not {
    int number;
};
template <class Operand>
constexpr bool operator*(Not negation, const Operand& operand) {
    const bool holds = static_cast<bool>(operand);
    return on_at_run_time(negation.number) ? holds : !holds;
}

} // namespace mutants
