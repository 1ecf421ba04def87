// Command lines of docker, podman, nerdctl and kubectl: found, taken apart, and read as containers.

#include "parsers/command/line.hpp"
#include "tests/confinement_words.hpp"
#include "tests/fixture.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace dropcap;

namespace {

using Texts = std::vector<std::string>;

Document read(std::string text) { return fixture::lint("run.sh", std::move(text)).document; }

std::string words(const CapabilityList& list, std::string_view sign) {
    std::string text;
    for (const auto& word : list.words)
        text += fmt::format(" {}{}", sign,
                            word.known() != nullptr ? *word.known()
                                                    : "<" + word.unresolved()->text + ">");
    return text;
}

template <class T>
std::string fact(std::string_view name, const MaybeFact<T>& fact) {
    if (!fact) return {};
    if (fact->unresolved() != nullptr)
        return fmt::format(" {}=<{}>", name, fact->unresolved()->text);
    return fmt::format(" {}={}", name, *fact->known());
}

/// "name engine: image=… +ADD -DROP privileged=…; problem".
std::string shown(const Container& container) {
    std::string text = fmt::format("{} {}:", container.name, engine_name(container.engine));
    text += fact("image", container.image) + words(container.add, "+") + words(container.drop, "-");
    text += fact("privileged", container.privileged) + fact("user", container.user) +
            fact("nnp", container.no_new_privileges);
    text += fact("seccomp", container.seccomp) + fact("pid", container.host_pid) +
            fact("net", container.host_network);
    if (container.role != Role::app) text += fmt::format(" ({})", role_name(container.role));
    if (container.partial) text += " (partial)";
    for (const Problem& problem : container.problems) text += "; " + problem.message;
    return text;
}

Texts containers(std::string text) {
    Texts lines;
    for (const Container& container : read(std::move(text)).containers)
        lines.push_back(shown(container));
    return lines;
}

} // namespace

TEST_CASE("the command is found behind whatever is in front of it", "[command_line_test]") {
    const Texts one = {"a docker: image=a +X"};
    for (const char* script : {
             "docker run --cap-add X a",
             "/usr/bin/docker run --cap-add X a",
             "docker.exe run --cap-add X a",
             "A=b C='d e' docker run --cap-add X a",
             "env -i A=b docker run --cap-add X a",
             "env -u HOME -C /tmp docker run --cap-add X a",
             "sudo docker run --cap-add X a",
             "sudo -E -n -u root -g docker docker run --cap-add X a",
             "sudo --user root --preserve-env docker run --cap-add X a",
             "sudo --user=root -- docker run --cap-add X a",
             "sudo -uroot docker run --cap-add X a",
             "sudo -Eu root docker run --cap-add X a",
             "doas -u root docker run --cap-add X a",
             "exec docker run --cap-add X a",
             "time -p docker run --cap-add X a",
             "nohup docker run --cap-add X a &",
             "command docker run --cap-add X a",
             "timeout -k 5 10 docker run --cap-add X a",
             "nice -n 5 docker run --cap-add X a",
             "if ! docker run --cap-add X a; then exit 1; fi",
             "while docker run --cap-add X a; do :; done",
             "{ docker run --cap-add X a; }",
             "f() { docker run --cap-add X a; }",
             "id=$(docker run --cap-add X a)",
             "echo \"`docker run --cap-add X a`\"",
             "cd /x && docker run --cap-add X a || exit",
             "$SUDO docker run --cap-add X a",
             "docker -D --context x -H tcp://y:1 run --cap-add X a",
             "docker --config=/x container run --cap-add X a",
             "docker create --cap-add X a",
             "docker container create --cap-add X a",
             "docker $DOCKER_OPTS run --cap-add X a",
             "bash -c 'docker run --cap-add X a'",
         }) {
        INFO(script);
        CHECK(containers(script) == one);
    }
}

