#pragma once
// What a file says about containers, in one shape for every format. Plain data: parsers write it,
// rules read it.

#include "model/admission.hpp"
#include "model/confinement.hpp"
#include "model/container_kind.hpp"
#include "model/engine.hpp"
#include "model/fact.hpp"
#include "model/format.hpp"
#include "model/rare.hpp"
#include "model/shared_settings.hpp"
#include "model/source.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap {

/// What part the container plays.
enum class Role : std::uint8_t { app, init, sidecar, ephemeral, hook, build };
/// "app", "init", "sidecar", "ephemeral", "hook", "build".
[[nodiscard]] std::string_view role_name(Role role);

/// Where the data of a container is, as far as its mounts say.
enum class DataPlace : std::uint8_t {
    unknown,
    volume, ///< in the image or in volumes of the engine: no directory of the host is mounted
    host,   ///< at least one directory of the host is mounted, not read-only
};

/// What a parser found wrong: a sentence and its place.
struct Problem {
    Place at;
    /// Clauses with ": " or "; " between them. The first says what is wrong; one that begins with a
    /// verb ("write …") says what to do.
    std::string message;
    bool minor = false;        ///< the reader refuses it, but nothing about security hangs on it
    bool misplaced = false;    ///< Document::misplaced reports it too, with what to write instead
    std::vector<Place> also{}; ///< where else in the file the same is written
    std::string_view code = "refused"; ///< the kind of problem, part of a finding's identity: never
                                       ///< shown, never reworded
};

/// A security setting where its format ignores or refuses it.
struct Misplaced {
    Place at;            ///< the key
    std::string setting; ///< e.g. "capabilities"
    std::string where;   ///< where it stands, e.g. "the pod's securityContext"
    std::string effect;  ///< what the reader does with it, e.g. "Kubernetes refuses it, older
                         ///< clients drop it in silence"
    std::string instead; ///< what to write, e.g. "move it to containers[].securityContext"
    std::string subject; ///< who it fails to protect: container or object, e.g. "Pod/web"
};

/// A port that the container says it listens on.
struct Port {
    std::uint16_t first = 0; ///< lowest port of the range, inside the container
    std::uint16_t last = 0;
};

/// A file capability set in an image build (`setcap`).
struct FileCapability {
    Fact<std::string> capability; ///< as written, e.g. "cap_net_bind_service"
    std::string file;
    bool effective =
        true; ///< with the flag `e`: without the capability the program cannot even be started
};

/// What a Dockerfile (its final or chosen stage) says about the image that matters at run time.
struct ImageRecipe {
    MaybeFact<std::string>
        user; ///< last USER of the stage, user part only; absent: what the base image says
    MaybeFact<std::string> becomes; ///< who its ENTRYPOINT or CMD changes to before it runs the
                                    ///< rest (gosu, sudo); user part only
    std::string changed_by;         ///< … and by which program
    std::string base_image;         ///< the external image the stage starts from, e.g.
                                    ///< "gcr.io/distroless/static:nonroot"; empty: not known
    std::vector<Fact<Port>> exposed;
    std::vector<FileCapability> file_capabilities;
    std::vector<Fact<std::string>> insecure_runs; ///< `--security=insecure`
    Place stage;                                  ///< the stage's FROM: the grip for absent things
    std::string name;                             ///< the stage's name or the file's
};

/// Kubernetes only: what the pod says in addition to its containers (Pod Security Standards,
/// inheritance, context).
struct Pod {
    bool windows =
        false; ///< it says that it runs on Windows, where there are no Linux capabilities
    MaybeFact<bool> host_users; ///< spec.hostUsers
    MaybeFact<bool> host_network, host_pid, host_ipc;
    Rare<PodAdmission> admission; ///< where a Pod Security rule runs
    std::string object;           ///< "Deployment/web"
    std::string space;            ///< metadata.namespace; may be empty
    Place at;                     ///< the grip for what the pod as a whole lacks: the object's name
};

/// The mappings that a container's settings are written in, for edits that add a setting. Only
/// those that are the container's own: what comes through an alias belongs to others as well.
struct WrittenAt {
    Place settings;                      ///< where a new setting belongs
    std::optional<Place> context{};      ///< Kubernetes: its securityContext
    std::optional<Place> capabilities{}; ///< Kubernetes: its securityContext.capabilities
    std::optional<Place> options{};     ///< the key of its list of further options: `security_opt`,
                                        ///< `runArgs`; of an `options` text its first byte
    std::optional<Place> last_option{}; ///< the last item of that list
};

/// A container as any format can describe it.
struct Container {
    std::string name;        ///< service, container, label key, `--name` or image
    std::string object_kind; ///< ContainerKind::object: "Deployment"; otherwise empty
    std::string object;      ///< Kubernetes: "Deployment/web"; otherwise empty
    Format format;
    ContainerKind kind = ContainerKind::command;
    Role role = Role::app;
    bool is_builder = false;    ///< Role::build: not one build, but what runs builds
    bool own_container = false; ///< Role::hook: a container of its own, not a process in another
    Engine engine = Engine::docker;
    Place name_at; ///< the grip for absent things
    Place extent;  ///< everything that belongs to it (for suppressions and folding)
    std::optional<WrittenAt> written{}; ///< empty: there is no place for a new setting
    MaybeFact<std::string> image;

