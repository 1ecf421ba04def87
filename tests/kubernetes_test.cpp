// What a manifest says of its containers: which there are, what each says and inherits, where every
// word of it stands.

#include "parsers/kubernetes/wording.hpp"
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

std::string pod(std::string_view rest) {
    return "kind: Pod\nmetadata: {name: p}\nspec:\n" + std::string(rest);
}

} // namespace

TEST_CASE("a container's securityContext becomes facts at their words", "[kubernetes_test]") {
    const std::vector<Case> cases{
        {"everything said", pod(R"(  containers:
  - name: web
    image: nginx
    ports:
    - {name: http, containerPort: 8080}
    - containerPort: 0x50
    - containerPort: 0100
    securityContext:
      privileged: false
      allowPrivilegeEscalation: false
      readOnlyRootFilesystem: true
      runAsUser: 1000
      runAsNonRoot: true
      seccompProfile: {type: RuntimeDefault}
      appArmorProfile:
        type: Localhost
        localhostProfile: web
      seLinuxOptions: {type: spc_t}
      capabilities:
        add: [NET_BIND_SERVICE, "CHOWN"]
        drop:
        - ALL
)"),
         R"(Pod/p / web app @5:11 «web»
  privileged=false @12:19 «false»
  add=NET_BIND_SERVICE @23:15 «NET_BIND_SERVICE»
  add=CHOWN @23:33 «"CHOWN"»
  drop=ALL @25:11 «ALL»
  nnp=true @13:33 «false»
  user=1000 @15:18 «1000»
  non-root=true @16:21 «true»
  seccomp=runtime/default @17:30 «RuntimeDefault»
  apparmor=custom @19:15 «Localhost»
  selinux=disable @21:30 «spc_t»
  read-only=true @14:31 «true»
  port=8080 @8:35 «8080»
  port=80 @9:22 «0x50»
  port=64 @10:22 «0100»
)"},
        {"nothing said", pod("  containers:\n  - name: web\n    image: nginx\n"),
         "Pod/p / web app @5:11 «web»\n"},
        {"null is nothing, an empty list is a list", pod(R"(  securityContext:
  containers:
  - name: web
    image: nginx
    securityContext:
      privileged: null
      runAsUser: ~
      capabilities: {add: [], drop: }
)"),
         "Pod/p / web app @6:11 «web»\n  add [] @11:22 «add»\n"},
        {"booleans of YAML 1.1", pod(R"(  containers:
  - {name: a, image: i, securityContext: {privileged: yes}}
  - {name: b, image: i, securityContext: {privileged: Off}}
  - {name: c, image: i, securityContext: {allowPrivilegeEscalation: n}}
)"),
         "Pod/p / a app @5:12 «a»\n  privileged=true @5:55 «yes»\nPod/p / b app @6:12 «b»\n  privileged=false @6:55 «Off»\n"
         "Pod/p / c app @7:12 «c»\n  nnp=true @7:69 «n»\n"},
        {"words are taken as they stand", pod(R"(  containers:
  - name: web
    image: nginx
    securityContext:
      capabilities: {add: [cap_sys_admin, " NET_RAW", ""], drop: [all, ~]}
)"),
         "Pod/p / web app @5:11 «web»\n  add=cap_sys_admin @8:28 «cap_sys_admin»\n  add= NET_RAW @8:43 «\" NET_RAW\"»\n  add= @8:55 "
         "«\"\"»\n"
         "  drop=all @8:67 «all»\n  drop= @8:72 «~»\n"},
        {"a name that is missing", pod("  containers:\n  - image: nginx\n"),
         "Pod/p / containers[0] app @5:5 «image: nginx»\n"},
        {"the last of two keys counts", pod(R"(  containers:
  - name: web
    image: nginx
    securityContext:
      privileged: true
      privileged: false
)"),
         "Pod/p / web app @5:11 «web»\n  privileged=false @9:19 «false»\n"},
    };
    for (const Case& one : cases) {
        INFO(one.name);
        CHECK(ManifestOutline(read_manifest(one.text)).containers() == one.expected);
    }
}

