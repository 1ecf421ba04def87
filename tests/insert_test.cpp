// Edits that add keys and items to YAML and JSON in the manner of the text around them.

#include "parsers/parse.hpp"
#include "tests/fixture.hpp"

#include "model/hardening.hpp"

#include <catch2/catch.hpp>

using namespace dropcap;

namespace {

/// `text` after the first container of the file drops ALL and adds `grants`; empty: there is no
/// edit.
std::string hardened(const std::string& file, const std::string& text,
                     std::vector<Grant> grants = {}) {
    const fixture::Checked checked = fixture::lint(file, text);
    REQUIRE_FALSE(checked.document.containers.empty());
    const Container& container = checked.document.containers.front();
    REQUIRE(container.format->harden != nullptr);
    const Hardening wanted{.drop_all = true, .add = std::move(grants)};
    const auto edits = container.format->harden(checked.document, container, wanted);
    if (edits.empty()) return {};
    return fixture::apply(text, Fix{.message = {}, .edits = edits, .safe = false});
}

std::string pod(const std::string& lines) {
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n" + lines;
}

const std::vector<Grant> one{{Capability::SETUID, "gosu becomes the user"}};

} // namespace

TEST_CASE("a service gets its lists in the file's own manner", "[insert_test]") {
    struct Row {
        std::string before, after;
    };
    const Row row = GENERATE(values<Row>({
        {"services:\n  web:\n    image: a\n",
         "services:\n  web:\n    image: a\n    cap_drop:\n      - ALL\n"},
        {"services:\n  web:\n    image: a\n    ports: [\"80:80\"]\n",
         "services:\n  web:\n    image: a\n    cap_drop: [ALL]\n    ports: [\"80:80\"]\n"},
        // no break at the end of the file
        {"services:\n  web:\n    image: a",
         "services:\n  web:\n    image: a\n    cap_drop:\n      - ALL"},
        // dashes below their key, four columns a step, CR LF
        {"services:\n    web:\n        image: a\n        ports:\n        - 80\n",
         "services:\n    web:\n        image: a\n        cap_drop:\n        - ALL\n        ports:\n        - 80\n"},
        {"services:\r\n  web:\r\n    image: a\r\n    ports:\r\n      - 80\r\n",
         "services:\r\n  web:\r\n    image: a\r\n    cap_drop:\r\n      - ALL\r\n    ports:\r\n      - 80\r\n"},
        // behind the first entry where there is no image, however long it is
        {"services:\n  web:\n    build:\n      context: .\n      # here\n\n    # of ports\n    ports: []\n",
         "services:\n  web:\n    build:\n      context: .\n      # here\n    cap_drop:\n      - ALL\n\n    # of ports\n    ports: []\n"},
        {"services:\n  web:\n    command:\n    - a\n    - b\n    image: a # this\n    init: true\n",
         "services:\n  web:\n    command:\n    - a\n    - b\n    image: a # this\n    cap_drop:\n    - ALL\n    init: true\n"},
        {"services:\n  web: {image: a}\n", "services:\n  web: {image: a, cap_drop: [ALL]}\n"},
        {"services: {web: {\n  image: a,\n  init: true\n}}\n",
         "services: {web: {\n  image: a,\n  cap_drop: [ALL],\n  init: true\n}}\n"},
        {"{\"services\": {\"web\": {\n  \"image\": \"a\"\n}}}\n",
         "{\"services\": {\"web\": {\n  \"image\": \"a\",\n  \"cap_drop\": [\"ALL\"]\n}}}\n"},
        // lists that are there
        {"services:\n  web:\n    image: a\n    cap_drop: [NET_RAW, MKNOD]\n",
         "services:\n  web:\n    image: a\n    cap_drop: [ALL]\n"},
        {"services:\n  web:\n    image: a\n    cap_drop: []\n",
         "services:\n  web:\n    image: a\n    cap_drop: [ALL]\n"},
        {"services:\n  web:\n    image: a\n    cap_drop:\n      - \"NET_RAW\" # why\n      - MKNOD\n    init: true\n",
         "services:\n  web:\n    image: a\n    cap_drop:\n      - \"ALL\" # why\n    init: true\n"},
    }));
    CAPTURE(row.before);
    CHECK(hardened("compose.yaml", row.before) == row.after);
}

