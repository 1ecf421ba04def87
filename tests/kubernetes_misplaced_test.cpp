// Security settings where Kubernetes refuses or ignores them, and their neighbours that stand where
// they should.

#include "tests/kubernetes_outline.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace dropcap;
using dropcap::testing::ManifestOutline;
using dropcap::testing::read_manifest;

namespace {

struct Case {
    const char* name;
    std::string text;
    std::string expected;
};

void check_all(const std::vector<Case>& rows) {
    for (const Case& row : rows) {
        INFO(row.name);
        CHECK(ManifestOutline(read_manifest(row.text)).misplaced() == row.expected);
    }
}

std::string pod(const std::string& spec) {
    return "kind: Pod\nmetadata: {name: p}\nspec: {" + spec + "}\n";
}
std::string container(const std::string& rest) {
    return pod("containers: [{name: c, image: i, " + rest + "}]");
}

const std::string whom = " of Pod/p, container c: ";

} // namespace

TEST_CASE("a container's settings do nothing at the pod", "[kubernetes_misplaced_test]") {
    const std::string end = ", containers: [{name: c, image: i}]";
    const auto told = [](const std::string& field) {
        return "3:26 «" + field +
               "» the pod's securityContext of Pod/p: move it to the securityContext of each container as `" +
               field + "`\n";
    };
    check_all({
        {"capabilities", pod("securityContext: {capabilities: {drop: [ALL]}}" + end),
         told("capabilities")},
        {"privileged", pod("securityContext: {privileged: false}" + end), told("privileged")},
        {"allowPrivilegeEscalation",
         pod("securityContext: {allowPrivilegeEscalation: false}" + end),
         told("allowPrivilegeEscalation")},
        {"readOnlyRootFilesystem", pod("securityContext: {readOnlyRootFilesystem: true}" + end),
         told("readOnlyRootFilesystem")},
        {"procMount", pod("securityContext: {procMount: Default}" + end), told("procMount")},
        {"what belongs there",
         pod("securityContext: {runAsUser: 1, runAsNonRoot: true, fsGroup: 1, sysctls: [], seccompProfile: {type: Localhost}}" +
             end),
         ""},
        {"null sets nothing anywhere", pod("securityContext: {privileged: null}" + end), ""},
        {"wrong case", pod("securityContext: {RunAsNonRoot: true}" + end),
         "3:26 «RunAsNonRoot» the pod's securityContext of Pod/p: write `runAsNonRoot`, field names are case-sensitive\n"},
        {"beside the containers", pod("privileged: false, runAsUser: 1" + end),
         "3:8 «privileged» the pod's spec of Pod/p: move it into the securityContext of each container\n"
         "3:27 «runAsUser» the pod's spec of Pod/p: move it into the securityContext of each container\n"},
    });
}

TEST_CASE("a container's settings are in its securityContext", "[kubernetes_misplaced_test]") {
    const std::string level = " the top level" + whom;
    const std::string move = "move it into the container's `securityContext`\n";
    const std::string context = " the securityContext" + whom;
    const std::string beside = "move it next to the container's image\n";
    check_all({
        {"capabilities beside the image", container("capabilities: {drop: [ALL]}"),
         "3:41 «capabilities»" + level + move},
        {"privileged beside the image", container("privileged: false"),
         "3:41 «privileged»" + level + move},
        {"cap_drop as in Compose", container("cap_drop: [ALL]"),
         "3:41 «cap_drop»" + level + "write `securityContext.capabilities.drop`\n"},
        {"another case", container("SecurityContext: {privileged: true}"),
         "3:41 «SecurityContext»" + level + "write `securityContext`\n"},
        {"the pod's name for it", container("podSecurityContext: {}"),
         "3:41 «podSecurityContext»" + level + "write `securityContext`\n"},
        {"below resources", container("resources: {securityContext: {privileged: true}}"),
         "3:53 «securityContext» `resources`" + whom + beside},
        {"below resources.limits",
         container("resources: {limits: {securityContext: {privileged: true}}}"),
         "3:62 «securityContext» `resources.limits`" + whom + beside},
        {"below a probe", container("livenessProbe: {securityContext: {}}"),
         "3:57 «securityContext» `livenessProbe`" + whom + beside},
        {"in the last port",
         container("ports: [{containerPort: 80}, {containerPort: 81, securityContext: {}}]"),
         "3:90 «securityContext» an item of `ports`" + whom + beside},
        {"in an environment variable", container("env: [{name: A, value: b, securityContext: {}}]"),
         "3:67 «securityContext» an item of `env`" + whom + beside},
        {"in a mount", container("volumeMounts: [{name: a, securityContext: {}}]"),
         "3:66 «securityContext» an item of `volumeMounts`" + whom + beside},
        {"in a volume of the pod",
         pod("containers: [{name: c, image: i}], volumes: [{name: v, securityContext: {}}]"),
         "3:63 «securityContext» an item of `volumes` of Pod/p: move it next to the list\n"},
        {"Capabilities", container("securityContext: {Capabilities: {drop: [ALL]}}"),
         "3:59 «Capabilities»" + context +
             "write `capabilities`, field names are case-sensitive\n"},
        {"readOnlyRootFileSystem", container("securityContext: {readOnlyRootFileSystem: true}"),
         "3:59 «readOnlyRootFileSystem»" + context +
             "write `readOnlyRootFilesystem`, field names are case-sensitive\n"},
        {"drop without capabilities", container("securityContext: {drop: [ALL]}"),
         "3:59 «drop»" + context + "write it as `securityContext.capabilities.drop`\n"},
        {"capAdd", container("securityContext: {capAdd: [ALL]}"),
         "3:59 «capAdd»" + context + "write it as `securityContext.capabilities.add`\n"},
        {"Drop", container("securityContext: {capabilities: {Drop: [ALL], add: []}}"),
         "3:74 «Drop» the capabilities" + whom + "write `drop`\n"},
        {"all as it should be",
         container(
             "securityContext: {privileged: false, capabilities: {add: [], drop: [ALL]}, runAsUser: 1, windowsOptions: {}}"),
         ""},
    });
}

