// What the rules about namespaces, files, users and syntax say, to the letter. Capability rules:
// capability_messages_test.cpp.

#include "tests/fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

using namespace dropcap;

namespace {

struct Row {
    std::string file; ///< its name gives the format
    std::string text;
    std::string_view rule;
    std::string message;
    std::vector<std::string> notes;
};

std::string service(std::string_view lines) {
    return "services:\n  web:\n    image: a:1\n" + std::string(lines);
}

/// The namespace's Pod Security labels, where the file holds them.
std::vector<Row> rows_about_namespaces() {
    const std::string namespaces =
        "kind: Namespace\napiVersion: v1\nmetadata: {name: shop, labels: "
        "{pod-security.kubernetes.io/enforce: baseline}}\n---\nkind: Namespace\napiVersion: v1\n"
        "metadata: {name: default, labels: {pod-security.kubernetes.io/warn: restricted}}\n---\n";
    const auto pod_in = [](const std::string& space) {
        return "kind: Pod\napiVersion: v1\nmetadata: {name: p" + space +
               "}\nspec:\n  hostPID: true\n  containers:\n    - name: c\n      image: a:1\n"
               "      securityContext: {capabilities: {drop: [ALL]}}\n";
    };
    const std::string remedy =
        "\n-> remove `hostNetwork`, `hostPID` and `hostIPC`, or set them to false";
    const std::string refused =
        " shares the host's process namespace\nPod Security's baseline refuses it (control Host Namespaces)" +
        remedy;
    std::string labels;
    for (int number = 0; number < 8; ++number)
        labels +=
            "kind: Namespace\napiVersion: v1\nmetadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline}}\n---\n";
    const auto spec = [](std::string_view lines, std::string_view context) {
        return "kind: Pod\napiVersion: v1\nmetadata: {name: p}\nspec:\n" + std::string(lines) +
               "  containers:\n    - {name: c, image: a:1, securityContext: {capabilities: {drop: [ALL]}, " +
               std::string(context) + "}}\n";
    };
    const std::string strict =
        "  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}\n";
    return {
        {"pod.yaml", labels + pod_in(", namespace: shop"), "pss-baseline", "Pod/p" + refused,
         std::vector<std::string>(6, "its namespace has `enforce: baseline`")},
        {"pod.yaml",
         spec("  hostPID: ${X}\n", "privileged: false"),
         "pss-baseline",
         "Pod/p leaves `${X}` unresolved\nwhether Pod Security's baseline admits it is unknown (control Host Namespaces)" +
             remedy,
         {}},
        {"pod.yaml",
         spec(strict, "allowPrivilegeEscalation: true"),
         "pss-restricted",
         "container `c` of Pod/p allows privilege escalation\nPod Security's restricted refuses it (control Privilege Escalation)"
         "\n-> set `allowPrivilegeEscalation` to false",
         {}},
        {"pod.yaml",
         namespaces + pod_in(", namespace: shop"),
         "pss-baseline",
         "Pod/p" + refused,
         {"its namespace has `enforce: baseline`"}},
        {"pod.yaml",
         namespaces + pod_in(""),
         "pss-baseline",
         "Pod/p" + refused,
         {"its namespace has `warn: restricted`"}},
        {"pod.yaml",
         namespaces + pod_in(", namespace: other"),
         "pss-baseline",
         "Pod/p" + refused,
         {}},
        {"patch.yaml",
         "kind: Deployment\napiVersion: apps/v1\nmetadata: {name: web}\nspec: {template: {spec: {hostPID: true}}}\n",
         "pss-baseline",
         "Deployment/web" + refused,
         {}},
    };
}

/// What a program's own capability results in, and whose word is in its way.
std::vector<Row> rows_about_files() {
    const auto image = [](std::string_view bits, std::string_view command) {
        return "FROM a:1\nRUN setcap cap_net_raw+" + std::string(bits) +
               " /ping\nUSER 1000\nLABEL RUN=\"" + std::string(command) + " IMAGE\"\n";
    };
    const std::string fails =
        "label `RUN` does not grant NET_RAW to `/ping`\nstarting `/ping` fails with \"Operation not permitted\""
        "\n-> add NET_RAW back, or build without setcap";
    const std::string runs =
        "label `RUN` does not grant NET_RAW to `/ping`\n`/ping` runs without it"
        "\n-> add NET_RAW back, or build without setcap";
    const std::string blocked =
        "label `RUN` keeps NET_RAW from `/ping`\n"
        "`/ping` gets NET_RAW only as the container's entry point, not when a shell or another program starts it"
        "\n-> run the program as the entry point, or build without setcap";
    const std::string_view rule = "file-capabilities-blocked";
    return {
        {"Dockerfile",
         image("ep", "docker run --cap-drop=ALL"),
         rule,
         fails,
         {"NET_RAW is dropped here"}},
        {"Dockerfile",
         image("p", "docker run --cap-drop=NET_RAW"),
         rule,
         runs,
         {"NET_RAW is dropped here"}},
        {"Dockerfile",
         image("ep", "podman run"),
         rule,
         fails,
         {}}, // Podman does not give it, no one drops it
        {"Dockerfile", image("ep", "podman run --cap-drop=CHOWN"), rule, fails, {}},
        {"Dockerfile",
         image("ep", "docker run --security-opt no-new-privileges"),
         rule,
         blocked,
         {"no-new-privileges is set here"}},
    };
}

/// What the reader of the file refuses: of who, and where else.
std::vector<Row> rows_about_problems() {
    const std::string correct = "\n-> write it as the program that reads it expects";
    const std::string refused =
        "Docker refuses the security option \"no-new-privileges:perhaps\"\nthe value must be true or false" +
        correct;
    const std::string_view option = "security_opt: [\"no-new-privileges:perhaps\"]\n";
    const std::string unknown = "Compose knows no `restrat` in a service and refuses the file";
    const std::string write = "\n-> write `restart`";
    const auto services = [](int count) {
        std::string text = "services:\n";
        for (int number = 0; number < count; ++number)
            text +=
                "  s" + std::to_string(number) + ": {image: a:1, cap_drop: [ALL], restrat: x}\n";
        return text;
    };
    return {
        {"compose.yaml",
         service("    cap_drop: [ALL]\n    " + std::string(option)),
         "syntax",
         "in service `web`, Docker refuses the security option \"no-new-privileges:perhaps\""
         "\nthe value must be true or false" +
             correct,
         {}},
        {"compose.yaml",
         "x-o: &o\n  " + std::string(option) + service("    cap_drop: [ALL]\n    <<: *o\n"),
         "syntax",
         refused,
         {}},
        {DROPCAP_ROOT "/testdata/syntax/compose.yaml",
         service("    cap_drop: [ALL]\n    extends: {file: base/service.yaml, service: base}\n"),
         "syntax",
         refused,
         {}},
        {"run.sh",
         "docker run --cap-drop=ALL --security-opt no-new-privileges=perhaps a:1\n",
         "syntax",
         "in `a:1`, Docker refuses the security option \"no-new-privileges=perhaps\""
         "\nthe value must be true or false" +
             correct,
         {}},
        {"compose.yaml", services(1), "syntax", unknown + write, {}},
        {"compose.yaml",
         services(2),
         "syntax",
         unknown + "\nthe same is in 1 more place of this project" + write,
         {"and here"}},
        {"compose.yaml",
         services(5),
         "syntax",
         unknown + "\nthe same is in 4 more places of this project" + write,
         {"and here", "and here", "and here"}},
    };
}

/// Whose word makes the process root, or leaves it so.
std::vector<Row> rows_about_users() {
    const auto built = [](std::string_view lines) {
        return "services:\n  web:\n    cap_drop: [ALL]\n    build:\n      dockerfile_inline: |\n" +
               std::string(lines);
    };
    const std::string help = "\n-> write `user: \"1000:1000\"`, or a USER in its Dockerfile";
    const std::string root =
        " runs as root\nan intruder owns every file in the container and starts with all its capabilities" +
        help;
    const std::string no_user = "the image's last stage has no USER";
    const std::string low = " needs root only to listen on port 80\nnothing else here needs root";
    const std::string docker =
        "\nDocker lets every user bind low ports in a container's own network";
    const std::string by_docker =
        docker + "\n-> run it as another user, or map a port from 1024 up";
    const std::string end_with_user =
        "\n-> write a USER that is not root at the end of the stage, such as `USER 1000:1000`";
    const std::string_view rule = "runs-as-root";
    const std::string_view port = "root-for-low-port";
    const std::string ports = "    expose: [\"80\"]\n    cap_drop: [ALL]\n";
    return {
        {"compose.yaml",
         built("        FROM scratch\n"),
         rule,
         "service `web` runs as root\nneither the service nor its Dockerfile sets a user" + help,
         {no_user}},
        {"compose.yaml",
         built("        FROM a:1\n"),
         rule,
         "service `web` may run as root\nneither the service nor its Dockerfile sets a user, the base image decides" +
             help,
         {no_user}},
        {"compose.yaml",
         built("        FROM a:1\n        USER root\n"),
         rule,
         "service `web`" + root,
         {"the image's last USER"}},
        {"compose.yaml",
         built("        FROM a:1\n        USER 1000\n        ENTRYPOINT [\"sudo\", \"server\"]\n"),
         rule,
         "service `web`" + root,
         {"its entry point changes to this user"}},
        {"compose.yaml",
         built("        FROM a:1\n        EXPOSE 80\n"),
         port,
         "service `web`" + low + by_docker,
         {"a port below 1024 in its Dockerfile"}},
        {"compose.yaml",
         service(ports + "    user: root\n"),
         port,
         "service `web`" + low + by_docker,
         {"the port below 1024"}},
        {"compose.yaml", service(ports), port, "service `web`" + low + by_docker, {}},
        {"compose.yaml",
         service(ports + "    network_mode: host\n"),
         port,
         "service `web`" + low + "\n-> run it as another user on a port from 1024 up",
         {}},
        {"compose.yaml",
         service(ports + "    network_mode: service:host\n"),
         port,
         "service `web`" + low + by_docker,
         {}},
        {"run.sh",
         "nerdctl run --cap-drop=ALL -u root -p 80:80 a:1\n",
         port,
         "`a:1`" + low +
             "\n-> run it as another user with the sysctl `net.ipv4.ip_unprivileged_port_start=0`, or on a port from 1024 up",
         {"the port below 1024"}},
        {"Dockerfile",
         "FROM a:1\nEXPOSE 80\nUSER root\n",
         port,
         "the image" + low + docker + "\n-> write a USER that is not root at the end of the stage",
         {"the port below 1024"}},
        {"Dockerfile",
         "FROM a:1\nUSER app\nENTRYPOINT [\"sudo\", \"server\"]\n",
         rule,
         "the image's start command becomes root through `sudo`\nits USER has no effect on that"
         "\n-> run the program itself, and write `USER 1000:1000` at the end of the stage",
         {}},
        {"Dockerfile",
         "FROM a:1\nUSER \"\"\n",
         rule,
         "the image starts as root\nan intruder owns every file in the container and starts with all its capabilities" +
             end_with_user,
         {}},
        {"Dockerfile",
         "FROM a:1\n",
         rule,
         "the image may start as root\nits final stage sets no user, the base image decides" +
             end_with_user,
         {}},
    };
}

std::vector<std::string> notes_of(const Finding& finding) {
    std::vector<std::string> notes;
    for (const Label& note : finding.flag.related) notes.push_back(note.text);
    return notes;
}

/// Title, notes and help, each on a line of its own.
std::string words_of(const Flag& flag) {
    std::string words = flag.title;
    for (const std::string& note : flag.notes) words += "\n" + note;
    return words + "\n-> " + flag.help;
}

void check_words(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        INFO(row.text);
        const auto checked = fixture::lint(row.file, row.text, find_rule(row.rule));
        bool said = false;
        for (const Finding& finding : checked.linted.findings) {
            if (finding.rule->id != row.rule) continue;
            said = true;
            CHECK(words_of(finding.flag) == row.message);
            CHECK(notes_of(finding) == row.notes);
        }
        CHECK(said);
    }
}

} // namespace

TEST_CASE("each rule about the context says what, why and what to do", "[messages_test]") {
    check_words(rows_about_namespaces());
    check_words(rows_about_files());
    check_words(rows_about_users());
    check_words(rows_about_problems());
}
