// A Dockerfile as a whole: the labels of the stage that is built, and what the image says about its
// user, ports and programs.

#include "parsers/parse.hpp"
#include "tests/confinement_words.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

using namespace dropcap;

namespace {

using Texts = std::vector<std::string>;

Document read(std::string text, std::string stage = {}, bool named = true,
              std::optional<Engine> engine = {}) {
    format::ParseOptions options;
    options.engine = engine;
    options.stage = std::move(stage);
    options.explicit_file = named;
    return parse(std::make_shared<Source>("Dockerfile", std::move(text)), options);
}

template <class T>
std::string shown(const Fact<T>& fact) {
    return fact.known() != nullptr ? fmt::format("{}", *fact.known())
                                   : "<" + fact.unresolved()->text + ">";
}

/// "name engine: +ADD -DROP privileged=…; problem".
std::string shown(const Container& container) {
    std::string text = fmt::format("{} {}:", container.name, engine_name(container.engine));
    for (const auto& word : container.add.words) text += " +" + shown(word);
    for (const auto& word : container.drop.words) text += " -" + shown(word);
    if (container.privileged) text += " privileged=" + shown(*container.privileged);
    if (container.seccomp) text += " seccomp=" + shown(*container.seccomp);
    if (container.user) text += " user=" + shown(*container.user);
    if (container.image) text += " image=" + shown(*container.image);
    for (const Problem& problem : container.problems) text += "; " + problem.message;
    return text;
}

/// The containers, then the problems of the file at their places.
Texts shown(const Document& document) {
    Texts lines;
    for (const Container& container : document.containers) lines.push_back(shown(container));
    for (const Problem& problem : document.problems)
        lines.push_back("! " + std::string(document.text(problem.at)) + ": " + problem.message);
    return lines;
}

std::string user(const Document& document) {
    if (!document.recipe) return "no recipe";
    const ImageRecipe& recipe = *document.recipe;
    std::string text =
        recipe.user ? shown(*recipe.user) + " at " + std::string(document.text(recipe.user->at))
                    : "unsaid";
    if (recipe.becomes) {
        text += fmt::format(", {} by {} at {}", shown(*recipe.becomes), recipe.changed_by,
                            document.text(recipe.becomes->at));
    }
    return text;
}

} // namespace