TEST_CASE("a securityContext as an item of its own belongs to no one",
          "[kubernetes_misplaced_test]") {
    const Document document = read_manifest(
        "kind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - name: c\n    image: i\n  - securityContext:\n      privileged: false\n");
    CHECK(ManifestOutline(document).misplaced() ==
          "7:5 «securityContext» the list of containers of Pod/p: move it into "
          "the container before it, without the dash\n");
    CHECK(ManifestOutline(document).names() == "Pod/p / c app\n");
    const Document alone = read_manifest(
        "kind: Pod\nspec:\n  containers:\n  - securityContext: {privileged: true}\n  - securityContext: {privileged: false}\n");
    CHECK(alone.misplaced.empty());
    CHECK(alone.containers.size() == 2);
}

TEST_CASE("a workload has no securityContext around its pod", "[kubernetes_misplaced_test]") {
    const std::string move = "move it to `spec.template.spec.containers[].securityContext`\n";
    const std::string head = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\n";
    const std::string pod_template = "template: {spec: {containers: [{name: c, image: i}]}}";
    check_all({
        {"beside the spec", head + "securityContext: {}\nspec: {" + pod_template + "}\n",
         "4:1 «securityContext» the top level of Deployment/d: " + move},
        {"in the spec", head + "spec: {securityContext: {runAsUser: 1}, " + pod_template + "}\n",
         "4:8 «securityContext» `spec` of Deployment/d: " + move},
        {"in the template",
         head +
             "spec: {template: {securityContext: {}, spec: {containers: [{name: c, image: i}]}}}\n",
         "4:19 «securityContext» `spec.template` of Deployment/d: " + move},
        {"a setting in the metadata",
         "kind: Pod\nmetadata: {name: p, privileged: false}\nspec: {containers: [{name: c, image: i}]}\n",
         "2:21 «privileged» `metadata` of Pod/p: move it to `spec.containers[].securityContext`\n"},
        {"a custom resource may have what it likes",
         "apiVersion: agones.dev/v1\nkind: GameServer\nmetadata: {name: d}\nspec: {securityContext: {}, " +
             pod_template + "}\n",
         ""},
        {"the pod's own",
         head +
             "spec: {template: {spec: {securityContext: {runAsUser: 1}, containers: [{name: c, image: i}]}}}\n",
         ""},
    });
}

TEST_CASE("a seccomp annotation protects no one any more", "[kubernetes_misplaced_test]") {
    const auto annotated = [](const std::string& annotation, const std::string& context) {
        return "kind: Pod\nmetadata: {name: p, annotations: {" + annotation +
               "}}\nspec: {securityContext: " + context + ", containers: [{name: c, image: i}]}\n";
    };
    const std::string key = "seccomp.security.alpha.kubernetes.io/pod";
    const std::string told =
        "the annotations of Pod/p: write `seccompProfile: {type: RuntimeDefault}` in the securityContext\n";
    check_all({
        {"the pod's", annotated(key + ": runtime/default", "{}"), "2:35 «" + key + "» " + told},
        {"a container's",
         annotated("container.seccomp.security.alpha.kubernetes.io/c: docker/default", "{}"),
         "2:35 «container.seccomp.security.alpha.kubernetes.io/c» " + told},
        {"the field says it",
         annotated(key + ": runtime/default", "{seccompProfile: {type: RuntimeDefault}}"), ""},
        {"nobody is fooled", annotated(key + ": unconfined", "{}"), ""},
        {"AppArmor's still works",
         annotated("container.apparmor.security.beta.kubernetes.io/c: runtime/default", "{}"), ""},
    });
}