TEST_CASE("words that only look like such a command are none", "[command_line_test]") {
    for (const char* script : {
             "echo docker run --privileged a",
             "docker ps --privileged",
             "docker pull run",
             "dockerd --privileged run a",
             "# docker run --privileged a",
             "cat <<EOF\ndocker run --privileged a\nEOF",
             "CMD=(docker run --privileged a)",
             "docker run --help",
             "docker exec a b",
             "docker build .",
             "docker service update a",
             "docker compose run web",
             "docker compose up",
             "kubectl run a --image=b",
             "kubectl debug a",
             "kubectl get pods",
             "podman pod create --name a",
             "buildah run --cap-add ALL a b",
             "docker buildx create --use",
             "apt-get install docker run",
         }) {
        INFO(script);
        CHECK(containers(script).empty());
    }
}

TEST_CASE("flags are read as pflag reads them", "[command_line_test]") {
    struct Row {
        std::string script;
        Texts expected;
    };
    const std::vector<Row> rows = {
        // values
        {"docker run --cap-add=X a", {"a docker: image=a +X"}},
        {"docker run --cap-add X --cap-drop=ALL a --privileged", {"a docker: image=a +X -ALL"}},
        {"docker run --label --privileged a", {"a docker: image=a"}},
        {"docker run --name -- a", {"-- docker: image=a"}},
        {"docker run --cap-add= a", {"a docker: image=a +"}},
        {"docker run --cap-add",
         {"docker run docker:; docker run needs an image and no word is left for it; flag needs an argument: --cap-add"}},
        // booleans take a value only behind =
        {"docker run --privileged true a", {"true docker: image=true privileged=true"}},
        {"docker run --privileged=false a", {"a docker: image=a privileged=false"}},
        {"docker run --privileged=T a", {"a docker: image=a privileged=true"}},
        {"docker run --privileged=0 a", {"a docker: image=a privileged=false"}},
        {"docker run --privileged --privileged=false a", {"a docker: image=a privileged=false"}},
        {"docker run --privileged=yes a",
         {"a docker: image=a; docker run takes no \"yes\" for --privileged: only true or false (or 1, 0, t, f)"}},
        // clusters
        {"docker run -it a", {"a docker: image=a"}},
        {"docker run -itu root a", {"a docker: image=a user=root"}},
        {"docker run -uroot:0 a", {"a docker: image=a user=root"}},
        {"docker run -u=app a", {"a docker: image=a user=app"}},
        {"docker run -itde=A --cap-add X a", {"a docker: image=a +X"}},
        {"docker run -h --privileged a", {"a docker: image=a"}},
        {"docker run -p80:80 -v/x:/y a", {"a docker: image=a"}},
        {"docker run -privileged a",
         {"a docker: image=a; docker run reads -privileged as single letters; write `--privileged`"}},
        {"docker run -cap-add=X a",
         {"a docker: image=a; docker run reads -cap-add as single letters; write `--cap-add`"}},
        {"docker run -env a", {"a docker: image=a"}}, // the variable `nv`
        {"docker run -Z a", {"a docker: image=a; docker run has no flag -Z"}},
        // operands
        {"docker run -- a --cap-add X", {"a docker: image=a"}},
        {"docker run --rm a sh -c 'x --privileged'", {"a docker: image=a"}},
        {"docker run --name b a", {"b docker: image=a"}},
        // what no program knows
        {"docker run --cap_add X a",
         {"a docker: image=a; docker run has no flag --cap_add; did you mean `--cap-add`?"}},
        {"docker run --privilege a",
         {"a docker: image=a; docker run has no flag --privilege; did you mean `--privileged`?"}},
        {"docker run --http-proxy a", {"a docker: image=a; docker run has no flag --http-proxy"}},
        {"podman run --http-proxy a", {"a podman: image=a"}},
        {"docker run",
         {"docker run docker:; docker run needs an image and no word is left for it"}},
        // shell variables
        {"docker run --cap-add $CAP a", {"a docker: image=a +<$CAP>"}},
        {"docker run --privileged=$P a", {"a docker: image=a privileged=<$P>"}},
        {"docker run $OPTS a", {"a docker: image=a"}},
        {"docker create $platform ${VOLUMES} a", {"a docker: image=a"}},
        {"docker run $name a", {"$name docker: image=<$name>"}},
        {"docker run \"${args[@]}\" a", {"a docker: image=a"}},
        {"docker run $IMAGE", {"$IMAGE docker: image=<$IMAGE>"}},
        {"docker run --user $(id -u):$(id -g) a", {"a docker: image=a user=<$(id -u)>"}},
        {"${DOCKER} run --privileged a", {"a docker: image=a privileged=true"}},
        {"$PODMAN run --privileged a", {"a podman: image=a privileged=true"}},
        // lists
        {"docker run --cap-add A,B a", {"a docker: image=a +A,B"}},
        {"podman run --cap-add A,B --cap-add=C a", {"a podman: image=a +A +B +C"}},
        {"nerdctl run --cap-drop A,B a", {"a nerdctl: image=a -A -B"}},
        {"podman run --cap-add= a", {"a podman: image=a"}},
        {"podman run --cap-add=A, a", {"a podman: image=a +A +"}},
        {"podman run --cap-add '\"A\",B' a", {"a podman: image=a +A +B"}},
        // programs
        {"podman --root /x container run --cap-add X a", {"a podman: image=a +X"}},
        {"nerdctl -n k8s.io --address /x run --cap-add X a", {"a nerdctl: image=a +X"}},
        {"lima nerdctl run --cap-add X a", {"a nerdctl: image=a +X"}},
        {"finch run --cap-add X a", {"a nerdctl: image=a +X"}},
        // confinement
        {"docker run --security-opt seccomp=unconfined --pid=host --net=host a",
         {"a docker: image=a seccomp=unconfined pid=host net=host"}},
        {"docker run --userns host a", {"a docker: image=a"}},
        {"docker run --userns=keep-id a",
         {"a docker: image=a; docker refuses --userns \"keep-id\": it takes only `host`, or nothing"}},
        {"podman run --userns=keep-id a", {"a podman: image=a"}},
        {"docker run --security-opt no-new-privileges a", {"a docker: image=a nnp=true"}},
        {"docker run --security-opt no-new-privileges:false --security-opt=no-new-privileges=1 a",
         {"a docker: image=a nnp=true"}},
    };
    for (const Row& row : rows) {
        INFO(row.script);
        CHECK(containers(row.script) == row.expected);
    }
}