TEST_CASE("labels that hold a command are containers", "[dockerfile_test]") {
    struct Row {
        std::string_view what, text;
        Texts expected;
    };
    const std::vector<Row> rows = {
        {"the older form with blanks",
         "FROM a\nLABEL RUN /usr/bin/docker run -d --cap-drop=all --cap-add=setuid \\${IMAGE} sleep 10\n",
         {"RUN docker: +setuid -all image=<${IMAGE}>"}},
        {"the older form loses its quotes",
         "FROM a\nLABEL RUN docker run -e \"A=b c\" --privileged IMAGE\n",
         {"RUN docker: image=c"}},
        {"an apostrophe in its quotes",
         "FROM a\nLABEL RUN docker run --name \"it's\" IMAGE\n",
         {"RUN docker:; docker run needs an image and no word is left for it; this single quote is not closed"}},
        {"a pair with quotes",
         "FROM a\nLABEL RUN=\"docker run --privileged IMAGE\" x=y\n",
         {"RUN docker: privileged=true image=IMAGE"}},
        {"escaped blanks", "FROM a\nLABEL RUN=docker\\ run\\ IMAGE\n", {"RUN docker: image=IMAGE"}},
        {"escaped quotes inside quotes stay for who runs it",
         "FROM a\nLABEL RUN=\"docker run -e \\\"A=b c\\\" --privileged IMAGE\"\n",
         {"RUN docker: privileged=true image=IMAGE"}},
        {"a pair without quotes is refused",
         "FROM a\nLABEL run=docker run --privileged IMAGE\n",
         {"! run=docker run --privileged IMAGE: Syntax error - can't find = in \"run\". Must be of the form: name=value"}},
        {"$IMAGE is gone when nobody escapes it",
         "FROM a\nLABEL RUN=\"docker run --privileged $IMAGE\"\n",
         {"RUN docker: privileged=true; the command needs an image, and $IMAGE is empty when the image is built: write \\$IMAGE"}},
        {"single quotes keep it",
         "FROM a\nLABEL RUN='docker run --privileged $IMAGE'\n",
         {"RUN docker: privileged=true image=<$IMAGE>"}},
        {"an ARG with a default",
         "FROM a\nARG CAPS=SYS_ADMIN\nLABEL RUN=\"docker run --cap-add $CAPS IMAGE\"\n",
         {"RUN docker: +SYS_ADMIN image=IMAGE"}},
        {"an ARG without one",
         "FROM a\nARG CAPS\nLABEL RUN=\"docker run --cap-add ${CAPS} IMAGE\"\n",
         {"RUN docker: +<${CAPS}> image=IMAGE"}},
        {"an ARG in front of FROM is not seen",
         "ARG CAPS=X\nFROM a\nLABEL RUN=\"docker run --cap-add=$CAPS IMAGE\"\n",
         {"RUN docker: + image=IMAGE"}},
        {"unless the stage declares it",
         "ARG CAPS=X\nFROM a\nARG CAPS\nLABEL RUN=\"docker run --cap-add=$CAPS IMAGE\"\n",
         {"RUN docker: +X image=IMAGE"}},
        {"only from its line on",
         "FROM a\nLABEL RUN=\"docker run --cap-add=$CAPS IMAGE\"\nARG CAPS=X\n",
         {"RUN docker: + image=IMAGE"}},
        {"ENV",
         "FROM a\nENV A=X B=$A\nENV C=$A\nLABEL RUN=\"docker run --cap-add=${B:-Y} --cap-add $C IMAGE\"\n",
         {"RUN docker: +Y +X image=IMAGE"}},
        {"ARG ends with its stage, ENV does not",
         "FROM a AS b\nARG A=X\nENV E=Y\nFROM b\nLABEL RUN=\"docker run --cap-add=$A --cap-add=$E IMAGE\"\n",
         {"RUN docker: + +Y image=IMAGE"}},
        {"keys differ by case, the last of one key wins",
         "FROM a\nlabel run=\"docker run --privileged IMAGE\" Run=\"docker run IMAGE\"\nLABEL run=\"docker run --cap-add X IMAGE\"\n",
         {"run docker: +X image=IMAGE", "Run docker: image=IMAGE"}},
        {"any key",
         "FROM a\nLABEL INSTALL=\"podman run --cap-add X IMAGE\" \"org.label-schema.docker.cmd\"='sudo docker run IMAGE'\n",
         {"INSTALL podman: +X image=IMAGE", "org.label-schema.docker.cmd docker: image=IMAGE"}},
        {"a sentence about a command is none",
         "FROM a\nLABEL description=\"start it with docker run --privileged\" a=b\n",
         {}},
        {"words in front of the operators, no shell",
         "FROM a\nLABEL RUN=\"docker run IMAGE; docker run --privileged b\"\n",
         {"RUN docker: image=IMAGE;"}},
        {"podman splits twice: quotes are lost",
         "FROM a\nLABEL RUN='podman run -e \"A=b --privileged\" IMAGE'\n",
         {"RUN podman: privileged=true image=IMAGE"}},
        {"docker's label is split once",
         "FROM a\nLABEL RUN='docker run -e \"A=b --privileged\" IMAGE'\n",
         {"RUN docker: image=IMAGE"}},
        {"podman drops a variable it does not know",
         "FROM a\nLABEL RUN='podman run --cap-add $FOO X $OPT1 ${IMAGE}'\n",
         {"RUN podman: +X image=<${IMAGE}>"}},
        {"LABEL takes no heredoc", "FROM a\nLABEL RUN=<<EOF\n", {}},
        {"a quote that is not closed",
         "FROM a\nLABEL RUN=\"docker run\n",
         {"! \"docker run: unexpected end of statement while looking for matching double-quote"}},
        {"the escape directive",
         "# escape=`\nFROM a\nLABEL RUN=\"docker run `\n --privileged `$IMAGE\" P=c:\\x\n",
         {"RUN docker: privileged=true image=<$IMAGE>"}},
    };
    for (const Row& row : rows) {
        INFO(row.what);
        CHECK(shown(read(std::string(row.text))) == row.expected);
    }
}

