#pragma once
// What the help pages of several rules have in common: paragraphs and references.

#include <array>
#include <cstddef>
#include <string_view>

namespace dropcap::rules {

/// Several texts one after the other, put together at compile time.
template <const std::string_view&... parts>
struct Joined {
    static constexpr auto letters = [] {
        std::array<char, (parts.size() + ...)> all{};
        std::size_t at = 0;
        const auto take = [&](std::string_view part) {
            for (const char letter : part) all[at++] = letter;
        };
        (take(parts), ...);
        return all;
    }();
    static constexpr std::string_view text{letters.data(), letters.size()};
};
template <const std::string_view&... parts>
inline constexpr std::string_view joined = Joined<parts...>::text;

/// Paragraphs that end a page.
namespace page {
/// How to drop ALL and add back what is needed, for the three most common formats.
inline constexpr std::string_view drop_all_and_add = R"(

**Write instead**

- Compose: `cap_drop: [ALL]`, then `cap_add` with what is provably needed
- Kubernetes: `securityContext.capabilities: {drop: ["ALL"], add: [...]}`
- `docker run`: `--cap-drop=ALL --cap-add=...`)";
} // namespace page

/// Addresses that several rules refer to.
namespace reference {
inline constexpr std::string_view capabilities =
    "https://man7.org/linux/man-pages/man7/capabilities.7.html";
inline constexpr std::string_view owasp_docker =
    "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html";
inline constexpr std::string_view pod_security =
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/";
inline constexpr std::string_view cis_docker = "https://www.cisecurity.org/benchmark/docker";
/// Execution with unnecessary privileges.
inline constexpr std::string_view cwe_250 = "https://cwe.mitre.org/data/definitions/250.html";
/// Escape to host.
inline constexpr std::string_view attack_t1611 = "https://attack.mitre.org/techniques/T1611/";
inline constexpr std::string_view docker_reading =
    "https://github.com/moby/moby/blob/master/daemon/pkg/oci/caps/utils.go";
inline constexpr std::string_view containerd_reading =
    "https://github.com/containerd/containerd/blob/main/internal/cri/opts/spec_opts.go";
} // namespace reference

} // namespace dropcap::rules