TEST_CASE("capabilities are added with their reasons where comments fit", "[insert_test]") {
    CHECK(hardened("compose.yaml", "services:\n  web:\n    image: a\n    ports: [80]\n", one) ==
          "services:\n  web:\n    image: a\n    cap_drop: [ALL]\n    cap_add:\n"
          "      - SETUID # gosu becomes the user\n    ports: [80]\n");
    CHECK(
        hardened("compose.yaml", "services:\n  web:\n    image: a\n    cap_add: [SYS_TIME]\n",
                 one) ==
        "services:\n  web:\n    image: a\n    cap_drop: [ALL]\n    cap_add: [SYS_TIME, SETUID]\n");
    CHECK(hardened("compose.yaml",
                   "services:\n  web:\n    image: a\n    cap_add:\n      - 'SYS_TIME' # clock\n",
                   one) == "services:\n  web:\n    image: a\n    cap_drop:\n      - ALL\n"
                           "    cap_add:\n      - 'SYS_TIME' # clock\n"
                           "      - 'SETUID' # gosu becomes the user\n");
    // what it adds in another spelling is not added again
    CHECK(hardened("compose.yaml", "services:\n  web: {image: a, cap_add: [cap_setuid]}\n", one) ==
          "services:\n  web: {image: a, cap_drop: [ALL], cap_add: [cap_setuid]}\n");
}

TEST_CASE("a list that others own is not edited", "[insert_test]") {
    CHECK(hardened("compose.yaml", "x-drop: &drop [NET_RAW]\nservices:\n  web:\n    image: a\n"
                                   "    cap_drop: *drop\n")
              .empty());
    CHECK(hardened("compose.yaml", "x-web: &web {image: a}\nservices:\n  web: *web\n").empty());
    CHECK(hardened("compose.yaml", "services:\n  web:\n    image: a\n    cap_drop: [\"${DROP}\"]\n")
              .empty());
}

TEST_CASE("a container of a manifest gets what is missing of its securityContext",
          "[insert_test]") {
    struct Row {
        std::string before, after;
    };
    const Row row = GENERATE(values<Row>({
        {"  - name: web\n    image: a\n    args:\n    - b\n",
         "  - name: web\n    image: a\n    securityContext:\n      capabilities:\n        drop:\n        - ALL\n    args:\n    - b\n"},
        {"    - image: a\n      name: web\n",
         "    - image: a\n      securityContext:\n        capabilities:\n          drop:\n            - ALL\n      name: web\n"},
        {"  - name: web\n    image: a\n    securityContext:\n      runAsUser: 5\n",
         "  - name: web\n    image: a\n    securityContext:\n      runAsUser: 5\n      capabilities:\n        drop:\n        - ALL\n"},
        {"  - name: web\n    image: a\n    securityContext:\n      capabilities:\n        add: [SYS_TIME]\n",
         "  - name: web\n    image: a\n    securityContext:\n      capabilities:\n        add: [SYS_TIME]\n        drop: [ALL]\n"},
        {"  - name: web\n    image: a\n    securityContext: {}\n",
         "  - name: web\n    image: a\n    securityContext: {capabilities: {drop: [ALL]}}\n"},
        {"  - {name: web, image: a}\n",
         "  - {name: web, image: a, securityContext: {capabilities: {drop: [ALL]}}}\n"},
    }));
    CAPTURE(row.before);
    CHECK(hardened("pod.yaml", pod(row.before)) == pod(row.after));
}

TEST_CASE("a securityContext that is no mapping of its own is left alone", "[insert_test]") {
    CHECK(hardened("pod.yaml", pod("  - name: web\n    image: a\n    securityContext:\n")).empty());
}

TEST_CASE("a workflow and a devcontainer get flags", "[insert_test]") {
    const std::string job = "on: push\njobs:\n  test:\n    runs-on: x\n    container:\n";
    const std::string file = ".github/workflows/test.yml";
    CHECK(hardened(file, job + "      image: a\n", one) ==
          job + "      image: a\n      options: \"--cap-drop=ALL --cap-add=SETUID\"\n");
    CHECK(hardened(file, job + "      image: a\n      options: --init\n") ==
          job + "      image: a\n      options: --cap-drop=ALL --init\n");
    CHECK(hardened(file, job + "      options: '--init'\n      image: a\n") ==
          job + "      options: '--cap-drop=ALL --init'\n      image: a\n");
    CHECK(hardened(file, job + "      image: a\n      options: >-\n        --init\n").empty());
    CHECK(hardened("devcontainer.json", "{\"image\": \"a\"}\n", one) ==
          "{\"image\": \"a\", \"runArgs\": [\"--cap-drop=ALL\", \"--cap-add=SETUID\"]}\n");
    CHECK(
        hardened("devcontainer.json", "{\n  \"image\": \"a\",\n  \"runArgs\": [\"--init\"]\n}\n") ==
        "{\n  \"image\": \"a\",\n  \"runArgs\": [\"--init\", \"--cap-drop=ALL\"]\n}\n");
}