TEST_CASE("whoever runs a label splits it", "[dockerfile_test]") {
    const std::string label = "FROM a\nLABEL RUN='docker run -e \"A=b --privileged\" IMAGE'\n";
    CHECK(shown(read(label)) == Texts{"RUN docker: image=IMAGE"});
    CHECK(shown(read(label, {}, true, Engine::podman)) ==
          Texts{"RUN podman: privileged=true image=IMAGE"});
}

TEST_CASE("the stage that is built and those it begins with count", "[dockerfile_test]") {
    const std::string text =
        "FROM alpine AS base\nLABEL A=\"docker run --cap-add X IMAGE\"\n"
        "FROM alpine AS Other\nLABEL B=\"docker run --privileged IMAGE\"\nUSER root\n"
        "FROM Base AS last\nCOPY --from=other /a /b\nLABEL C=\"docker run IMAGE\"\nUSER 1000\n";
    CHECK(shown(read(text)) == Texts{"A docker: +X image=IMAGE", "C docker: image=IMAGE"});
    CHECK(shown(read(text, "other")) == Texts{"B docker: privileged=true image=IMAGE"});
    CHECK(shown(read(text, "OTHER")) == Texts{"B docker: privileged=true image=IMAGE"});
    CHECK(shown(read(text, "base")) == Texts{"A docker: +X image=IMAGE"});
    CHECK(user(read(text)) == "1000 at 1000");
    CHECK(user(read(text, "other")) == "root at root");
    CHECK(user(read(text, "base")) == "unsaid");
    CHECK(shown(read(text, "prod")) ==
          Texts{"! Base: no stage is called `prod`; its stages are `base`, `other`, `last`"});
    CHECK(shown(read("FROM a\n", "prod")) ==
          Texts{"! a: no stage is called `prod`; none of its stages has a name"});
    // A file that was found while walking may be another one's: its last stage is checked.
    const Document walked = read(text, "prod", false);
    CHECK(user(walked) == "1000 at 1000");
    CHECK(walked.unchecked.size() == 1);
    // A name may stand twice; the latest counts from then on.
    CHECK(user(read("FROM a AS x\nUSER 1\nFROM b AS x\nUSER 2\nFROM x\n")) == "2 at 2");
    // An image may be called as the stage that begins with it.
    CHECK(user(read("FROM alpine AS alpine\nUSER 1\n")) == "1 at 1");
    CHECK(read("ARG V=2\nFROM alpine:$V\n").recipe->base_image == "alpine:2");
    CHECK(read("FROM alpine:$TARGETARCH\n").recipe->base_image.empty());
}

TEST_CASE("files without a stage, and what stands before it", "[dockerfile_test]") {
    CHECK(shown(read("# nothing\n")) ==
          Texts{"! : the file holds no instruction: there is nothing to build"});
    CHECK(shown(read("ARG A=1\n")) ==
          Texts{"! ARG A=1: the file has no FROM: there is nothing to build"});
    CHECK(shown(read("FRM a\nRUN b\n")) ==
          Texts{"! FRM: unknown instruction: FRM; did you mean `FROM`?"});
    CHECK(shown(read("<xml>\n<a/>\n")) == Texts{"! <xml>: unknown instruction: <xml>"});
    CHECK(shown(read("RUN a\n", {}, false)).size() == 1);
    const format::ParseOptions walking{};
    const Document part = parse(std::make_shared<Source>("x/Dockerfile.part", "RUN a\n"), walking);
    CHECK(shown(part).empty());
    REQUIRE(part.unchecked.size() == 1);
    CHECK(part.unchecked[0].reason == "it has no FROM: a part of a Dockerfile, or none at all");
    CHECK(shown(read("RUN a\nUSER b\nFROM c\n")) ==
          Texts{"! RUN: RUN is before the first FROM: there is no image yet"});
    CHECK(shown(read("ARG A=${B\nFROM c\n")) == Texts{"! A=${B: syntax error: missing '}'"});
    CHECK(shown(read("FROM $NOTHING\n")) ==
          Texts{"! $NOTHING: base name ($NOTHING) should not be blank"});
    // Another frontend has its own grammar.
    CHECK(shown(read("# syntax=example.com/front:1\nFROM a\nINCLUDE b\n")).empty());
    CHECK(shown(read("FROM a\nINCLUDE b\n")).size() == 1);
}

