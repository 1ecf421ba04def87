#pragma once
// How Compose merges one file, document or service over another (compose-go override/), on trees
// that keep where everything is written.

#include "model/container.hpp"
#include "parsers/compose/budget.hpp"
#include "parsers/yaml/tree.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace dropcap::compose {

/// Keys from the root: {"services", "web", "cap_add"}.
using Path = std::vector<std::string_view>;

/// Is called with what Compose refuses and at which path of the model.
using Complain = std::function<void(const Path& path, Problem problem)>;

class Merger {
  public:
    /// Throws TooLarge where `budget.copied` ends.
    Merger(yaml::Arena& arena, Budget& budget, Complain complain)
        : arena_(arena), budget_(budget), complain_(std::move(complain)) {}

    /// `over` merged over `base`, which is at `path`. Where the types do not fit, that is a
    /// problem and `over` counts.
    [[nodiscard]] yaml::Child merge(const yaml::Child& base, const yaml::Child& over,
                                    const Path& path);
    /// The same mapping whose entries all came through `origin`, brought in by `via` (a Place{}
    /// where no word did).
    [[nodiscard]] const yaml::Node* mark(const yaml::Node& mapping, Origin origin, Place via);
    /// A copy of `mapping` with these entries.
    [[nodiscard]] const yaml::Node* with_entries(const yaml::Node& mapping,
                                                 std::span<const yaml::Entry> entries);

  private:
    yaml::Child merge_mappings(const yaml::Child& base, const yaml::Child& over, const Path& path);
    yaml::Child append(const yaml::Child& base, const yaml::Child& over, const Path& path);
    yaml::Child refuse(const yaml::Child& over, const Path& path);
    yaml::Child as_list(const yaml::Child& value);
    yaml::Child as_build(const yaml::Child& value);
    yaml::Entry merge_entries(const yaml::Entry& base, const yaml::Entry& over, const Path& path);
    void spend(std::size_t values, Place at);

    yaml::Arena& arena_;
    Budget& budget_;
    Complain complain_;
};

/// Where a document says `!reset` or `!override`.
struct Resets {
    std::vector<Path> paths;
    [[nodiscard]] bool empty() const { return paths.empty(); }
};

/// `root` without what is tagged `!reset`; the places of both tags go to `resets`. Throws TooLarge
/// where `budget.looked_at` ends.
[[nodiscard]] const yaml::Node* take_resets(const yaml::Node& root, yaml::Arena& arena,
                                            Budget& budget, Resets& resets);
/// `root` without the entries at these paths (list items stay: Compose cannot remove them either).
[[nodiscard]] const yaml::Node* apply_resets(const yaml::Node& root, const Resets& resets,
                                             const Path& at, yaml::Arena& arena);

/// Equal as Compose compares values: by what they decode to. Throws TooLarge where
/// `budget.looked_at` ends.
[[nodiscard]] bool same_value(const yaml::Node& a, const yaml::Node& b, Budget& budget);

} // namespace dropcap::compose