TEST_CASE("every container of a pod has its role", "[kubernetes_test]") {
    const Document document = read_manifest(pod(R"(  initContainers:
  - {name: migrate, image: i}
  - {name: proxy, image: i, restartPolicy: Always}
  - {name: once, image: i, restartPolicy: OnFailure}
  containers:
  - {name: web, image: i}
  ephemeralContainers:
  - {name: debug, image: i}
)"));
    CHECK(ManifestOutline(document).containers() ==
          "Pod/p / migrate init @5:12 «migrate»\nPod/p / proxy sidecar @6:12 «proxy»\n"
          "Pod/p / once init @7:12 «once»\nPod/p / web app @9:12 «web»\n"
          "Pod/p / debug ephemeral @11:12 «debug»\n");
}

TEST_CASE("a container inherits what its pod says, field by field", "[kubernetes_test]") {
    const std::vector<Case> cases{
        {"the pod's settings", pod(R"(  hostPID: true
  hostNetwork: on
  hostIPC: false
  hostUsers: true
  securityContext:
    runAsUser: 0
    runAsNonRoot: false
    seccompProfile: {type: Unconfined}
    appArmorProfile: {type: RuntimeDefault}
    seLinuxOptions: {type: spc_t}
  containers:
  - {name: web, image: i}
)"),
         R"(Pod/p / web app @15:12 «web»
  user=0 @9:16 «0» from above via 15:12 «web»
  non-root=false @10:19 «false» from above via 15:12 «web»
  seccomp=unconfined @11:28 «Unconfined» from above via 15:12 «web»
  apparmor=runtime/default @12:29 «RuntimeDefault» from above via 15:12 «web»
  selinux=disable @13:28 «spc_t» from above via 15:12 «web»
  host-pid=host @4:12 «true» from above via 15:12 «web»
  host-network=host @5:16 «on» from above via 15:12 «web»
  host-user=host @7:14 «true» from above via 15:12 «web»
)"},
        {"the container's own come first", pod(R"(  securityContext:
    runAsUser: 0
    runAsNonRoot: false
    seccompProfile: {type: Unconfined}
  containers:
  - name: web
    image: i
    securityContext:
      runAsUser: 7
      runAsNonRoot: true
      seccompProfile: {type: Localhost, localhostProfile: p.json}
)"),
         "Pod/p / web app @9:11 «web»\n  user=7 @12:18 «7»\n  non-root=true @13:21 «true»\n  seccomp=custom @14:30 «Localhost»\n"},
        {"capabilities are not inherited", pod(R"(  securityContext:
    privileged: true
    capabilities: {add: [ALL]}
  containers:
  - {name: web, image: i}
)"),
         "Pod/p / web app @8:12 «web»\n"},
        {"AppArmor's annotation names the container", R"(kind: Pod
metadata:
  name: p
  annotations:
    container.apparmor.security.beta.kubernetes.io/web: unconfined
    container.apparmor.security.beta.kubernetes.io/log: localhost/log
    seccomp.security.alpha.kubernetes.io/pod: unconfined
spec:
  securityContext:
    appArmorProfile: {type: RuntimeDefault}
  containers:
  - {name: web, image: i}
  - {name: log, image: i}
  - {name: own, image: i, securityContext: {appArmorProfile: {type: Unconfined}}}
)",
         R"(Pod/p / web app @12:12 «web»
  apparmor=unconfined @5:57 «unconfined» from above via 12:12 «web»
Pod/p / log app @13:12 «log»
  apparmor=custom @6:57 «localhost/log» from above via 13:12 «log»
Pod/p / own app @14:12 «own»
  apparmor=unconfined @14:69 «Unconfined»
)"},
    };
    for (const Case& one : cases) {
        INFO(one.name);
        CHECK(ManifestOutline(read_manifest(one.text)).containers() == one.expected);
    }
}

TEST_CASE("aliases and merge keys tell where a fact stands and what brought it in",
          "[kubernetes_test]") {
    const std::vector<Case> cases{
        {"alias", pod(R"(  containers:
  - name: a
    image: i
    securityContext: &hard {privileged: true, capabilities: {drop: [ALL]}}
  - name: b
    image: i
    securityContext: *hard
)"),
         "Pod/p / a app @5:11 «a»\n  privileged=true @7:41 «true»\n  drop=ALL @7:69 «ALL»\n"
         "Pod/p / b app @8:11 «b»\n  privileged=true @7:41 «true» from alias via 10:22 «*hard»\n"
         "  drop=ALL @7:69 «ALL» from alias via 10:22 «*hard»\n"},
        {"merge key", pod(R"(  containers:
  - name: a
    image: i
    securityContext: &hard {privileged: true, capabilities: {drop: [ALL]}}
  - name: b
    image: i
    securityContext:
      <<: *hard
      privileged: false
)"),
         "Pod/p / a app @5:11 «a»\n  privileged=true @7:41 «true»\n  drop=ALL @7:69 «ALL»\n"
         "Pod/p / b app @8:11 «b»\n  privileged=false @12:19 «false»\n  drop=ALL @7:69 «ALL» from merge via 11:11 «*hard»\n"},
        {"one word", pod(R"(  containers:
  - name: a
    image: i
    securityContext: {capabilities: {add: [&cap NET_ADMIN], drop: [*cap]}}
)"),
         "Pod/p / a app @5:11 «a»\n  add=NET_ADMIN @7:49 «NET_ADMIN»\n  drop=NET_ADMIN @7:49 «NET_ADMIN» from alias via 7:68 «*cap»\n"},
    };
    for (const Case& one : cases) {
        INFO(one.name);
        CHECK(ManifestOutline(read_manifest(one.text)).containers() == one.expected);
    }
}