TEST_CASE("ONBUILD acts where a stage begins with it", "[dockerfile_test]") {
    const std::string text =
        "FROM a AS base\nONBUILD LABEL RUN=\"docker run --privileged IMAGE\"\nONBUILD USER 1000\n";
    CHECK(shown(read(text)).empty());
    CHECK(user(read(text)) == "unsaid");
    CHECK(shown(read(text + "FROM base\n")) == Texts{"RUN docker: privileged=true image=IMAGE"});
    CHECK(user(read(text + "FROM base\n")) == "1000 at 1000");
    CHECK(user(read(text + "FROM base AS c\nUSER root\nFROM c\n")) == "root at root"); // fires once
}

TEST_CASE("USER is the last one, with its variables", "[dockerfile_test]") {
    struct Row {
        std::string_view text, expected;
    };
    for (
        const Row& row : std::vector<Row>{
            {"FROM a\n", "unsaid"},
            {"FROM a\nUSER app\nUSER 0:0\n", "0 at 0"},
            {"FROM a\nUSER  \"app\":grp\n", "app at app"},
            {"FROM a\nARG UID=1000\nUSER $UID:$UID\n", "1000 at $UID"},
            {"FROM a\nARG UID\nUSER $UID\n", "<$UID> at $UID"},
            {"FROM a\nARG UID\nUSER ${UID:-1000}\n", "1000 at 1000"},
            {"FROM a\nUSER $FROM_BASE\n", "<$FROM_BASE> at $FROM_BASE"},
            {"FROM scratch\nUSER $NOTHING\n", " at $NOTHING"},
            {"FROM a\nENV U=app\nUSER ${U}\n", "app at ${U}"},
            // who the start command becomes
            {"FROM a\nENTRYPOINT [\"gosu\", \"app:app\", \"/x\"]\n", "unsaid, app by gosu at app"},
            {"FROM a\nUSER app\nENTRYPOINT [\"sudo\", \"-E\", \"/x\"]\n",
             "app at app, root by sudo at sudo"},
            {"FROM a\nUSER app\nCMD sudo -u root /x\n", "app at app, root by sudo at root"},
            {"FROM a\nUSER app\nCMD sudo -gdocker -u root /x\n",
             "app at app, root by sudo at root"},
            {"FROM a\nENTRYPOINT exec su-exec 1000 /x\n", "unsaid, 1000 by su-exec at 1000"},
            {"FROM a\nENTRYPOINT [\"/sbin/tini\", \"--\"]\nCMD [\"setpriv\", \"--reuid=1000\", \"/x\"]\n",
             "unsaid, 1000 by setpriv at 1000"},
            {"FROM a\nENTRYPOINT [\"setpriv\", \"--clear-groups\", \"--reuid\", \"app\", \"/x\"]\n",
             "unsaid, app by setpriv at app"},
            {"FROM a\nENTRYPOINT [\"/entrypoint.sh\"]\nCMD [\"sudo\", \"x\"]\n", "unsaid"},
            {"FROM a\nENTRYPOINT [\"gosu\", \"$U\", \"/x\"]\n",
             "unsaid, $U by gosu at $U"}, // a list is no shell text
            {"FROM a\nENTRYPOINT gosu $U /x\n", "unsaid, <$U> by gosu at $U"},
            {"FROM a AS b\nCMD [\"sudo\", \"x\"]\nFROM b\nENTRYPOINT [\"env\"]\n",
             "unsaid"}, // a new ENTRYPOINT clears CMD
            {"FROM a\nCMD [\"sudo\", \"x\"]\nCMD [\"y\"]\n", "unsaid"},
            {"FROM a\nENTRYPOINT [\"x\", \"sudo\"]\n", "unsaid"},
        }) {
        INFO(row.text);
        CHECK(user(read(std::string(row.text))) == row.expected);
    }
}

