// dropcap verify: what runs next to what the files declare.

#include "lint/verify/running.hpp"
#include "tests/program.hpp"
#include "tests/scratch.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

using namespace dropcap;
using namespace dropcap::fixture;
using Json = nlohmann::json;
using Catch::Matchers::Contains;

namespace {

/// A container as `docker inspect` prints it.
std::string inspected(const std::string& name, const std::string& service, const std::string& host,
                      const std::string& user = "") {
    return R"({"Name": "/)" + name + R"(", "Config": {"Image": "a", "User": ")" + user +
           R"(", "Labels": {"com.docker.compose.service": ")" + service +
           R"("}}, "HostConfig": {)" + host + "}}";
}

struct Row {
    std::string declared; ///< the lines of a service
    std::string host;     ///< of HostConfig
    std::string verdict;
    std::vector<std::string> differences{};
    std::string user{};
};

Ended compared(const Scratch& folder, const std::string& running,
               std::vector<std::string> arguments = {"verify", "compose.yaml", "-"}) {
    return run({.arguments = std::move(arguments), .folder = folder.path(), .input = running});
}

} // namespace

TEST_CASE("each power counts on its own", "[verify_test]") {
    const Row row = GENERATE(values<Row>({
        {"    cap_drop: [ALL]\n", R"("CapDrop": ["ALL"])", "same"},
        {"    cap_drop: [ALL]\n",
         R"("CapDrop": ["ALL"], "CapAdd": ["SYS_TIME"])",
         "more than declared",
         {"runs with SYS_TIME"}},
        {"    cap_drop: [ALL]\n    cap_add: [SYS_TIME]\n",
         R"("CapDrop": ["ALL"])",
         "less than declared",
         {"runs without SYS_TIME"}},
        {"    cap_drop: [ALL]\n    cap_add: [SYS_TIME]\n",
         R"("CapDrop": ["ALL"], "CapAdd": ["CHOWN"])",
         "more than declared",
         {"runs with CHOWN", "runs without SYS_TIME"}},
        {"", R"("Privileged": true)", "more than declared", {"runs privileged"}},
        {"    privileged: true\n", "", "less than declared", {"does not run privileged"}},
        {"    security_opt: [no-new-privileges]\n",
         "",
         "more than declared",
         {"may gain privileges"}},
        {"",
         R"("SecurityOpt": ["no-new-privileges"])",
         "less than declared",
         {"cannot gain privileges"}},
        {"",
         R"("SecurityOpt": ["seccomp=unconfined"])",
         "more than declared",
         {"runs without a seccomp filter"}},
        {"    user: \"1000\"\n", "", "more than declared", {"runs as user root, not 1000"}},
        {"    user: \"1000\"\n", "", "same", {}, "1000"},
        {"    user: root\n", "", "less than declared", {"runs as user 1000, not root"}, "1000"},
        {"", R"("PidMode": "host")", "more than declared", {"runs in the host's PID namespace"}},
        {"", R"("NetworkMode": "host")", "more than declared", {"runs in the host's network"}},
        {"    cap_add: [\"${WHAT}\"]\n", "", "not comparable", {"${WHAT} is not known"}},
    }));
    CAPTURE(row.declared, row.host);
    const Scratch folder;
    folder.write("compose.yaml", "services:\n  web:\n    image: a\n" + row.declared);
    const auto ended = compared(folder, "[" + inspected("p-web-1", "web", row.host, row.user) + "]",
                                {"verify", "compose.yaml", "-", "--format", "json"});
    INFO(ended.err);
    const Json pair = Json::parse(ended.out)["containers"][0];
    CHECK(pair["verdict"] == row.verdict);
    CHECK(pair["differences"] == Json(row.differences));
    CHECK(ended.code == (row.verdict == "more than declared" ? 1 : 0));
}

TEST_CASE("containers are matched by label, name and image", "[verify_test]") {
    const Scratch folder;
    folder.write("compose.yaml",
                 "services:\n  web: {image: a}\n  web-admin: {image: b}\n  idle: {image: c}\n");
    const auto ended = compared(
        folder, "[" + inspected("x", "web", "") + "," + inspected("p-web-admin-1", "", "") +
                    R"(,{"Name": "/z", "Config": {"Image": "c"}, "HostConfig": {}},)" +
                    inspected("none", "other", "") + "]");
    CHECK(ended.code == 0);
    CHECK_THAT(ended.out, Contains("same: x (compose.yaml:2)\n"));
    CHECK_THAT(ended.out,
               Contains("same: p-web-admin-1 (compose.yaml:3)\n    (matched by its name)\n"));
    CHECK_THAT(ended.out, Contains("same: z (compose.yaml:4)\n    (matched by its image)\n"));
    CHECK_THAT(ended.out, Contains("not declared: none\n"));
    CHECK(compared(folder, "[" + inspected("none", "other", "") + "]",
                   {"verify", "--strict", "compose.yaml", "-"})
              .code == 1);
}

