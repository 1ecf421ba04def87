// What Kubernetes refuses: wrong types, and what the API server's validation says no to. And what
// it accepts.

#include "tests/kubernetes_outline.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace dropcap;
using dropcap::testing::ManifestOutline;
using dropcap::testing::read_manifest;

namespace {

struct Case {
    std::string spec; ///< of a pod, in flow style
    std::string expected;
};

/// A pod with one container whose securityContext is this.
std::string with_context(const std::string& context) {
    return "containers: [{name: c, image: i, securityContext: " + context + "}]";
}

void check_all(const std::vector<Case>& rows) {
    for (const Case& row : rows) {
        INFO(row.spec);
        CHECK(ManifestOutline(read_manifest("kind: Pod\nspec: {" + row.spec + "}\n")).problems() ==
              row.expected);
    }
}

std::string of(const std::string& path, const std::string& wanted, const std::string& got) {
    return "`" + path + "` must be " + wanted + ", and this is " + got +
           ": Kubernetes refuses the object\n";
}

} // namespace

TEST_CASE("a value of the wrong type is refused at the value", "[kubernetes_refusals_test]") {
    const std::string context = "containers[0].securityContext";
    const std::string boolean = "true or false without quotes";
    check_all({
        {with_context("{privileged: 'true'}"),
         "c 2:71 «'true'» " + of(context + ".privileged", boolean, "a string `'true'`")},
        {with_context("{privileged: tRuE}"),
         "c 2:71 «tRuE» " + of(context + ".privileged", boolean, "a string `tRuE`")},
        {with_context("{privileged: 1}"),
         "c 2:71 «1» " + of(context + ".privileged", boolean, "a number `1`")},
        {with_context("{allowPrivilegeEscalation: []}"),
         "c 2:85 «[]» " + of(context + ".allowPrivilegeEscalation", boolean, "a list")},
        {with_context("{readOnlyRootFilesystem: 'yes'}"),
         "c 2:83 «'yes'» " + of(context + ".readOnlyRootFilesystem", boolean, "a string `'yes'`")},
        {with_context("{runAsUser: '0'}"),
         "c 2:70 «'0'» " +
             of(context + ".runAsUser", "a whole number without quotes", "a string `'0'`")},
        {with_context("{runAsUser: 1.5}"),
         "c 2:70 «1.5» " +
             of(context + ".runAsUser", "a whole number without quotes", "a number `1.5`")},
        {with_context("{runAsNonRoot: {}}"),
         "c 2:73 «{}» " + of(context + ".runAsNonRoot", boolean, "a mapping")},
        {with_context("[]"), "c 2:58 «[]» " + of(context, "a mapping", "a list")},
        {with_context("{capabilities: [ALL]}"),
         "c 2:73 «[ALL]» " + of(context + ".capabilities", "a mapping", "a list")},
        {with_context("{capabilities: {drop: ALL}}"),
         "c 2:80 «ALL» " + of(context + ".capabilities.drop", "a list", "a string `ALL`")},
        {with_context("{capabilities: {drop: [NO]}}"),
         "c 2:81 «NO» " + of(context + ".capabilities.drop[0]", "a string", "a boolean `NO`")},
        {with_context("{capabilities: {add: [SETUID, 7]}}"),
         "c 2:88 «7» " + of(context + ".capabilities.add[1]", "a string", "a number `7`")},
        {with_context("{seccompProfile: RuntimeDefault}"),
         "c 2:75 «RuntimeDefault» " +
             of(context + ".seccompProfile", "a mapping", "a string `RuntimeDefault`")},
        {"hostPID: 'true', containers: [{name: c, image: i}]",
         "2:17 «'true'» " + of("spec.hostPID", boolean, "a string `'true'`")},
        {"securityContext: [], containers: [{name: c, image: i}]",
         "2:25 «[]» " + of("spec.securityContext", "a mapping", "a list")},
        {"containers: {name: c, image: i}",
         "2:20 «{name: c, image: i}» " + of("spec.containers", "a list", "a mapping")},
        {"containers: [{name: y, image: 1.5}]",
         "containers[0] 2:28 «y» " + of("containers[0].name", "a string", "a boolean `y`") +
             "containers[0] 2:38 «1.5» " + of("containers[0].image", "a string", "a number `1.5`")},
        {"containers: [{name: c, image: i, ports: [{containerPort: '80'}]}]",
         "c 2:65 «'80'» " + of("containers[0].ports.containerPort", "a whole number without quotes",
                               "a string `'80'`")},
    });
}