TEST_CASE("EXPOSE lists ports, ranges and variables", "[dockerfile_test]") {
    const Document document = read(
        "FROM a\nENV PORTS=\"81 82\"\nARG OPEN\nEXPOSE 80/tcp 8000-8010/udp 127.0.0.1:1:443 $PORTS $OPEN\n");
    std::string ports;
    for (const auto& port : document.recipe->exposed)
        ports += port.known() != nullptr
                     ? fmt::format("{}-{} ", port.known()->first, port.known()->last)
                     : port.unresolved()->text + " ";
    CHECK(ports == "80-80 8000-8010 443-443 81-81 82-82 $OPEN ");
    CHECK(document.text(document.recipe->exposed[0].at) == "80/tcp");
    CHECK(document.text(document.recipe->exposed[3].at) == "$PORTS");
    CHECK(shown(read("FROM a\nEXPOSE http 80-70 99999\n")) ==
          Texts{"! http: invalid port: http", "! 80-70: invalid port: 80-70",
                "! 99999: invalid port: 99999"});
}

TEST_CASE("setcap gives programs capabilities", "[dockerfile_test]") {
    struct Row {
        std::string_view what, run;
        Texts expected; ///< "capability file", with ! behind the file when the program cannot start
                        ///< without it
    };
    for (const Row& row : std::vector<Row>{
             {"one", "setcap cap_net_raw+ep /bin/ping", {"cap_net_raw /bin/ping!"}},
             {"several, quoted, in a list of commands",
              "apt-get update && setcap 'cap_net_raw,cap_net_admin=eip' /x || true",
              {"cap_net_raw /x!", "cap_net_admin /x!"}},
             {"clauses", "setcap 'cap_a=ep cap_b+p' /x", {"cap_a /x!", "cap_b /x"}},
             {"taken away again", "setcap cap_a=ep-e /x", {"cap_a /x"}},
             {"nothing is given", "setcap cap_a-ep /x; setcap -r /x; setcap cap_a= /x", {}},
             {"inheritable alone", "setcap cap_a+i /x", {}},
             {"several files",
              "/usr/sbin/setcap -q cap_a=ep /x cap_b=ep /y",
              {"cap_a /x!", "cap_b /y!"}},
             {"a list", "[\"setcap\", \"cap_a+ep\", \"/x\"]", {"cap_a /x!"}},
             {"a here-document", "<<EOF\nset -e\nsetcap cap_a+ep /x\nEOF", {"cap_a /x!"}},
             {"a here-document for a shell",
              "bash -e <<EOF\nsetcap cap_a+ep /x\nEOF",
              {"cap_a /x!"}},
             {"a here-document for something else", "cat >/y <<EOF\nsetcap cap_a+ep /x\nEOF", {}},
             {"a variable", "setcap $CAPS /x", {"<$CAPS> /x"}},
             {"through sudo", "sudo setcap cap_a+ep /x", {"cap_a /x!"}},
         }) {
        INFO(row.what);
        Texts found;
        const Document document = read("FROM a\nRUN " + std::string(row.run) + "\n");
        for (const FileCapability& one : document.recipe->file_capabilities)
            found.push_back(shown(one.capability) + " " + one.file + (one.effective ? "!" : ""));
        CHECK(found == row.expected);
    }
}

