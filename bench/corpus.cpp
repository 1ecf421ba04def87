#include "bench/corpus.hpp"

#include <array>
#include <string_view>

namespace dropcap::bench {
namespace {

std::string numbered(std::string_view text, std::size_t number) {
    std::string result;
    for (const char letter : text) {
        if (letter == '#')
            result += std::to_string(number);
        else
            result += letter;
    }
    return result;
}

} // namespace

std::string compose_text(std::size_t services) {
    // A hardened service, one at the defaults, one that asks for too much, one with an unresolved
    // value.
    constexpr std::array<std::string_view, 4> shapes = {
        "  web-#:\n    image: registry.example/web:#\n    user: \"1000\"\n    cap_drop: [ALL]\n    cap_add:\n      - NET_BIND_SERVICE\n"
        "    security_opt: [\"no-new-privileges:true\"]\n    ports: [\"80:80\"]\n",
        "  worker-#:\n    image: registry.example/worker:#\n    environment:\n      QUEUE: jobs-#\n    volumes:\n      - data:/data\n",
        "  vpn-#:\n    image: registry.example/vpn:#\n    cap_add:\n      - NET_ADMIN\n      - SYS_MODULE\n    devices: [/dev/net/tun]\n",
        "  agent-#:\n    image: registry.example/agent:#\n    privileged: ${AGENT_PRIVILEGED}\n    cap_add: [\"${AGENT_CAPABILITY}\"]\n",
    };
    std::string text = "services:\n";
    for (std::size_t number = 0; number < services; ++number)
        text += numbered(shapes[number % shapes.size()], number);
    return text + "volumes:\n  data:\n";
}

std::string kubernetes_text(std::size_t deployments) {
    constexpr std::string_view shape =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web-#\n  labels: {app: web-#}\nspec:\n  replicas: 2\n  selector:\n"
        "    matchLabels: {app: web-#}\n  template:\n    metadata:\n      labels: {app: web-#}\n    spec:\n      containers:\n"
        "        - name: web\n          image: registry.example/web:#\n          ports:\n            - containerPort: 8080\n"
        "          securityContext:\n            allowPrivilegeEscalation: false\n            capabilities:\n              drop: "
        "[\"ALL\"]\n"
        "        - name: proxy\n          image: registry.example/proxy:#\n          securityContext:\n            capabilities:\n"
        "              add: [NET_ADMIN]\n";
    std::string text;
    for (std::size_t number = 0; number < deployments; ++number)
        text += (number == 0 ? "" : "---\n") + numbered(shape, number);
    return text;
}

std::string dockerfile_text(std::size_t stages) {
    std::string text;
    for (std::size_t number = 0; number < stages; ++number)
        text += numbered(
            "FROM registry.example/base:# AS stage-#\nARG VERSION=#\nRUN make VERSION=$VERSION \\\n    && make install\nUSER app\n",
            number);
    return text + "LABEL RUN docker run --cap-drop=all --cap-add=SYS_TIME IMAGE\n";
}

std::string script_text(std::size_t commands) {
    std::string text = "#!/bin/sh\n";
    for (std::size_t number = 0; number < commands; ++number)
        text += numbered(
            "docker run -d --name web-# --cap-drop=ALL --cap-add NET_BIND_SERVICE \\\n    -p 80:80 \"registry.example/web:#\"\n",
            number);
    return text;
}

} // namespace dropcap::bench
