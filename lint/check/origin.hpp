#pragma once
// From a text that Helm or Kustomize printed back to the files that it was made from: what people
// can open and change.

#include "lint/check/outline.hpp"
#include "model/source.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace dropcap::check {

/// How well the place in the file is known.
enum class Sureness : std::uint8_t {
    exact,  ///< the very line
    filled, ///< the line, with template expressions in it
    around, ///< the line itself was not found: one that it is under
    none,   ///< not even that: the file's first line
};

/// A place in a file of the project.
struct Shown {
    const Source* source = nullptr;
    Span span;
    Sureness sureness = Sureness::exact;
    std::string rendered; ///< the line as it was printed
};

/// Finds where the lines of one printed text come from.
class Origins {
  public:
    /// `home` is the file whose first line stands for what cannot be found; `files` are searched,
    /// the likeliest first. `program` is how messages call what printed the text: "helm template".
    Origins(std::shared_ptr<const Source> rendered, std::shared_ptr<const Source> home,
            const std::vector<std::shared_ptr<const Source>>& files, std::string program);

    [[nodiscard]] const std::shared_ptr<const Source>& rendered() const { return rendered_; }
    [[nodiscard]] Shown shown(Span span) const;
    /// A sentence for a place that is not exact: what was printed; empty for one that is.
    [[nodiscard]] std::string explanation(const Shown& shown) const;

  private:
    struct Found {
        const Outline* file = nullptr;
        LineIndex line = no_line;
    };
    template <class Look>
    [[nodiscard]] Found find(Look look) const;
    [[nodiscard]] Found find_line(LineIndex line) const;
    /// A word of a printed line in the line of a file that it comes from.
    [[nodiscard]] Shown shown_at(const Found& found, LineIndex line, Span word) const;
    /// The nearest line above it that a file has.
    [[nodiscard]] Shown shown_around(LineIndex line) const;

    std::shared_ptr<const Source> rendered_;
    std::shared_ptr<const Source> home_;
    std::string program_;
    Outline lines_;
    std::vector<Outline> files_;
};

} // namespace dropcap::check
