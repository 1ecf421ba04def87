#pragma once
// Who a container's first process is, as far as the files tell.

#include "model/container.hpp"

#include <cstdint>
#include <string_view>

namespace dropcap {

/// What the files say about a container's user.
enum class RunsAs : std::uint8_t {
    root,     ///< said: root or user id 0
    unsaid,   ///< no one says otherwise: the image decides, and most images start as root
    non_root, ///< said, or checked at the start (runAsNonRoot), or reported by the image's name
    open,     ///< an unresolved value decides
};

/// Whether a user (without group) is root as engines read it: "root", "0", "00", "+0".
[[nodiscard]] bool is_root(std::string_view user);

/// Whether the image's name promises a user that is not root: "gcr.io/distroless/static:nonroot",
/// "nginxinc/nginx-unprivileged".
[[nodiscard]] bool promises_non_root(std::string_view image);

/// The user that a build file leaves to the image.
[[nodiscard]] RunsAs runs_as(const ImageRecipe& recipe);

/// The user that the container's first process has.
[[nodiscard]] RunsAs runs_as(const Document& document, const Container& container);

} // namespace dropcap