TEST_CASE("what a template or a substitution fills in is neither true nor false",
          "[kubernetes_test]") {
    const std::vector<Case> cases{
        {"placeholders", pod(R"(  hostNetwork: ${HOST_NETWORK}
  containers:
  - name: web
    image: i
    securityContext:
      privileged: "{{ inputs.privileged }}"
      allowPrivilegeEscalation: ${{ESCALATE}}
      runAsUser: ${UID:-1000}
      capabilities:
        add: ["{{ cap }}", SETUID]
        drop: "{{ drop }}"
)"),
         R"(Pod/p / web app @6:11 «web»
  privileged=?{{ inputs.privileged }} @9:19 «"{{ inputs.privileged }}"»
  add=?{{ cap }} @13:15 «"{{ cap }}"»
  add=SETUID @13:28 «SETUID»
  drop=?{{ drop }} @14:15 «"{{ drop }}"»
  nnp=?${{ESCALATE}} @10:33 «${{ESCALATE}}»
  user=?${UID:-1000} @11:18 «${UID:-1000}»
  host-network=?${HOST_NETWORK} @4:16 «${HOST_NETWORK}» from above via 6:11 «web»
)"},
        {"a whole securityContext", pod(R"(  containers:
  - name: web
    image: i
    securityContext: "{{ context }}"
  - name: log
    image: i
    securityContext: {privileged: false, capabilities: "${CAPS}"}
)"),
         R"(Pod/p / web app @5:11 «web»
  privileged=?{{ context }} @7:22 «"{{ context }}"»
  add=?{{ context }} @7:22 «"{{ context }}"»
  drop=?{{ context }} @7:22 «"{{ context }}"»
Pod/p / log app @8:11 «log»
  privileged=false @10:35 «false»
  add=?${CAPS} @10:56 «"${CAPS}"»
  drop=?${CAPS} @10:56 «"${CAPS}"»
)"},
    };
    for (const Case& one : cases) {
        INFO(one.name);
        const Document document = read_manifest(one.text);
        CHECK(ManifestOutline(document).containers() == one.expected);
        CHECK(ManifestOutline(document).problems().empty());
    }
}

TEST_CASE("a list item's entry has its dash, a field's its key", "[kubernetes_test]") {
    const Document document = read_manifest(pod(R"(  containers:
  - name: web
    image: i
    securityContext:
      privileged: true
      capabilities:
        add:
        -   NET_ADMIN
        - &kill KILL
        drop: [ALL]
)"));
    const Container& web = document.containers.at(0);
    CHECK(document.text(web.privileged->entry) == "privileged: true");
    CHECK(document.text(web.add.words.at(0).entry) == "-   NET_ADMIN");
    CHECK(document.text(web.add.words.at(1).entry) == "- &kill KILL");
    CHECK(document.text(web.drop.words.at(0).entry) == "ALL");
    CHECK(document.text(*web.add.at) == "add");
    CHECK(document.text(web.extent).substr(0, 9) == "name: web");
}

TEST_CASE("streams, lists and JSON lead to the same containers", "[kubernetes_test]") {
    const std::vector<Case> cases{
        {"several documents, empty ones between",
         "---\n---\nkind: Pod\nspec: {containers: [{name: a, image: i}]}\n---\n# nothing\n---\nkind: Pod\n"
         "spec: {containers: [{name: b, image: i}]}\n...\n",
         "Pod / a app @4:28 «a»\nPod / b app @9:28 «b»\n"},
        {"a broken document hides no other",
         "kind: Pod\nspec: {containers: [}\n---\nkind: Pod\nspec: {containers: [{name: b, image: i}]}\n",
         "Pod / b app @5:28 «b»\n"},
        {"List in List", R"(kind: List
apiVersion: v1
items:
- kind: Pod
  metadata: {name: a}
  spec: {containers: [{name: a, image: i}]}
- kind: PodList
  items:
  - metadata: {name: b}
    spec: {containers: [{name: b, image: i}]}
-
)",
         "Pod/a / a app @6:30 «a»\nPod/b / b app @10:32 «b»\n"},
        {"JSON", R"({"apiVersion": "v1", "kind": "Pod", "metadata": {"generateName": "p-"},
 "spec": {"containers": [{"name": "a", "image": "i", "securityContext": {"privileged": true, "capabilities": {"add": ["NET_RAW"]}}}]}})",
         "Pod/p- / a app @2:35 «\"a\"»\n  privileged=true @2:88 «true»\n  add=NET_RAW @2:119 «\"NET_RAW\"»\n"},
        {"no kind, no object", "spec: {containers: [{name: a, image: i}]}\n", ""},
        {"not even a mapping", "- containers\n", ""},
        {"empty", "", ""},
    };
    for (const Case& one : cases) {
        INFO(one.name);
        CHECK(ManifestOutline(read_manifest(one.text)).containers() == one.expected);
    }
}