TEST_CASE("each verb is read for what it starts, changes or enters", "[command_line_test]") {
    struct Row {
        std::string script;
        Texts expected;
    };
    const std::vector<Row> rows = {
        {"docker exec --privileged -it web sh", {"web docker: privileged=true (hook)"}},
        {"docker container exec --privileged web sh", {"web docker: privileged=true (hook)"}},
        {"docker exec --privileged=false web sh", {}},
        {"docker exec web sh --privileged", {}},
        {"docker compose -f x.yaml exec --privileged web sh",
         {"web docker: privileged=true (hook)"}},
        {"docker service create --cap-add X --name web a", {"web swarm: image=a +X"}},
        {"docker service create --privileged a",
         {"a swarm: image=a; docker service create has no flag --privileged"}},
        {"docker service update web --cap-add X", {"web swarm: +X (partial)"}},
        {"docker service update --cap-add RESET --cap-drop ALL web", {"web swarm: -ALL (partial)"}},
        {"docker compose run --rm --cap-add X web sh --cap-drop Y", {"web docker: +X (partial)"}},
        {"docker compose --profile x run --cap-drop=ALL web", {"web docker: -ALL (partial)"}},
        {"docker-compose -p x run --cap-add X web", {"web docker: +X (partial)"}},
        {"docker build --allow security.insecure -t a .", {"a docker: privileged=true (build)"}},
        {"docker build . --allow=network.host,security.insecure",
         {". docker: privileged=true (build)"}},
        {"docker buildx build --allow security.insecure .", {". docker: privileged=true (build)"}},
        {"docker buildx --builder x bake --allow security.insecure web",
         {"web docker: privileged=true (build)"}},
        {"docker build --allow network.host .", {}},
        {"docker buildx create --name b --buildkitd-flags '--debug --allow-insecure-entitlement security.insecure'",
         {"b docker: privileged=true (build)"}},
        {"docker buildx create --buildkitd-flags=--allow-insecure-entitlement=security.insecure",
         {"builder docker: privileged=true (build)"}},
        {"docker buildx create --buildkitd-flags '--allow-insecure-entitlement network.host'", {}},
        {"podman build --cap-add X .", {". podman: +X (build)"}},
        {"buildah bud --cap-drop X -t a .", {"a podman: -X (build)"}},
        {"buildah build --cap-add X .", {". podman: +X (build)"}},
        {"podman pod create --pid host --name p", {"p podman: pid=host (partial)"}},
        {"podman pod create --security-opt seccomp=unconfined p",
         {"p podman: seccomp=unconfined (partial)"}},
        {"kubectl run web --image=a --privileged -- sh",
         {"web containerd: image=a privileged=true (partial)"}},
        {"kubectl -n x run web --privileged --image a --dry-run=client",
         {"web containerd: image=a privileged=true (partial)"}},
        {"kubectl run web --image=a --privileged=false", {}},
        {"kubectl run web --image=a -- --privileged", {}},
        {"kubectl debug -it web --image=a --profile=netadmin",
         {"web containerd: image=a +NET_ADMIN +NET_RAW (ephemeral) (partial)"}},
        {"kubectl debug web --profile general",
         {"web containerd: +SYS_PTRACE (ephemeral) (partial)"}},
        {"kubectl debug node/n --profile=sysadmin",
         {"node/n containerd: privileged=true (ephemeral) (partial)"}},
        {"kubectl debug web --profile=restricted",
         {"web containerd: -ALL nnp=true (ephemeral) (partial)"}},
        {"kubectl debug web --profile=baseline", {"web containerd: (ephemeral) (partial)"}},
        {"kubectl debug web --profile=legacy", {}},
        {"docker run a; podman run b", {"a docker: image=a", "b podman: image=b"}},
    };
    for (const Row& row : rows) {
        INFO(row.script);
        CHECK(containers(row.script) == row.expected);
    }
}

