"""Files to measure with, made from a seed: the same bytes for the same seed."""

import random

CAPABILITIES = "CHOWN SETUID SETGID NET_BIND_SERVICE NET_ADMIN SYS_PTRACE KILL SYS_TIME".split()


def environment(rng, indent, count):
    lines = (f"{indent}- name: SETTING_{i}\n{indent}  value: \"{rng.getrandbits(64):x}\"\n" for i in range(count))
    return "".join(lines)


def manifest(rng, number):
    """A Deployment of about 2.7 kB with two containers."""
    drop = rng.choice(["[\"ALL\"]", "[\"ALL\"]", "[NET_RAW, MKNOD]"])
    add = rng.sample(CAPABILITIES, rng.randint(0, 2))
    return f"""apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-{number}
  labels: {{app: web-{number}}}
spec:
  replicas: {rng.randint(1, 9)}
  selector:
    matchLabels: {{app: web-{number}}}
  template:
    metadata:
      labels: {{app: web-{number}}}
    spec:
      containers:
        - name: web
          image: registry.example/web:{rng.randint(1, 99)}
          env:
{environment(rng, "            ", 18)}          securityContext:
            allowPrivilegeEscalation: false
            capabilities:
              drop: {drop}
              add: [{", ".join(add)}]
        - name: proxy
          image: registry.example/proxy:{rng.randint(1, 99)}
          env:
{environment(rng, "            ", 13)}          ports:
            - containerPort: 8080
"""


def hardened(rng, number):
    """The same with nothing to find."""
    text = manifest(rng, number).replace("[NET_RAW, MKNOD]", '["ALL"]').replace("        - name: proxy", "      initContainers:\n        - name: proxy")
    text = "".join(line for line in text.splitlines(True) if not line.startswith("              add:"))
    return text.replace("          ports:\n", '          securityContext: {capabilities: {drop: ["ALL"]}}\n          ports:\n')


def stranger(rng, number):
    """About 2.7 kB of YAML that is no container's: settings, a pipeline, a custom resource's definition."""
    kind = number % 3
    if kind == 0:
        return "settings:\n" + "".join(f"  key_{i}: {rng.getrandbits(200):x}\n" for i in range(43))
    if kind == 1:
        steps = "".join(f"      - name: step {i}\n        run: make target-{rng.getrandbits(120):x}\n" for i in range(36))
        return f"name: pipeline {number}\non: [push]\njobs:\n  build:\n    runs-on: linux\n    steps:\n{steps}"
    fields = "".join(f"                field{i}: {{type: string, description: \"{rng.getrandbits(160):x}\"}}\n" for i in range(28))
    return (f"apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: things{number}.example.org\nspec:\n"
            f"  versions:\n    - name: v1\n      schema:\n        openAPIV3Schema:\n          properties:\n            spec:\n"
            f"              properties:\n{fields}")


def small_pod(rng, number):
    return (f"apiVersion: v1\nkind: Pod\nmetadata: {{name: p{number}}}\nspec:\n  containers:\n    - name: c\n"
            f"      image: registry.example/c:{rng.randint(1, 99)}\n      securityContext: {{capabilities: {{drop: [ALL]}}}}\n")


# --- one project that grows: name, or names, of its files and their texts ----------------------------------------------------------------


def compose(rng, services):
    text = ["services:\n"]
    for i in range(services):
        text.append(f"  app-{i}:\n    image: registry.example/app:{rng.randint(1, 99)}\n    environment:\n      KEY: {rng.getrandbits(64):x}\n")
        text.append(rng.choice(["    cap_drop: [ALL]\n", "    cap_add: [NET_ADMIN]\n", "    privileged: true\n", ""]))
    return {"compose.yaml": "".join(text)}


def clean_compose(rng, services):
    return {"compose.yaml": "services:\n" + "".join(f"  app-{i}:\n    image: registry.example/app:{rng.randint(1, 99)}\n    cap_drop: [ALL]\n" for i in range(services))}


def settings(rng, count):
    """One service with very many bytes that no rule looks at."""
    lines = "".join(f"      KEY_{i}: \"{rng.getrandbits(64):x}\"\n" for i in range(count))
    return {"compose.yaml": f"services:\n  app:\n    image: registry.example/app:1\n    cap_drop: [ALL]\n    environment:\n{lines}"}