TEST_CASE("a bomb of aliases ends in its budget", "[kubernetes_test]") {
    std::string text =
        "kind: List\nx0: &x0 {kind: Pod, spec: {containers: [{name: a, image: i}]}}\n";
    for (int level = 1; level < 5; ++level) {
        const std::string below = "*x" + std::to_string(level - 1);
        text += "x" + std::to_string(level) + ": &x" + std::to_string(level) +
                " {kind: List, items: [" + below;
        for (int i = 0; i < 9; ++i) text += ", " + below;
        text += "]}\n";
    }
    text += "items: [*x4]\n";
    const Document document = read_manifest(text);
    CHECK(document.containers.size() > 5000);
    CHECK(document.containers.size() <= 20'000);
    CHECK(ManifestOutline(document).unchecked().find("aliases") != std::string::npos);
}

TEST_CASE("only documents that may hold a container are read", "[kubernetes_test]") {
    const Document document =
        read_manifest("kind: ConfigMap\ndata: {a: b\n---\napiVersion: apiextensions.k8s.io/v1\n"
                      "kind: CustomResourceDefinition\nspec: [containers: {\n");
    CHECK(document.format == kubernetes::kubernetes_format);
    CHECK(document.sources.size() == 1);
    CHECK(document.problems.empty());
    CHECK(document.containers.empty());
}

TEST_CASE("comments are kept in order of their documents", "[kubernetes_test]") {
    const Document document = read_manifest(
        "# one\nkind: Pod\nspec: {containers: [{name: a, image: i}]} # two\n---\n# three\nkind: Pod\n"
        "spec: {containers: [{name: b, image: i}]}\n");
    REQUIRE(document.comments.size() == 3);
    CHECK(document.text(document.comments[0].at) == "# one");
    CHECK_FALSE(document.comments[1].own_line);
    CHECK(document.text(document.comments[2].at) == "# three");
}

TEST_CASE("a namespace's Pod Security labels are kept", "[kubernetes_test]") {
    const Document document = read_manifest(R"(kind: Namespace
apiVersion: v1
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: restricted
    pod-security.kubernetes.io/enforce-version: v1.30
    pod-security.kubernetes.io/warn: baseline
    team: shop
)");
    REQUIRE(document.namespace_labels.size() == 2);
    CHECK(document.namespace_labels[0].space == "shop");
    CHECK(document.namespace_labels[0].mode == "enforce");
    CHECK(document.namespace_labels[0].level == "restricted");
    CHECK(testing::shown(document, document.namespace_labels[1].at) == "8:38 «baseline»");
}

TEST_CASE("the engine asked for is the containers' engine", "[kubernetes_test]") {
    const auto source =
        std::make_shared<const Source>("pod.yaml", pod("  containers: [{name: a, image: i}]\n"));
    CHECK(kubernetes::parse_kubernetes(source, {}).containers.at(0).engine == Engine::containerd);
    format::ParseOptions options;
    options.engine = Engine::crio;
    CHECK(kubernetes::parse_kubernetes(source, options).containers.at(0).engine == Engine::crio);
}