TEST_CASE("options that a variable may hold are reported as not checked", "[command_line_test]") {
    const Document document = read("docker run $DOCKER_OPTS --cap-drop ALL \"$@\" a\n");
    REQUIRE(document.unchecked.size() == 2);
    CHECK(document.text(document.unchecked[0].at) == "$DOCKER_OPTS");
    CHECK(document.text(document.unchecked[1].at) == "\"$@\"");
}

TEST_CASE("a fact's place is the word, its entry the whole flag", "[command_line_test]") {
    const Document document =
        read("docker run --cap-add \"SYS_\"ADMIN --cap-drop=ALL --privileged=1 -u root:x a\n");
    const Container& container = document.containers.at(0);
    CHECK(document.text(container.add.words.at(0).at) == "\"SYS_\"ADMIN");
    CHECK(document.text(container.add.words.at(0).entry) == "--cap-add \"SYS_\"ADMIN");
    CHECK(document.text(*container.add.at) == "--cap-add");
    CHECK(document.text(container.drop.words.at(0).at) == "ALL");
    CHECK(document.text(container.privileged->at) == "--privileged=1");
    CHECK(document.text(container.user->at) == "root");
    CHECK(document.text(container.name_at) == "docker run");
    const Document podman = read("podman run --cap-add A,B,C a\n");
    const auto& list = podman.containers.at(0).add.words;
    CHECK(podman.text(list.at(1).at) == "B");
    CHECK(podman.text(list.at(1).entry) == "B,");
    CHECK(podman.text(list.at(2).entry) == ",C");
    const Document builder = read(
        "docker buildx create --buildkitd-flags '--allow-insecure-entitlement security.insecure'\n");
    CHECK(builder.text(builder.containers.at(0).privileged->at) == "security.insecure");
}