    MaybeFact<bool> privileged;
    MaybeFact<bool>
        host_process; ///< Windows: windowsOptions.hostProcess, what privileged is on Linux
    CapabilityList add;
    CapabilityList drop;
    bool add_is_all = false; ///< `add` is the whole set, nothing is given next to it: what a
                             ///< runtime was given, or reports

    MaybeFact<bool> no_new_privileges; ///< no-new-privileges, or the inverse of
                                       ///< allowPrivilegeEscalation (`at` is then that value)
    MaybeFact<std::string> user;       ///< user part only: a name or a number
    MaybeFact<bool> run_as_non_root;   ///< Kubernetes, after inheritance
    MaybeFact<Profile> seccomp;
    MaybeFact<Profile> apparmor;
    MaybeFact<SelinuxLabel> selinux;
    MaybeFact<NamespaceOwner> host_pid, host_ipc, host_network, host_user,
        host_uts; ///< present: not a namespace of its own
    MaybeFact<bool> read_only_root;
    /// Podman only: `io.containers.capabilities`, a list that narrows the set to itself where every
    /// word of it is in the set.
    MaybeFact<std::string> capability_label;
    bool image_is_private =
        false; ///< the image's name came from outside the files: it is not shown
    std::optional<SharedSettings> takes_from;
    bool partial = false; ///< only a part of what starts it is written here: what is absent may be
                          ///< said elsewhere
    std::vector<Fact<Port>> ports; ///< ports inside the container that are declared
    bool has_devices = false;      ///< devices are passed through
    DataPlace data = DataPlace::unknown;
    bool sets_low_port_sysctl = false; ///< net.ipv4.ip_unprivileged_port_start is set
    std::vector<FileCapability>
        file_capabilities; ///< from the image's build file, where it is known
    /// Compose: what the Dockerfile says that the image is built from; usually empty.
    std::shared_ptr<const ImageRecipe> image_recipe;
    std::shared_ptr<const Pod> pod;     ///< Kubernetes only
    Rare<ContainerAdmission> admission; ///< Kubernetes, where a Pod Security rule runs
    std::vector<Problem> problems; ///< what the reader of the format refuses about this container
                                   ///< (engine refusals come from posture)
};

/// The noun before its name: "service", "container"; empty where its format has none.
[[nodiscard]] std::string_view noun_of(const Container& container);

/// How people are shown its name: "service `web`", "container `proxy` of Deployment/web", "`run`".
[[nodiscard]] std::string display_name(const Container& container);

/// A namespace's label `pod-security.kubernetes.io/MODE: LEVEL`.
struct NamespaceLabel {
    Place at;          ///< the level
    std::string space; ///< the namespace
    std::string mode;  ///< "enforce", "audit" or "warn"
    std::string level; ///< "privileged", "baseline" or "restricted"
};

/// What a finding about the namespace's pods says of the label.
[[nodiscard]] std::string label_note(const NamespaceLabel& label);

/// A comment: from its `#` to the end of its line.
struct Comment {
    Place at;
    bool own_line = false; ///< nothing but blanks before it
};

/// Something that was recognised and not checked, and why.
struct Unchecked {
    Place at;
    std::string reason; ///< e.g. "Helm template: render it first, `helm template . | dropcap -`"
    std::string
        detail{}; ///< what differs from place to place: "`web` of Deployment/shop"; may be empty
};

/// What one file (and what it pulls in) says. A parser always returns one.
/// A file that a Compose project has to do with, beside its first one.
struct ProjectFile {
    enum class Role : std::uint8_t {
        merged,   ///< merged over the first one: an override, or a further file
        included, ///< taken in by `include`
        extended, ///< `extends` copies some of its services
        left_out, ///< Compose would merge it over the first one, but other files are chosen
    };

    std::string path; ///< as the project sees it: relative to the working directory or absolute
    Role role = Role::merged;
    std::vector<std::string> services{}; ///< of an extended file: those that are copied
};

struct Document {
    std::optional<Format> format;                       ///< empty: none of the formats
    std::vector<std::shared_ptr<const Source>> sources; ///< [0] is the file itself
    std::vector<Container> containers;
    std::vector<Misplaced> misplaced;
    std::optional<ImageRecipe> recipe; ///< Dockerfile
    std::vector<Problem> problems; ///< what makes the file, or a part of it, unusable to its reader
    std::vector<Unchecked> unchecked;
    std::vector<NamespaceLabel> namespace_labels; ///< Kubernetes
    std::vector<std::shared_ptr<const Pod>>
        bare_pods;                 ///< Kubernetes: pods whose containers stand elsewhere (a patch)
    std::vector<Comment> comments; ///< in order of place; only of parts that hold containers
    bool is_project = false;       ///< its containers may be written in several files (Compose)
    std::vector<ProjectFile> project_files; ///< those beside the first, once for each role
    bool is_part =
        false; ///< other parts of the file are documents of their own (ParseOptions::take_part)

    [[nodiscard]] const Source& source(const Place& place) const { return *sources[place.source]; }
    [[nodiscard]] std::string_view text(const Place& place) const {
        return source(place).slice(place.span);
    }
};

} // namespace dropcap
