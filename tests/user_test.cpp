#include "model/user.hpp"
#include "parsers/dockerfile/wording.hpp"
#include "parsers/kubernetes/wording.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <utility>

using dropcap::Container;
using dropcap::Document;
using dropcap::Fact;
using dropcap::Format;
using dropcap::is_root;
using dropcap::promises_non_root;
using dropcap::runs_as;
using dropcap::RunsAs;
using dropcap::Unresolved;

namespace {

template <class T, class V>
Fact<T> fact(V value) {
    Fact<T> result;
    result.value = std::move(value);
    return result;
}

Fact<std::string> text(std::string_view word) { return fact<std::string>(std::string(word)); }
Unresolved open(std::string_view word) { return {std::string(word), "nobody knows it"}; }

Container in_kubernetes() {
    Container container;
    container.format = dropcap::kubernetes::kubernetes_format;
    return container;
}

} // namespace

TEST_CASE("root is known by its name and by every way to write zero", "[user_test]") {
    for (const std::string_view word : {"root", "0", "00", "+0"}) {
        INFO(word);
        CHECK(is_root(word));
    }
    for (const std::string_view word : {"", "+", "Root", "1000", "10", "rooty", "nobody", "0x0"}) {
        INFO(word);
        CHECK_FALSE(is_root(word));
    }
}

TEST_CASE("an image's name may promise another user", "[user_test]") {
    for (const std::string_view image :
         {"gcr.io/distroless/static:nonroot", "gcr.io/distroless/base-debian12:nonroot-arm64",
          "gcr.io/distroless/cc:debug-nonroot", "nginxinc/nginx-unprivileged:1.27",
          "docker:dind-rootless", "registry:5000/app:1-nonroot@sha256:00"}) {
        INFO(image);
        CHECK(promises_non_root(image));
    }
    for (const std::string_view image :
         {"", "nginx", "debian:12", "gcr.io/distroless/static", "nonroot/app:1", "rootlesskit:1",
          "rootless.example/app", "app@sha256:nonroot"}) {
        INFO(image);
        CHECK_FALSE(promises_non_root(image));
    }
}

TEST_CASE("outside Kubernetes the user's own word decides, then the image's name", "[user_test]") {
    const Document document;
    Container container;
    CHECK(runs_as(document, container) == RunsAs::unsaid);
    container.image = text("gcr.io/distroless/static:nonroot");
    CHECK(runs_as(document, container) == RunsAs::non_root);
    container.user = text("0");
    CHECK(runs_as(document, container) == RunsAs::root);
    container.user = text("app");
    CHECK(runs_as(document, container) == RunsAs::non_root);
    container.user = fact<std::string>(open("${UID}"));
    CHECK(runs_as(document, container) == RunsAs::open);
}

TEST_CASE("a command in a LABEL has the user of its Dockerfile", "[user_test]") {
    Document document;
    document.recipe.emplace().user = text("1000");
    Container container;
    container.format = dropcap::dockerfile::dockerfile_format;
    CHECK(runs_as(document, container) == RunsAs::non_root);
    container.user = text("root");
    CHECK(runs_as(document, container) == RunsAs::root);
}

TEST_CASE("in Kubernetes runAsNonRoot rules root out, and an image's name promises nothing",
          "[user_test]") {
    const Document document;
    Container container = in_kubernetes();
    container.image = text("gcr.io/distroless/static:nonroot");
    CHECK(runs_as(document, container) == RunsAs::unsaid);
    container.run_as_non_root = fact<bool>(open("{{ .Values.nonRoot }}"));
    CHECK(runs_as(document, container) == RunsAs::open);
    container.user = text("1000");
    CHECK(runs_as(document, container) == RunsAs::non_root);
    container.user = text("0");
    CHECK(runs_as(document, container) == RunsAs::root);
    container.run_as_non_root = fact<bool>(true);
    CHECK(runs_as(document, container) == RunsAs::non_root);
}
