"""The page of results."""


def table(programs):
    rows = ["# Evidence", "",
            "Written by `./dev evidence --report` from the files in `evidence/`: each row is an experiment that ran under runc, "
            "over two starts, with the least set of capabilities that it works with.", "",
            "| Program | Experiment | Conditions | Least set | Versions | Date |", "|---|---|---|---|---|---|"]
    for program in programs:
        for experiment in program["experiments"]:
            result = (program.get("results") or {}).get(experiment["name"])
            if result is None:
                continue
            least = result["least"]
            shown = "does not work with the defaults" if least is None else ", ".join(least) or "none"
            versions = ", ".join(f"{name} {version}" for name, version in result["versions"].items())
            rows.append(f"| {program['title']} | {experiment['name']} | {', '.join(experiment['shows'])} | {shown} "
                        f"| {versions} | {result['date']} |")
    return "\n".join(rows) + "\n"