TEST_CASE("one mistake of a pod is reported in the same words for each container",
          "[kubernetes_refusals_test]") {
    const Document document = read_manifest(
        "kind: Pod\nspec: {securityContext: {runAsUser: root}, containers: [{name: a, image: i}, {name: b, image: i}]}\n");
    REQUIRE(document.containers.size() == 2);
    REQUIRE(document.containers[0].problems.size() == 1);
    REQUIRE(document.containers[1].problems.size() == 1);
    CHECK(document.containers[0].problems[0].message == document.containers[1].problems[0].message);
    CHECK(document.containers[0].problems[0].at == document.containers[1].problems[0].at);
}

TEST_CASE("a path to a pod is made of mappings", "[kubernetes_refusals_test]") {
    const auto problems = [](std::string_view text) {
        return ManifestOutline(read_manifest(text)).problems();
    };
    CHECK(problems("kind: Pod\nspec:\n- containers: []\n") ==
          "3:1 «- containers: []» " + of("spec", "a mapping", "a list"));
    CHECK(problems("apiVersion: apps/v1\nkind: Deployment\nspec: {template: [containers]}\n") ==
          "3:18 «[containers]» " + of("spec.template", "a mapping", "a list"));
    CHECK(problems("apiVersion: example.com/v1\nkind: Widget\nspec: [containers]\n").empty());
}

TEST_CASE("the API server refuses contradictions", "[kubernetes_refusals_test]") {
    const std::string no = ": Kubernetes refuses the object\n";
    check_all({
        {with_context("{privileged: true, allowPrivilegeEscalation: false}"),
         "c 2:103 «false» `allowPrivilegeEscalation` cannot be false in a privileged container" +
             no},
        {with_context("{privileged: true, allowPrivilegeEscalation: true}"), ""},
        {with_context("{privileged: true}"), ""},
        {with_context("{allowPrivilegeEscalation: no, capabilities: {add: [CAP_SYS_ADMIN]}}"),
         "c 2:85 «no» `allowPrivilegeEscalation` cannot be false where `CAP_SYS_ADMIN` is added under this very name" +
             no},
        {with_context(
             "{allowPrivilegeEscalation: false, capabilities: {add: [SYS_ADMIN, cap_sys_admin]}}"),
         ""},
        {with_context("{procMount: unmasked}"),
         "c 2:70 «unmasked» `procMount` must be Default or Unmasked, not `unmasked`" + no},
        {with_context("{procMount: Unmasked}"),
         "c 2:70 «Unmasked» `procMount` Unmasked needs a false `hostUsers` in the pod" + no},
        {with_context("{procMount: Default}"), ""},
        {"hostUsers: false, " + with_context("{procMount: Unmasked}"), ""},
        {"hostUsers: false, hostPID: true, hostNetwork: false, " + with_context("{}"),
         "2:35 «true» `hostPID` cannot be true in a pod whose `hostUsers` is false" + no},
        {"hostUsers: true, hostPID: true, " + with_context("{}"), ""},
        {with_context("{runAsUser: -1}"),
         "c 2:70 «-1» `runAsUser` must be between 0 and 2147483647" + no},
        {with_context("{runAsGroup: 2147483648}"),
         "c 2:71 «2147483648» `runAsGroup` must be between 0 and 2147483647" + no},
        {with_context("{runAsUser: 2147483647}"), ""},
        {with_context("{seccompProfile: {type: unconfined}}"),
         "c 2:82 «unconfined» `seccompProfile.type` must be RuntimeDefault, Localhost or Unconfined, not `unconfined`" +
             no},
        {with_context("{appArmorProfile: {type: runtime/default}}"),
         "c 2:83 «runtime/default» `appArmorProfile.type` must be RuntimeDefault, Localhost or Unconfined, not `runtime/default`" +
             no},
        {with_context("{capabilities: {add: [NOT_A_CAPABILITY, '']}}"),
         ""}, // names are never validated
    });
}