TEST_CASE("a word is removed with what belongs to it", "[insert_test]") {
    struct Row {
        std::string file, before, after;
    };
    const std::string head = "services:\n  web:\n    image: a\n    cap_drop: [ALL]\n";
    const Row row = GENERATE_COPY(values<Row>({
        {"compose.yaml", head + "    cap_add: [SYS_TIME, SYS_TIME]\n",
         head + "    cap_add: [SYS_TIME]\n"},
        {"compose.yaml", head + "    cap_add: [SYS_TIME, SYS_TIME, SYS_NICE]\n",
         head + "    cap_add: [SYS_TIME, SYS_NICE]\n"},
        {"compose.yaml", head + "    cap_add:\n      - SYS_TIME\n      - SYS_TIME # again\n",
         head + "    cap_add:\n      - SYS_TIME\n"},
        {"run.sh", "docker run --cap-drop=ALL --cap-add SYS_TIME --cap-add=SYS_TIME a\n",
         "docker run --cap-drop=ALL --cap-add SYS_TIME a\n"},
        {"run.sh",
         "docker run --cap-drop=ALL --cap-add SYS_TIME \\\n  --cap-add=SYS_TIME \\\n  a\n",
         "docker run --cap-drop=ALL --cap-add SYS_TIME \\\n  a\n"},
        {"run.sh", "podman run --cap-drop=ALL --cap-add=SYS_TIME,SYS_TIME a\n",
         "podman run --cap-drop=ALL --cap-add=SYS_TIME a\n"},
        {"compose.yaml", head + "    cap_add: [SYS_TIME, # one\n      SYS_TIME]\n", ""},
    }));
    CAPTURE(row.before);
    const fixture::Checked checked = fixture::lint(row.file, row.before);
    const Finding* redundant = nullptr;
    for (const Finding& finding : checked.linted.findings)
        if (finding.rule->id == "redundant-add") redundant = &finding;
    REQUIRE(redundant != nullptr);
    REQUIRE(redundant->flag.fix.has_value() == !row.after.empty());
    if (!row.after.empty()) {
        CHECK(redundant->flag.fix->safe);
        CHECK(fixture::apply(row.before, *redundant->flag.fix) == row.after);
    }
}

TEST_CASE("no-new-privileges joins the options that are there", "[insert_test]") {
    const auto sealed = [](const std::string& file, const std::string& text) {
        const fixture::Checked checked = fixture::lint(file, text);
        const Container& container = checked.document.containers.front();
        return fixture::apply(text,
                              Fix{.message = {},
                                  .edits = container.format->harden(checked.document, container,
                                                                    {.no_new_privileges = true}),
                                  .safe = false});
    };
    CHECK(sealed("compose.yaml",
                 "services:\n  web:\n    image: a\n    security_opt: [\"seccomp=b.json\"]\n") ==
          "services:\n  web:\n    image: a\n    security_opt: [\"seccomp=b.json\", "
          "\"no-new-privileges:true\"]\n");
    CHECK(sealed("compose.yaml", "services:\n  web: {image: a}\n") ==
          "services:\n  web: {image: a, security_opt: [\"no-new-privileges:true\"]}\n");
    CHECK(sealed("pod.yaml", pod("  - name: web\n    image: a\n    securityContext:\n"
                                 "      runAsUser: 5\n")) ==
          pod("  - name: web\n    image: a\n    securityContext:\n      runAsUser: 5\n"
              "      allowPrivilegeEscalation: false\n"));
    CHECK(sealed("run.sh", "podman run a\n") == "podman run --security-opt=no-new-privileges a\n");
}

TEST_CASE("flags follow the verb, keys of a unit follow its image", "[insert_test]") {
    CHECK(hardened("run.sh", "sudo docker run \\\n  -d a\n", one) ==
          "sudo docker run --cap-drop=ALL --cap-add=SETUID \\\n  -d a\n");
    CHECK(hardened("web.container", "[Container]\nImage=a\nExec=b\n", one) ==
          "[Container]\nImage=a\nDropCapability=all\n# gosu becomes the user\n"
          "AddCapability=CAP_SETUID\nExec=b\n");
    CHECK(hardened("Dockerfile", "FROM a\nLABEL RUN=\"docker run IMAGE\"\n") ==
          "FROM a\nLABEL RUN=\"docker run --cap-drop=ALL IMAGE\"\n");
}