def comments(rng, count):
    lines = "".join(f"      # setting {i}: {rng.getrandbits(64):x}\n      KEY_{i}: 1 # {rng.getrandbits(32):x}\n" for i in range(count))
    return {"compose.yaml": f"services:\n  app:\n    image: registry.example/app:1\n    cap_drop: [ALL]\n    environment:\n{lines}"}


def suppressions(rng, count):
    """Up to the 10,000 that are read of a file."""
    text = "".join(f"  app-{i}:\n    image: registry.example/app:{rng.randint(1, 99)}\n    # dropcap: ignore[privileged] host agent\n    privileged: true\n"
                   for i in range(count))
    return {"compose.yaml": "services:\n" + text}


def findings_of_one(rng, count):
    """One container with very many findings."""
    return {"compose.yaml": "services:\n  app:\n    image: a\n    cap_drop: [ALL]\n    cap_add:\n"
            + "".join(f"      - NO_SUCH_{i}\n" for i in range(count))}


def extending(rng, services):
    """Services that all extend one of another file."""
    text = "".join(f"  app-{i}:\n    extends: {{file: base.yaml, service: base}}\n    cap_add: [{rng.choice(CAPABILITIES)}]\n" for i in range(services))
    return {"compose.yaml": "services:\n" + text, "base.yaml": "services:\n  base:\n    image: registry.example/base:1\n    cap_drop: [ALL]\n"}