TEST_CASE("Knative refuses what it does not let through", "[kubernetes_refusals_test]") {
    const auto problems = [](const std::string& version, const std::string& context) {
        return ManifestOutline(read_manifest("apiVersion: " + version +
                                             "\nkind: Service\nspec: {template: {spec: {" +
                                             with_context(context) + "}}}\n"))
            .problems();
    };
    CHECK(problems("serving.knative.dev/v1", "{privileged: true}") ==
          "c 3:89 «true» Knative Serving refuses a true `privileged`\n");
    CHECK(problems("serving.knative.dev/v1", "{privileged: false, capabilities: {drop: [ALL]}}")
              .empty());
    // A feature flag of the cluster decides.
    CHECK(problems("serving.knative.dev/v1", "{capabilities: {add: [NET_ADMIN]}}").empty());
}

TEST_CASE("a Windows pod has no Linux settings", "[kubernetes_refusals_test]") {
    const std::string windows = "os: {name: windows}, ";
    const auto forbidden = [](const std::string& field) {
        return "`" + field + "` cannot be set for a Windows pod: Kubernetes refuses the object\n";
    };
    check_all({
        {windows + with_context("{capabilities: {drop: [ALL]}}"),
         "c 2:80 «capabilities» " + forbidden("capabilities")},
        {windows + with_context("{privileged: false}"),
         "c 2:80 «privileged» " + forbidden("privileged")},
        {windows + with_context("{allowPrivilegeEscalation: false}"),
         "c 2:80 «allowPrivilegeEscalation» " + forbidden("allowPrivilegeEscalation")},
        {windows + with_context("{runAsNonRoot: true, windowsOptions: {runAsUserName: web}}"), ""},
        {windows + "hostUsers: true, " + with_context("{}"),
         "2:29 «hostUsers» " + forbidden("hostUsers")},
        {windows + "hostPID: false, hostNetwork: true, " + with_context("{}"), ""},
        {windows + "hostPID: true, " + with_context("{}"),
         "2:29 «hostPID» " + forbidden("hostPID")},
        {windows + "securityContext: {fsGroup: 1}, " + with_context("{}"),
         "2:47 «fsGroup» " + forbidden("fsGroup")},
        {"os: {name: linux}, " + with_context("{windowsOptions: {}}"),
         "c 2:78 «windowsOptions» `windowsOptions` cannot be set for a Linux pod: Kubernetes refuses the object\n"},
        {with_context("{windowsOptions: {}, privileged: true}"), ""},
    });
}

TEST_CASE("capabilities do not exist on Windows nodes", "[kubernetes_refusals_test]") {
    const auto windows = [](const std::string& spec) {
        return read_manifest("kind: Pod\nspec: {" + spec + "}\n").containers.at(0).pod->windows;
    };
    CHECK(windows("os: {name: windows}, " + with_context("{}")));
    CHECK(windows("nodeSelector: {kubernetes.io/os: windows}, " + with_context("{}")));
    CHECK(windows("nodeSelector: {beta.kubernetes.io/os: windows}, " + with_context("{}")));
    // On a Linux node it means nothing: whoever writes it there is not on Windows.
    CHECK_FALSE(windows(with_context("{windowsOptions: {hostProcess: true}}")));
    CHECK_FALSE(windows("os: {name: linux}, " + with_context("{}")));
    CHECK_FALSE(windows(with_context("{}")));
}

TEST_CASE("of a key that stands twice the last counts, and it is reported",
          "[kubernetes_refusals_test]") {
    const Document document = read_manifest(
        "kind: Pod\nspec:\n  containers:\n  - name: c\n    image: i\n    securityContext:\n"
        "      privileged: true\n      privileged: false\n");
    CHECK(
        ManifestOutline(document).problems() ==
        "8:7 «privileged» the key `privileged` is written twice in this mapping (first on line 7): "
        "strict validation, kubectl's default, refuses "
        "the object, and without it the first is dropped in silence; keep one of the two\n");
    CHECK(document.containers.at(0).privileged->is(false));
}

TEST_CASE("what is open is not refused", "[kubernetes_refusals_test]") {
    check_all({
        {with_context("{privileged: \"{{ p }}\", allowPrivilegeEscalation: false}"), ""},
        {with_context("{procMount: \"${MOUNT}\"}"), ""},
        {with_context("{runAsUser: \"${UID}\", seccompProfile: {type: \"{{ type }}\"}}"), ""},
        {with_context("\"{{ context }}\""), ""},
        {"containers: \"{{ containers }}\"", ""},
    });
}
