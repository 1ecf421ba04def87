// With every rule switched on: what is no Linux container of its own, or only partly written here,
// is checked by what is certain about it.

#include "tests/fixture.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

using namespace dropcap;

namespace {

struct Row {
    std::string_view what;
    std::string file; ///< its name gives the format
    std::string text;
    fixture::Lines expected; ///< "line: rule-id text"
};

/// Nothing to say about the service itself.
std::string hardened(std::string_view lines) {
    return "services:\n  web:\n    image: a:1\n    cap_drop: [ALL]\n    user: \"1000\"\n    read_only: true\n"
           "    security_opt: [\"no-new-privileges:true\"]\n" +
           std::string(lines);
}

std::vector<Row> rows() {
    return {
        {"a Windows pod",
         "pod.yaml",
         "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  os: {name: windows}\n  hostNetwork: true\n  containers:\n"
         "    - name: c\n      image: a:1\n      ports: [{containerPort: 80}]\n      securityContext: {runAsUser: 0, "
         "allowPrivilegeEscalation: true, capabilities: {add: [CHOWN, SYS_ADMIN], drop: [ALL]}}\n",
         {"11: syntax allowPrivilegeEscalation", "11: syntax capabilities",
          "11: syntax runAsUser"}},
        {"a Windows pod with high ports",
         "pod.yaml",
         "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  os: {name: windows}\n  containers:\n"
         "    - name: c\n      image: a:1\n      ports: [{containerPort: 8080}]\n"
         "      securityContext: {capabilities: {add: [NET_BIND_SERVICE]}}\n",
         {"10: syntax capabilities"}},
        {"a hook that takes over what its service says",
         "compose.yaml",
         "services:\n  web:\n    image: a:1\n    cap_drop: [ALL]\n    user: \"1000\"\n    read_only: true\n    cap_add: [NO_SUCH]\n"
         "    security_opt: [\"no-new-privileges:true\", seccomp=unconfined, apparmor=unconfined]\n"
         "    post_start:\n      - {command: [prepare]}\n",
         {"7: unknown-capability NO_SUCH", "8: unconfined-apparmor unconfined",
          "8: unconfined-seccomp unconfined"}},
        {"a hook that is root",
         "compose.yaml",
         hardened("    post_start:\n      - {command: [prepare], user: root}\n"),
         {}},
        {"a hook that may be privileged",
         "compose.yaml",
         hardened("    post_start:\n      - {command: [prepare], privileged: \"${P}\"}\n"),
         {"9: unresolved-value \"${P}\""}},
        {"docker exec as root", "run.sh", "docker exec -u root web prepare\n", {}},
        {"a build that adds what is open", "run.sh", "podman build --cap-add=\"$EXTRA\" .\n", {}},
        {"a build that adds and drops",
         "run.sh",
         "podman build --cap-add=SYS_ADMIN,CHOWN --cap-drop=CHOWN .\n",
         {"1: privileged-build SYS_ADMIN"}},
        {"a build that may be insecure",
         "Dockerfile",
         "FROM a:1\nARG MODE\nRUN --security=${MODE} make\nRUN --security=insecure make\nUSER 1000\n",
         {"3: syntax --security=${MODE}", "4: privileged-build insecure"}},
        {"a service that is run otherwise",
         "run.sh",
         "docker compose run --cap-drop=CHOWN -u 0 -p 80:80 web\n",
         {"1: runs-as-root 0"}},
        {"a service that is changed",
         "run.sh",
         "docker service update --cap-add=SYS_TIME -u 0 --publish-add 80:80 web\n",
         {"1: runs-as-root 0", "1: unjustified-capability SYS_TIME"}},
    };
}

} // namespace

TEST_CASE("every rule knows what it cannot check", "[scope_test]") {
    for (const Row& row : rows()) {
        INFO(row.what << '\n' << row.text);
        fixture::Checked checked;
        checked.document = parse(std::make_shared<Source>(row.file, row.text), {});
        std::vector<const Rule*> rules;
        for (const Rule* rule : all_rules())
            if (rule->group == Group::standard || rule->group == Group::pedantic)
                rules.push_back(rule);
        checked.linted = check::lint_document(checked.document, rules);
        CHECK(fixture::found(checked) == row.expected);
    }
}
