// Taken from `--help` of docker 28.2 and podman 5.8, and from nerdctl 2.x's source, with the flags
// that help hides. docker compose, buildx create and bake: docs.docker.com/reference/cli; kubectl:
// kubernetes/kubectl:pkg/cmd/run and debug, with the global flags of cli-runtime and klog. A group
// is a list of words: `name` takes a value, `!name` is a boolean, `?name` takes a value only behind
// `=`, `/x` is its letter.

#include "parsers/command/flags.hpp"

#include "model/suggest.hpp"

#include <vector>

namespace dropcap::command {

namespace {

constexpr std::string_view create_everywhere =
    "add-host annotation attach/a blkio-weight blkio-weight-device cap-add cap-drop cgroup-parent cgroupns cidfile "
    "cpu-period cpu-quota cpu-rt-period cpu-rt-runtime cpus cpuset-cpus cpuset-mems device device-read-bps device-read-iops "
    "device-write-bps device-write-iops dns dns-opt dns-option dns-search entrypoint env-file env/e expose gpus group-add "
    "health-cmd health-interval health-retries health-start-period health-timeout hostname/h !init !interactive/i ip ip6 "
    "ipc kernel-memory label-file label/l log-driver log-opt mac-address memory-reservation memory-swap memory-swappiness "
    "memory/m mount name net network !no-healthcheck !oom-kill-disable oom-score-adj pid pids-limit platform !privileged "
    "!publish-all/P publish/p pull !quiet/q !read-only restart !rm security-opt shm-size stop-signal stop-timeout sysctl "
    "tmpfs !tty/t ulimit user/u userns uts volume/v volumes-from workdir/w ";

constexpr std::string_view docker_create =
    "cpu-count cpu-percent cpu-shares/c device-cgroup-rule !disable-content-trust domainname health-start-interval "
    "io-maxbandwidth io-maxiops isolation link link-local-ip lxc-conf net-alias network-alias runtime storage-opt "
    "!use-api-socket volume-driver ";

constexpr std::string_view podman_create =
    "arch authfile cert-dir cgroup-conf cgroups chrootdirs conmon-pidfile cpu-shares/c creds decryption-key "
    "device-cgroup-rule !disable-content-trust !env-host env-merge gidmap group-entry health-log-destination "
    "health-max-log-count health-max-log-size health-on-failure health-startup-cmd health-startup-interval "
    "health-startup-retries health-startup-success health-startup-timeout healthcheck-command healthcheck-interval "
    "healthcheck-retries healthcheck-start-period healthcheck-timeout hosts-file hostuser !http-proxy image-volume init-ctr "
    "init-path network-alias !no-hostname !no-hosts os override-arch override-os override-variant passwd-entry personality "
    "pidfile pod pod-id-file rdt-class !read-only-tmpfs !replace requires retry retry-delay !rootfs sdnotify seccomp-policy "
    "secret shm-size-systemd signature-policy subgidname subuidname systemd timeout !tls-verify tz uidmap umask unsetenv "
    "!unsetenv-all variant ";

constexpr std::string_view nerdctl_create =
    "cgroup-conf cosign-certificate-identity cosign-certificate-identity-regexp cosign-certificate-oidc-issuer "
    "cosign-certificate-oidc-issuer-regexp cosign-key cpu-shares domainname init-binary ipfs-address isolation pidfile "
    "rdt-class !rootfs runtime systemd umask verify ";

constexpr std::string_view run_everywhere = "detach-keys !detach/d !sig-proxy ";

constexpr std::string_view podman_run = "!help !passwd preserve-fd preserve-fds !rmi ";

constexpr std::string_view docker_exec =
    "detach-keys !detach/d env-file env/e !interactive/i !privileged !tty/t user/u workdir/w ";

constexpr std::string_view podman_exec =
    "cidfile detach-keys !detach/d env-file env/e !interactive/i !latest/l !no-session preserve-fd preserve-fds !privileged "
    "!tty/t user/u workdir/w ";

constexpr std::string_view service_both =
    "cap-add cap-drop credential-spec !detach/d endpoint-mode entrypoint health-cmd health-interval health-retries "
    "health-start-interval health-start-period health-timeout hostname !init isolation limit-cpu limit-memory limit-pids "
    "log-driver log-opt max-concurrent !no-healthcheck !no-resolve-image oom-score-adj !quiet/q !read-only replicas "
    "replicas-max-per-node reserve-cpu reserve-memory restart-condition restart-delay restart-max-attempts restart-window "
    "rollback-delay rollback-failure-action rollback-max-failure-ratio rollback-monitor rollback-order rollback-parallelism "
    "stop-grace-period stop-signal !tty/t update-delay update-failure-action update-max-failure-ratio update-monitor "
    "update-order update-parallelism user/u !with-registry-auth workdir/w ";

constexpr std::string_view service_create =
    "config constraint container-label dns dns-option dns-search env-file env/e generic-resource group host label/l mode "
    "mount name network placement-pref publish/p secret sysctl ulimit ";

constexpr std::string_view service_update =
    "args config-add config-rm constraint-add constraint-rm container-label-add container-label-rm dns-add dns-option-add "
    "dns-option-rm dns-rm dns-search-add dns-search-rm env-add env-rm !force generic-resource-add generic-resource-rm "
    "group-add group-rm host-add host-rm image label-add label-rm mount-add mount-rm network-add network-rm "
    "placement-pref-add placement-pref-rm publish-add publish-rm !rollback secret-add secret-rm sysctl-add sysctl-rm "
    "ulimit-add ulimit-rm ";

constexpr std::string_view docker_global =
    "config context/c !debug/D host/H log-level/l !tls tlscacert tlscert tlskey !tlsverify !version/v ";

constexpr std::string_view podman_global =
    "cdi-spec-dir cgroup-manager config conmon connection/c events-backend hooks-dir identity imagestore log-level module "
    "network-cmd-path network-config-dir out !remote/r root runroot runtime runtime-flag ssh storage-driver storage-opt "
    "!syslog tls-ca tls-cert tls-key tmpdir !transient-store url !version/v volumepath ";

constexpr std::string_view nerdctl_global =
    "address/a bridge-ip cdi-spec-dirs cgroup-manager cni-netconfpath cni-path data-root !debug !debug-full !experimental "
    "host-gateway-ip host/H hosts-dir !insecure-registry !kube-hide-dupe namespace/n !selinux-enabled snapshotter storage-driver "
    "userns-remap ";

constexpr std::string_view podman_build =
    "add-host !all-platforms annotation arch authfile build-arg build-arg-file build-context cache-from cache-to cache-ttl "
    "cap-add cap-drop cert-dir cgroup-parent cgroupns !compat-volumes !compress cpp-flag cpu-period cpu-quota cpu-shares/c "
    "cpuset-cpus cpuset-mems !created-annotation creds cw decryption-key device !disable-compression/D "
    "!disable-content-trust dns dns-option dns-search env file/f !force-rm format from group-add hooks-dir !http-proxy "
    "!identity-label ignorefile iidfile !inherit-annotations !inherit-labels ipc isolation jobs label layer-label !layers "
    "logfile !logsplit manifest memory-swap memory/m network !no-cache !no-hostname !no-hosts !omit-history os os-feature "
    "os-version output/o pid platform ?pull !quiet/q retry retry-delay !rewrite-timestamp !rm runtime-flag sbom "
    "sbom-image-output sbom-image-purl-output sbom-merge-strategy sbom-output sbom-purl-output sbom-scanner-command "
    "sbom-scanner-image secret security-opt shm-size sign-by !skip-unused-stages source-date-epoch !squash !squash-all ssh "
    "!stdin tag/t target timestamp !tls-verify ulimit unsetannotation unsetenv unsetlabel userns userns-gid-map "
    "userns-gid-map-group userns-uid-map userns-uid-map-user uts variant volume/v ";

constexpr std::string_view podman_pod_create =
    "add-host blkio-weight blkio-weight-device cgroup-parent cpu-shares/c cpus cpuset-cpus cpuset-mems device "
    "device-read-bps device-write-bps dns dns-option dns-search exit-policy gidmap gpus hostname/h hosts-file !infra "
    "infra-command infra-conmon-pidfile infra-image infra-name ip ip6 label-file label/l mac-address memory-swap memory/m "
    "name/n network network-alias !no-hostname !no-hosts pid pod-id-file publish/p !replace restart security-opt share "
    "!share-parent shm-size shm-size-systemd subgidname subuidname sysctl uidmap userns uts volume/v volumes-from ";

// docker buildx and the classic builder together.
constexpr std::string_view docker_build =
    "add-host allow annotation attest build-arg build-context builder cache-from cache-to call cgroup-parent !check !compress cpu-period "
    "cpu-quota cpu-shares/c cpuset-cpus cpuset-mems !debug/D !disable-content-trust file/f !force-rm iidfile isolation label !load "
    "memory-swap memory/m metadata-file network !no-cache no-cache-filter output/o platform policy progress provenance !pull !push "
    "!quiet/q !rm sbom secret security-opt shm-size !squash ssh tag/t target ulimit ";
constexpr std::string_view nerdctl_build =
    "add-host allow build-arg build-context buildkit-host cache-from cache-to file/f iidfile label network !no-cache output/o platform "
    "progress provenance pull !quiet/q !rm sbom secret source-policy-file ssh tag/t target ";
constexpr std::string_view docker_bake =
    "allow builder call !check !debug/D file/f list !load metadata-file !no-cache !print progress provenance !pull !push sbom set ";
constexpr std::string_view docker_builder_create =
    "!append !bootstrap buildkitd-config buildkitd-flags builder config !debug/D driver driver-opt flags !leave name node platform timeout "
    "!use ";
constexpr std::string_view buildx_group = "builder !debug/D ";

constexpr std::string_view compose_group =
    "!all-resources ansi !compatibility !dry-run env-file file/f !insecure-registry !no-ansi parallel profile progress project-directory "
    "project-name/p !verbose !version/v workdir ";
constexpr std::string_view compose_run =
    "!build cap-add cap-drop !detach/d entrypoint env/e env-from-file !interactive/i label/l name !no-TTY/T !no-deps publish/p pull "
    "!quiet/q "
    "!quiet-build !quiet-pull !remove-orphans !rm !service-ports/P !tty/t !use-aliases user/u volume/v workdir/w ";
constexpr std::string_view compose_exec =
    "!detach/d env/e index !interactive/i !no-TTY/T !no-tty !privileged !tty/t user/u workdir/w ";

constexpr std::string_view kubectl_global =
    "!add-dir-header !alsologtostderr as as-group as-uid as-user-extra cache-dir certificate-authority client-certificate client-key "
    "cluster "
    "context !disable-compression !insecure-skip-tls-verify kubeconfig kuberc log-backtrace-at log-dir log-file log-file-max-size "
    "log-flush-frequency !logtostderr !match-server-version namespace/n !one-output password profile profile-output request-timeout "
    "server/s !skip-headers !skip-log-headers stderrthreshold tls-server-name token user username v/v vmodule !warnings-as-errors ";
constexpr std::string_view kubectl_run =
    "!allow-missing-template-keys annotations !attach !command ?dry-run env !expose field-manager filename/f !force grace-period image "
    "image-pull-policy kustomize/k labels/l !leave-stdin-open output/o override-type overrides pod-running-timeout port !privileged "
    "!quiet/q !recursive/R restart !rm !save-config !show-managed-fields !stdin/i template timeout !tty/t !wait ";
constexpr std::string_view kubectl_debug =
    "!arguments-only !attach container/c copy-to custom env filename/f image image-pull-policy !keep-annotations !keep-init-containers "
    "!keep-labels !keep-liveness !keep-readiness !keep-startup !quiet/q !replace !same-node set-image !share-processes !stdin/i target "
    "!tty/t ";
constexpr std::string_view help_flag = "!help ";
constexpr std::string_view help_letter = "!help/h ";

/// The word that `begin` is in.
std::string_view word_at(std::string_view group, std::size_t begin) {
    return group.substr(begin, group.find(' ', begin) - begin);
}

FlagSpec spec_of(std::string_view word) {
    FlagSpec spec{.name = word,
                  .letter = '\0',
                  .takes_value = word[0] != '!' && word[0] != '?',
                  .any_value = word[0] == '?'};
    if (!spec.takes_value) spec.name.remove_prefix(1);
    if (spec.name.size() > 2 && spec.name[spec.name.size() - 2] == '/') {
        spec.letter = spec.name.back();
        spec.name.remove_suffix(2);
    }
    return spec;
}

template <class Visit>
void each_flag(const FlagTable& table, Visit visit) {
    for (const std::string_view group : table)
        for (std::size_t at = 0; at < group.size(); at = group.find(' ', at) + 1)
            if (visit(spec_of(word_at(group, at)))) return;
}

FlagTable docker_table(Verb verb) {
    switch (verb) {
    case Verb::global: return {docker_global, help_flag};
    case Verb::run: return {create_everywhere, docker_create, run_everywhere, help_flag};
    case Verb::create: return {create_everywhere, docker_create, help_flag};
    case Verb::exec: return {docker_exec, help_flag};
    case Verb::build: return {docker_build, help_flag};
    case Verb::bake: return {docker_bake, help_flag};
    case Verb::builder_create: return {docker_builder_create, help_flag};
    case Verb::compose_run: return {compose_run, help_flag};
    case Verb::compose_exec: return {compose_exec, help_flag};
    case Verb::service_create: return {service_both, service_create, help_flag};
    case Verb::service_update: return {service_both, service_update, help_flag};
    case Verb::pod_create:
    case Verb::debug: break;
    }
    return {};
}

FlagTable podman_table(Verb verb) {
    switch (verb) {
    case Verb::global: return {podman_global, help_flag};
    case Verb::run: return {create_everywhere, podman_create, run_everywhere, podman_run};
    case Verb::create: return {create_everywhere, podman_create, help_flag};
    case Verb::exec: return {podman_exec, help_flag};
    case Verb::build: return {podman_build, help_flag};
    case Verb::pod_create: return {podman_pod_create, help_flag};
    default: break;
    }
    return {};
}

FlagTable nerdctl_table(Verb verb) {
    switch (verb) {
    case Verb::global: return {nerdctl_global, help_flag};
    case Verb::run: return {create_everywhere, nerdctl_create, run_everywhere, help_flag};
    case Verb::create: return {create_everywhere, nerdctl_create, help_flag};
    case Verb::exec: return {docker_exec, help_flag};
    case Verb::build: return {nerdctl_build, help_flag};
    default: break;
    }
    return {};
}

FlagTable kubectl_table(Verb verb) {
    switch (verb) {
    case Verb::global: return {kubectl_global, help_letter};
    case Verb::run: return {kubectl_run, kubectl_global, help_letter};
    case Verb::debug: return {kubectl_debug, kubectl_global, help_letter};
    default: break;
    }
    return {};
}

} // namespace

std::string_view program_name(Program program) {
    switch (program) {
    case Program::docker: return "docker";
    case Program::podman: return "podman";
    case Program::kubectl: return "kubectl";
    case Program::nerdctl: break;
    }
    return "nerdctl";
}

std::string_view verb_words(Verb verb) {
    switch (verb) {
    case Verb::run: return "run";
    case Verb::create: return "create";
    case Verb::exec: return "exec";
    case Verb::build: return "build";
    case Verb::bake: return "buildx bake";
    case Verb::builder_create: return "buildx create";
    case Verb::compose_run: return "compose run";
    case Verb::compose_exec: return "compose exec";
    case Verb::pod_create: return "pod create";
    case Verb::service_create: return "service create";
    case Verb::service_update: return "service update";
    case Verb::debug: return "debug";
    case Verb::global: break;
    }
    return "";
}

FlagTable flag_table(Program program, Verb verb) {
    switch (program) {
    case Program::docker: return docker_table(verb);
    case Program::podman: return podman_table(verb);
    case Program::kubectl: return kubectl_table(verb);
    case Program::nerdctl: break;
    }
    return nerdctl_table(verb);
}

FlagTable group_table(std::string_view group) {
    if (group == "compose") return {compose_group};
    if (group == "buildx") return {buildx_group};
    return {};
}

std::optional<FlagSpec> find_flag(const FlagTable& table, std::string_view name) {
    std::optional<FlagSpec> found;
    each_flag(table,
              [&](const FlagSpec& spec) { return spec.name == name && (found = spec, true); });
    return found;
}

std::optional<FlagSpec> find_flag(const FlagTable& table, char letter) {
    std::optional<FlagSpec> found;
    each_flag(table,
              [&](const FlagSpec& spec) { return spec.letter == letter && (found = spec, true); });
    return found;
}

std::string_view suggest_flag(const FlagTable& table, std::string_view name) {
    std::vector<std::string_view> names;
    each_flag(table, [&](const FlagSpec& spec) { return names.push_back(spec.name), false; });
    return nearest(name, names);
}

} // namespace dropcap::command