TEST_CASE("insecure build steps count in every stage that is built", "[dockerfile_test]") {
    const std::string text =
        "FROM a AS one\nRUN --security=insecure x\n"
        "FROM a AS two\nRUN --security=insecure y\n"
        "FROM a AS three\nRUN --security=insecure z\n"
        "FROM a\nCOPY --from=one /x /\nRUN --mount=type=bind,from=1,target=/y true\n";
    CHECK(read(text).recipe->insecure_runs.size() == 2);
    CHECK(read(text, "three").recipe->insecure_runs.size() == 1);
    const Document document = read(
        "FROM a\nRUN --security=\"insecure\" x\nRUN --security=sandbox y\nONBUILD RUN --security=insecure z\n");
    REQUIRE(document.recipe->insecure_runs.size() == 2);
    CHECK(document.text(document.recipe->insecure_runs[0].at) == "insecure");
    CHECK(document.text(document.recipe->insecure_runs[0].entry) == "--security=\"insecure\"");
}

TEST_CASE("a development container's metadata is read from its label", "[dockerfile_test]") {
    struct Row {
        std::string_view what, value;
        Texts expected;
    };
    for (
        const Row& row : std::vector<Row>{
            {"a list: united",
             R"('[{"privileged":false,"capAdd":["A"]},{"capAdd":["B","A"],"securityOpt":["seccomp=unconfined"]}]')",
             {"devcontainer.metadata docker: +A +B privileged=false seccomp=unconfined"}},
            {"one object",
             R"('{"privileged":true,"containerUser":"root"}')",
             {"devcontainer.metadata docker: privileged=true user=root"}},
            {"privileged is OR-ed",
             R"('[{"privileged":true},{"privileged":false}]')",
             {"devcontainer.metadata docker: privileged=true"}},
            {"escaped quotes", R"("[{\"capAdd\":[\"A\"]}]")", {"devcontainer.metadata docker: +A"}},
            {"nothing that matters", R"('[{"id":"x","remoteUser":"vscode"}]')", {}},
            {"no JSON",
             R"('{privileged: true}')",
             {"! {privileged: true}: devcontainer.metadata is no JSON object or list: tools ignore it"}},
            {"a wrong type",
             R"('{"privileged":"yes","capAdd":"A"}')",
             {"devcontainer.metadata docker:; `privileged` is a string and must be true or false; `capAdd` is a string and must be a list "
              "of "
              "strings"}},
        }) {
        INFO(row.what);
        CHECK(shown(read("FROM a\nLABEL devcontainer.metadata=" + std::string(row.value) + "\n")) ==
              row.expected);
    }
    const Document document = read(
        "FROM a\nLABEL devcontainer.metadata=\"[{\\\"capAdd\\\":[\\\n  \\\"SYS_PTRACE\\\"], \\\"privileged\\\":true}]\"\n");
    const Container& container = document.containers.at(0);
    CHECK(document.text(container.add.words.at(0).at) == "SYS_PTRACE");
    CHECK(document.text(container.privileged->at) == "true");
    CHECK(document.text(container.name_at) == "devcontainer.metadata");
    CHECK(container.partial);
}

TEST_CASE("Podman's label for capabilities reaches the commands in the image's other labels",
          "[dockerfile_test]") {
    const Document document = read(
        "FROM a\nLABEL io.containers.capabilities=\"CHOWN,setuid\" RUN=\"podman run IMAGE\"\n");
    REQUIRE(document.containers.size() == 1);
    REQUIRE(document.containers[0].capability_label);
    CHECK(*document.containers[0].capability_label->known() == "CHOWN,setuid");
    const Document own = read(
        "FROM a\nLABEL io.containers.capabilities=CHOWN\nLABEL RUN=\"podman run --label io.containers.capabilities=KILL IMAGE\"\n");
    CHECK(*own.containers.at(0).capability_label->known() == "KILL");
    CHECK(shown(read("FROM a\nLABEL io.containers.capabilities=CHOWN\n")).empty());
}

TEST_CASE("what is underlined is the word in the file, through quotes, escapes and continuations",
          "[dockerfile_test]") {
    struct Row {
        std::string_view text, word, entry;
    };
    for (
        const Row& row : std::vector<Row>{
            {"FROM a\nLABEL RUN docker run --cap-add SYS_ADMIN IMAGE\n", "SYS_ADMIN",
             "--cap-add SYS_ADMIN"},
            {"FROM a\nLABEL RUN=\"docker run --cap-add=SYS_ADMIN IMAGE\"\n", "SYS_ADMIN",
             "--cap-add=SYS_ADMIN"},
            {"FROM a\nLABEL RUN='docker run --cap-add=SYS_ADMIN IMAGE'\n", "SYS_ADMIN",
             "--cap-add=SYS_ADMIN"},
            {"FROM a\nLABEL RUN=\"docker run \\\n  --cap-add \\\n  # why\n  SYS_ADMIN \\\n  IMAGE\"\n",
             "SYS_ADMIN", "--cap-add \\\n  # why\n  SYS_ADMIN"},
            {"FROM a\nLABEL RUN=\"docker run --cap-add SYS_\\\nADMIN IMAGE\"\n", "SYS_\\\nADMIN",
             "--cap-add SYS_\\\nADMIN"},
            {"FROM a\nLABEL RUN=\"docker run --cap-add=\\\"SYS_ADMIN\\\" IMAGE\"\n", "SYS_ADMIN",
             "--cap-add=\\\"SYS_ADMIN\\\""},
            {"FROM a\nENV CAP=SYS_ADMIN\nLABEL RUN=\"docker run --cap-add=$CAP IMAGE\"\n", "$CAP",
             "--cap-add=$CAP"},
            {"FROM a\r\nLABEL RUN=\"docker run \\\r\n --cap-add=SYS_ADMIN IMAGE\"\r\n", "SYS_ADMIN",
             "--cap-add=SYS_ADMIN"},
            {"FROM a\nONBUILD LABEL RUN=\"docker run --cap-add=SYS_ADMIN IMAGE\"\nFROM b AS c\nONBUILD LABEL RUN=\"docker run "
             "--cap-add=SYS_ADMIN IMAGE\"\nFROM c\n",
             "SYS_ADMIN", "--cap-add=SYS_ADMIN"},
            {"\xEF\xBB\xBF# escape=`\nFROM a\nLABEL RUN=\"docker run `\n --cap-add=SYS_ADMIN IMAGE\"\n",
             "SYS_ADMIN", "--cap-add=SYS_ADMIN"},
        }) {
        INFO(row.text);
        const Document document = read(to_utf8(std::string(row.text)));
        REQUIRE(document.containers.size() == 1);
        const auto& words = document.containers[0].add.words;
        REQUIRE(words.size() == 1);
        CHECK(*words[0].known() == "SYS_ADMIN");
        CHECK(document.text(words[0].at) == row.word);
        CHECK(document.text(words[0].entry) == row.entry);
    }
}

TEST_CASE("long files cost what their bytes cost", "[dockerfile_test]") {
    std::string stages = "FROM a AS s0\nLABEL k0=v\n", labels = "FROM a\n",
                doubling = "FROM a\nENV V0=xxxxxxxx\n", onbuild = "FROM a\n";
    for (int i = 1; i < 5000; ++i) {
        stages += fmt::format("FROM s{} AS s{}\nLABEL k{}=v\n", i - 1, i, i);
        labels += fmt::format("LABEL k{}=v\n", i);
        doubling += fmt::format("ENV V{}=$V{}$V{}\nLABEL l{}=$V{}\n", i, i - 1, i - 1, i, i);
    }
    onbuild += "ONBUILD";
    for (int i = 0; i < 8'000; ++i) onbuild += " ONBUILD";
    CHECK(read(stages).problems.empty());
    CHECK(read(labels).problems.empty());
    CHECK(read(doubling).problems.empty());
    CHECK(read(onbuild + "\n").problems.size() == 1);
}