TEST_CASE("pods are found by their owner", "[verify_test]") {
    const Scratch folder;
    const auto pod = [](const std::string& name, const std::string& add) {
        return R"({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": ")" + name +
               R"("}, "spec": {"containers": [{"name": "c", "image": "a", "securityContext": )"
               R"({"capabilities": {"drop": ["ALL"])" +
               add + "}}}]}}";
    };
    for (const char* name : {"web", "web-api"})
        folder.write(
            std::string(name) + ".yaml",
            std::string("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ") + name +
                "}\nspec:\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n"
                "    spec:\n      containers:\n      - name: c\n        image: a\n"
                "        securityContext: {capabilities: {drop: [ALL]}}\n");
    const auto ended =
        compared(folder,
                 R"({"apiVersion": "v1", "kind": "List", "items": [)" + pod("web-6d4-x2", "") +
                     "," + pod("web-api-7f-q1", R"(, "add": ["SYS_TIME"])") + "," +
                     pod("web-admin-7f-q1", "") + "]}",
                 {"verify", ".", "-"});
    INFO(ended.err);
    CHECK_THAT(ended.out, Contains("same: Pod/web-6d4-x2 c (web.yaml:10)\n"));
    CHECK_THAT(ended.out, Contains("more than declared: Pod/web-api-7f-q1 c (web-api.yaml:10)\n"
                                   "    runs with SYS_TIME\n"));
    // No file has its owner: `web` is another object.
    CHECK_THAT(ended.out, Contains("not declared: Pod/web-admin-7f-q1 c\n"));
    CHECK(ended.code == 1);
}

TEST_CASE("a process is compared with the only container", "[verify_test]") {
    const Scratch folder;
    folder.write("compose.yaml", "services:\n  web:\n    image: a\n    cap_drop: [ALL]\n");
    const std::string status = "Name:\tweb\nUid:\t0\t0\t0\t0\nCapEff:\t0000000000000000\n"
                               "CapBnd:\t0000000000000400\nNoNewPrivs:\t0\nSeccomp:\t2\n";
    const auto ended = compared(folder, status);
    CHECK(ended.code == 1);
    CHECK_THAT(ended.out, Contains("more than declared: web (compose.yaml:2)\n"
                                   "    runs with NET_BIND_SERVICE\n"));
    CHECK(verify::read_status(status + status).size() == 2);
    CHECK(verify::read_status("CapBnd:\tzz\n").empty());
    CHECK(verify::read_status("").empty());
}

TEST_CASE("crictl's output holds the runtime's configuration", "[verify_test]") {
    const Scratch folder;
    folder.write("pod.yaml",
                 "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n"
                 "  - name: c\n    image: a\n    securityContext: {capabilities: {drop: [ALL]}}\n");
    const std::string cri =
        R"({"status": {"metadata": {"name": "c"}, "labels": {"io.kubernetes.pod.name": "web"}},)"
        R"( "info": {"runtimeSpec": {"ociVersion": "1.0.2", "process": {"args": ["a"], "capabilities":)"
        R"( {"bounding": ["CAP_SYS_TIME"], "effective": ["CAP_SYS_TIME"], "permitted": ["CAP_SYS_TIME"]}},)"
        R"( "root": {"path": "rootfs"}, "linux": {"seccomp": {"defaultAction": "SCMP_ACT_ERRNO"}}}}})";
    const auto ended = compared(folder, cri, {"verify", "pod.yaml", "-"});
    INFO(ended.out << ended.err);
    CHECK(ended.code == 1);
    CHECK_THAT(ended.out,
               Contains("more than declared: Pod/web c (pod.yaml:6)\n    runs with SYS_TIME\n"));
}

TEST_CASE("what says nothing of containers is refused in a sentence", "[verify_test]") {
    const Scratch folder;
    folder.write("compose.yaml", "services:\n  web: {image: a}\n");
    folder.write("empty.yaml", "services: {}\n");
    for (const std::string running :
         {"", "[]", "{", "null", "hello", "[[[[", R"([{"Name": 5, "HostConfig": []}])",
          R"({"info": {"runtimeSpec": 5}})"}) {
        CAPTURE(running);
        const auto ended = compared(folder, running);
        CHECK(ended.code == 2);
        CHECK(ended.out.empty());
        CHECK_FALSE(ended.err.empty());
    }
    CHECK(compared(folder, "[" + inspected("a", "web", "") + "]", {"verify", "empty.yaml", "-"})
              .code == 2);
    CHECK(run_dropcap({"verify", "compose.yaml"}, folder.path()).code == 2);
    CHECK(run_dropcap({"verify", "nosuch", "compose.yaml"}, folder.path()).code == 2);
}