def extending_neighbours(rng, services):
    """Services that extend one of the same file."""
    text = "".join(f"  app-{i}:\n    extends: base-{rng.randrange(max(services // 10, 1))}\n    cap_add: [{rng.choice(CAPABILITIES)}]\n" for i in range(services))
    bases = "".join(f"  base-{i}:\n    image: registry.example/base:1\n    cap_drop: [ALL]\n" for i in range(max(services // 10, 1)))
    return {"compose.yaml": "services:\n" + bases + text}


def chain(rng, links):
    """Chains of `extends` through ten files, each in a folder of its own."""
    files = {}
    for number in range(links):
        app, link = divmod(number, 10)
        extends = f"    extends: {{file: link-{link + 1}.yaml, service: app}}\n" if link < 9 else "    image: registry.example/app:1\n    privileged: true\n"
        files[f"app-{app}/" + (f"link-{link}.yaml" if link else "compose.yaml")] = (
            f"services:\n  app:\n{extends}    environment:\n      KEY{link}: {rng.getrandbits(64):x}\n")
    return files


def including(rng, things):
    """Files taken in by `include`, twenty services each."""
    count = max(things // 25, 1)
    files = {f"part-{i}.yaml": "services:\n" + "".join(f"  app-{i}-{j}:\n    image: a\n    cap_add: [{rng.choice(CAPABILITIES)}]\n" for j in range(20))
             for i in range(count)}
    return {"compose.yaml": "include:\n" + "".join(f"  - part-{i}.yaml\n" for i in range(count)) + "services: {}\n", **files}


def overriding(rng, services):
    """A Compose file and an override of every service."""
    override = "".join(f"  app-{i}:\n    cap_add: [{rng.choice(CAPABILITIES)}]\n" for i in range(services))
    return {**compose(rng, services), "compose.override.yaml": "services:\n" + override}


def documents(rng, count):
    return {"pods.yaml": "---\n".join(manifest(rng, i) for i in range(count))}


def clean_documents(rng, count):
    return {"clean.yaml": "---\n".join(hardened(rng, i) for i in range(count))}


def containers(rng, count):
    """One pod with very many containers."""
    items = "".join(f"    - name: c{i}\n      image: registry.example/c:{rng.randint(1, 99)}\n" for i in range(count))
    return {"pod.yaml": f"apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec:\n  containers:\n{items}"}


def clean_containers(rng, count):
    items = "".join(f"    - name: c{i}\n      image: registry.example/c:{rng.randint(1, 99)}\n      securityContext: {{capabilities: {{drop: [ALL]}}}}\n" for i in range(count))
    return {"pod.yaml": f"apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec:\n  containers:\n{items}"}


def clean_json(rng, pods):
    return {"pods.json": one_line_json(rng, pods)["pods.json"].replace('"privileged":true', '"capabilities":{"drop":["ALL"]}')}


def one_line_json(rng, pods):
    items = (f'{{"apiVersion":"v1","kind":"Pod","metadata":{{"name":"p{i}"}},"spec":{{"containers":[{{"name":"c","image":'
             f'"registry.example/c:{rng.randint(1, 99)}","securityContext":{{"privileged":true}}}}]}}}}' for i in range(pods))
    return {"pods.json": '{"apiVersion":"v1","kind":"List","items":[' + ",".join(items) + "]}\n"}


def dockerfile(rng, stages):
    return {"Dockerfile": "".join(f"FROM registry.example/base:{rng.randint(1, 99)} AS s{i}\nRUN make \\\n    && make install\nUSER app\n"
                                  for i in range(stages)) + "LABEL RUN docker run --cap-add=SYS_ADMIN IMAGE\n"}


def stages_on_stages(rng, stages):
    return {"Dockerfile": "FROM registry.example/base:1 AS s0\n" + "".join(
        f"FROM s{i} AS s{i + 1}\nENV KEY{i}={rng.getrandbits(32):x}\nRUN make\n" for i in range(stages)) + "LABEL RUN docker run --cap-add=SYS_ADMIN IMAGE\n"}


def commands(rng, count):
    return {"run.sh": "#!/bin/sh\n" + "".join(
        f"docker run -d --name c{i} --cap-drop=ALL --cap-add={rng.choice(CAPABILITIES)} \\\n    registry.example/c:{i}\n" for i in range(count))}


def makefile(rng, count):
    return {"Makefile": "".join(f"run-{i}:\n\tdocker run --rm --cap-drop=ALL --cap-add={rng.choice(CAPABILITIES)} registry.example/c:{i}\n\n" for i in range(count))}


def markdown(rng, count):
    return {"README.md": "".join(f"# Step {i}\n\n```console\n$ docker run --rm --cap-drop=ALL --cap-add={rng.choice(CAPABILITIES)} registry.example/c:{i}\n```\n\n"
                                 for i in range(count))}


def workflow(rng, count):
    steps = "".join(f"      - run: docker run --rm --cap-drop=ALL --cap-add={rng.choice(CAPABILITIES)} registry.example/c:{i}\n" for i in range(count))
    return {".github/workflows/ci.yml": f"on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n{steps}"}


def inspected(rng, count):
    items = ",\n".join(f'{{"Id": "{rng.getrandbits(64):x}", "Name": "/c{i}", "Config": {{"Image": "a", "User": ""}}, '
                       f'"HostConfig": {{"Privileged": false, "CapAdd": ["NET_ADMIN"], "CapDrop": ["ALL"]}}}}' for i in range(count))
    return {"inspect.json": f"[\n{items}\n]\n"}


def files(rng, count):
    return {f"team-{i // 100}/file-{i}.yaml": manifest(rng, i) for i in range(count)}


def overrides(rng, count):
    """Overrides of `.dropcap.yaml` for one file with a thousand services."""
    rows = "".join(f"  - files: [compose.yaml]\n    containers: [other-{i}]\n    ignore: [privileged]\n    reason: host agent\n" for i in range(count))
    return {**compose(rng, 1000), ".dropcap.yaml": "overrides:\n" + rows}


def ignored_paths(rng, count):
    """Lines of .gitignore for two hundred files."""
    lines = "".join(f"/build/{rng.getrandbits(40):x}/out\nname-{i}.yaml\n" for i in range(count))
    return {".gitignore": lines, **{f"pods/pod-{i}.yaml": small_pod(rng, i) for i in range(200)}}


def privileged_commands(rng, count):
    """One finding a line, with the fewest bytes around it, ten thousand a file."""
    return {f"run-{begin}.sh": "#!/bin/sh\n" + "".join(f"docker run --privileged --name c{i} a\n" for i in range(begin, min(begin + 10_000, count)))
            for begin in range(0, count, 10_000)}


def script_lines(rng, count):
    """A script whose commands are mostly other programs'."""
    return {"run.sh": "#!/bin/sh\n" + "".join(f"echo \"step {i}\" | tee -a /var/log/{rng.getrandbits(32):x}.log && make target-{i}\n" for i in range(count))
            + "docker run --cap-drop=ALL a\n"}


def make(generator, seed, size):
    return generator(random.Random(f"{seed} {generator.__name__} {size}"), size)


def write_files(folder, texts):
    """Writes a project unless it is there."""
    if not folder.exists():
        for name, text in texts().items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return folder


def write_tree(folder, generator, count, seed):
    """`count` files, a hundred in each folder."""
    rng = random.Random(f"{seed} {folder.name}")
    return write_files(folder, lambda: {f"team-{i // 100}/file-{i}.yaml": generator(rng, i) for i in range(count)})
