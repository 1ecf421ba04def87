#include "parsers/kubernetes/paths.hpp"

#include <algorithm>
#include <array>

namespace dropcap::kubernetes {
namespace {

// k8s.io/api core/v1 PodSpec. initContainers with restartPolicy Always become sidecars where they
// are read.
constexpr std::array pod_slots = {
    ContainerSlot{"initContainers[]", Role::init},
    ContainerSlot{"containers[]", Role::app},
    ContainerSlot{"ephemeralContainers[]", Role::ephemeral},
};
constexpr PodShape pod_shape{.slots = pod_slots};

// argoproj/argo-workflows pkg/apis/workflow/v1alpha1: a template of a workflow becomes one pod.
constexpr std::array workflow_slots = {
    ContainerSlot{"initContainers[]", Role::init},
    ContainerSlot{"container", Role::app, "", false, "main"},
    ContainerSlot{"script", Role::app, "", false, "main"},
    ContainerSlot{"containerSet.containers[]", Role::app},
    ContainerSlot{"sidecars[]", Role::sidecar},
};
constexpr PodShape workflow_shape{.slots = workflow_slots,
                                  .is_pod_spec = false,
                                  .part = "template",
                                  .open_patch = "podSpecPatch"};
// What templateDefaults adds to every template; its `container` and `script` are defaults, no
// containers.
constexpr std::array default_slots = {ContainerSlot{"initContainers[]", Role::init},
                                      ContainerSlot{"sidecars[]", Role::sidecar}};
constexpr PodShape default_shape{
    .slots = default_slots, .is_pod_spec = false, .open_patch = "podSpecPatch"};
constexpr std::array plugin_slots = {ContainerSlot{"container", Role::sidecar}};
constexpr PodShape plugin_shape{
    .slots = plugin_slots, .security_context = "", .is_pod_spec = false};

// tektoncd/pipeline pkg/apis/pipeline/v1: steps take over stepTemplate (merge.go), sidecars do not.
constexpr std::array task_slots = {ContainerSlot{"steps[]", Role::app, "stepTemplate"},
                                   ContainerSlot{"sidecars[]", Role::sidecar}};
constexpr PodShape task_shape{.slots = task_slots,
                              .security_context = "securityContext",
                              .is_pod_spec = false,
                              .part = "task"};
constexpr std::array step_action_slots = {ContainerSlot{""}};
constexpr PodShape step_action_shape{
    .slots = step_action_slots, .security_context = "", .is_pod_spec = false};

// openkruise/kruise apis/apps/v1alpha1 SidecarSet: containers that are put into other pods.
constexpr std::array sidecar_set_slots = {ContainerSlot{"initContainers[]", Role::init},
                                          ContainerSlot{"containers[]", Role::sidecar}};
constexpr PodShape sidecar_set_shape{
    .slots = sidecar_set_slots, .security_context = "", .is_pod_spec = false};

// argoproj/argo-events pkg/apis/events/v1alpha1 Template: the container's name and image are the
// controller's.
constexpr std::array events_slots = {ContainerSlot{"container", Role::app, "", true}};
constexpr PodShape events_shape{.slots = events_slots, .is_pod_spec = false};

// Operators that take a securityContext for a container of their own: the path's last word is its
// name.
constexpr std::array own_container_slots = {ContainerSlot{"", Role::app, "", true}};
constexpr PodShape own_container_shape{
    .slots = own_container_slots, .security_context = "", .is_pod_spec = false};

// strimzi api: the operator makes the containers of each part's pod.
constexpr std::array strimzi_slots = {
    ContainerSlot{"kafkaContainer", Role::app, "", true},
    ContainerSlot{"initContainer", Role::init, "", true},
    ContainerSlot{"topicOperatorContainer", Role::app, "", true},
    ContainerSlot{"userOperatorContainer", Role::app, "", true},
    ContainerSlot{"tlsSidecarContainer", Role::app, "", true},
    ContainerSlot{"cruiseControlContainer", Role::app, "", true},
    ContainerSlot{"container", Role::app, "", true},
    ContainerSlot{"connectContainer", Role::app, "", true},
    ContainerSlot{"buildContainer", Role::app, "", true},
    ContainerSlot{"bridgeContainer", Role::app, "", true},
    ContainerSlot{"mirrorMakerContainer", Role::app, "", true},
    ContainerSlot{"zookeeperContainer", Role::app, "", true},
};
constexpr PodShape strimzi_shape{
    .slots = strimzi_slots, .security_context = "pod.securityContext", .is_pod_spec = false};

// open-telemetry/opentelemetry-operator apis/v1beta1: spec.securityContext is the collector
// container's.
constexpr std::array collector_slots = {
    ContainerSlot{"initContainers[]", Role::init},
    ContainerSlot{"additionalContainers[]", Role::app},
    ContainerSlot{"", Role::app, "", true, "otc-container"},
};
constexpr PodShape collector_shape{
    .slots = collector_slots, .security_context = "podSecurityContext", .is_pod_spec = false};

constexpr std::string_view any = "*";
constexpr std::string_view argo = "argoproj.io";
constexpr std::string_view tekton = "tekton.dev";
constexpr std::string_view kruise = "apps.kruise.io";
constexpr std::string_view strimzi = "kafka.strimzi.io";
constexpr std::string_view ray = "ray.io";
constexpr std::string_view monitoring = "monitoring.coreos.com";
constexpr std::string_view template_spec = "spec.template.spec";

// Sorted by kind (a test holds it to that): the rows of a kind stand together.
constexpr std::array table = {
    Carrier{"AdvancedCronJob", kruise, "spec.template.broadcastJobTemplate.spec.template.spec",
            &pod_shape},
    Carrier{"AdvancedCronJob", kruise, "spec.template.jobTemplate.spec.template.spec", &pod_shape},
    Carrier{"Agent", any, "spec.daemonSet.podTemplate.spec", &pod_shape},
    Carrier{"Agent", any, "spec.deployment.podTemplate.spec", &pod_shape},
    Carrier{"Agent", any, "spec.statefulSet.podTemplate.spec", &pod_shape},
    Carrier{"Alertmanager", monitoring, "spec", &pod_shape},
    Carrier{"AnalysisRun", argo, "spec.metrics[].provider.job.spec.template.spec", &pod_shape},
    Carrier{"AnalysisTemplate", argo, "spec.metrics[].provider.job.spec.template.spec", &pod_shape},
    Carrier{"ApmServer", any, "spec.podTemplate.spec", &pod_shape},
    Carrier{"Beat", any, "spec.daemonSet.podTemplate.spec", &pod_shape},
    Carrier{"Beat", any, "spec.deployment.podTemplate.spec", &pod_shape},
    Carrier{"BroadcastJob", kruise, template_spec, &pod_shape},
    Carrier{"CloneSet", kruise, template_spec, &pod_shape},
    Carrier{"ClusterAnalysisTemplate", argo, "spec.metrics[].provider.job.spec.template.spec",
            &pod_shape},
    Carrier{"ClusterTask", tekton, "spec", &task_shape},
    Carrier{"ClusterTrainingRuntime", any,
            "spec.template.spec.replicatedJobs[].template.spec.template.spec", &pod_shape},
    Carrier{"ClusterWorkflowTemplate", argo, "spec.executorPlugins[].spec.sidecar", &plugin_shape},
    Carrier{"ClusterWorkflowTemplate", argo, "spec.templateDefaults", &default_shape, "spec"},
    Carrier{"ClusterWorkflowTemplate", argo, "spec.templates[]", &workflow_shape,
            "spec.templateDefaults spec"},
    Carrier{"Configuration", "serving.knative.dev", template_spec, &pod_shape},
    Carrier{"CronJob", any, "spec.jobTemplate.spec.template.spec", &pod_shape},
    Carrier{"CronWorkflow", argo, "spec.workflowSpec.executorPlugins[].spec.sidecar",
            &plugin_shape},
    Carrier{"CronWorkflow", argo, "spec.workflowSpec.templateDefaults", &default_shape,
            "spec.workflowSpec"},
    Carrier{"CronWorkflow", argo, "spec.workflowSpec.templates[]", &workflow_shape,
            "spec.workflowSpec.templateDefaults spec.workflowSpec"},
    Carrier{"DaemonSet", any, template_spec, &pod_shape},
    Carrier{"Deployment", any, template_spec, &pod_shape},
    Carrier{"DeploymentConfig", any, template_spec, &pod_shape},
    Carrier{"ElasticMapsServer", any, "spec.podTemplate.spec", &pod_shape},
    Carrier{"Elasticsearch", any, "spec.nodeSets[].podTemplate.spec", &pod_shape},
    Carrier{"EnterpriseSearch", any, "spec.podTemplate.spec", &pod_shape},
    Carrier{"EphemeralJob", kruise, "spec.template", &pod_shape},
    Carrier{"EventSource", argo, "spec.template", &events_shape},
    Carrier{"Experiment", argo, "spec.templates[].template.spec", &pod_shape},
    Carrier{"Fleet", "agones.dev", "spec.template.spec.template.spec", &pod_shape},
    Carrier{"GameServer", "agones.dev", template_spec, &pod_shape},
    Carrier{"GameServerSet", "agones.dev", "spec.template.spec.template.spec", &pod_shape},
    Carrier{"Job", "batch", template_spec, &pod_shape},
    Carrier{"Job", "batch.volcano.sh", "spec.tasks[].template.spec", &pod_shape},
    Carrier{"JobSet", any, "spec.replicatedJobs[].template.spec.template.spec", &pod_shape},
    Carrier{"Kafka", strimzi, "spec.cruiseControl.template", &strimzi_shape},
    Carrier{"Kafka", strimzi, "spec.entityOperator.template", &strimzi_shape},
    Carrier{"Kafka", strimzi, "spec.kafka.template", &strimzi_shape},
    Carrier{"Kafka", strimzi, "spec.kafkaExporter.template", &strimzi_shape},
    Carrier{"Kafka", strimzi, "spec.zookeeper.template", &strimzi_shape},
    Carrier{"KafkaBridge", strimzi, "spec.template", &strimzi_shape},
    Carrier{"KafkaConnect", strimzi, "spec.template", &strimzi_shape},
    Carrier{"KafkaMirrorMaker", strimzi, "spec.template", &strimzi_shape},
    Carrier{"KafkaMirrorMaker2", strimzi, "spec.template", &strimzi_shape},
    Carrier{"KafkaNodePool", strimzi, "spec.template", &strimzi_shape},
    Carrier{"Kibana", any, "spec.podTemplate.spec", &pod_shape},
    Carrier{"Logstash", any, "spec.podTemplate.spec", &pod_shape},
    Carrier{"OpenTelemetryCollector", any, "spec", &collector_shape},
    Carrier{"OpenTelemetryCollector", any, "spec.targetAllocator", &own_container_shape},
    Carrier{"Pipeline", tekton, "spec.finally[].taskSpec", &task_shape},
    Carrier{"Pipeline", tekton, "spec.tasks[].taskSpec", &task_shape},
    Carrier{"PipelineRun", tekton, "spec.pipelineSpec.finally[].taskSpec", &task_shape,
            "spec.podTemplate"},
    Carrier{"PipelineRun", tekton, "spec.pipelineSpec.tasks[].taskSpec", &task_shape,
            "spec.podTemplate"},
    Carrier{"Pod", "", "spec", &pod_shape},
    Carrier{"PodTemplate", "", "template.spec", &pod_shape},
    Carrier{"Prometheus", monitoring, "spec", &pod_shape},
    Carrier{"PrometheusAgent", monitoring, "spec", &pod_shape},
    Carrier{"RayCluster", ray, "spec.autoscalerOptions", &own_container_shape},
    Carrier{"RayCluster", ray, "spec.headGroupSpec.template.spec", &pod_shape},
    Carrier{"RayCluster", ray, "spec.workerGroupSpecs[].template.spec", &pod_shape},
    Carrier{"RayJob", ray, "spec.rayClusterSpec.autoscalerOptions", &own_container_shape},
    Carrier{"RayJob", ray, "spec.rayClusterSpec.headGroupSpec.template.spec", &pod_shape},
    Carrier{"RayJob", ray, "spec.rayClusterSpec.workerGroupSpecs[].template.spec", &pod_shape},
    Carrier{"RayJob", ray, "spec.submitterPodTemplate.spec", &pod_shape},
    Carrier{"RayService", ray, "spec.rayClusterConfig.autoscalerOptions", &own_container_shape},
    Carrier{"RayService", ray, "spec.rayClusterConfig.headGroupSpec.template.spec", &pod_shape},
    Carrier{"RayService", ray, "spec.rayClusterConfig.workerGroupSpecs[].template.spec",
            &pod_shape},
    Carrier{"ReplicaSet", any, template_spec, &pod_shape},
    Carrier{"ReplicationController", "", template_spec, &pod_shape},
    Carrier{"Revision", "serving.knative.dev", "spec", &pod_shape},
    Carrier{"Rollout", argo, template_spec, &pod_shape},
    Carrier{"ScaledJob", "keda.sh", "spec.jobTargetRef.template.spec", &pod_shape},
    Carrier{"Sensor", argo, "spec.template", &events_shape},
    Carrier{"Service", "serving.knative.dev", template_spec, &pod_shape},
    Carrier{"SidecarSet", kruise, "spec", &sidecar_set_shape},
    Carrier{"StatefulSet", any, template_spec, &pod_shape},
    Carrier{"StepAction", tekton, "spec", &step_action_shape},
    Carrier{"Task", tekton, "spec", &task_shape},
    Carrier{"TaskRun", tekton, "spec.taskSpec", &task_shape, "spec.podTemplate"},
    Carrier{"ThanosRuler", monitoring, "spec", &pod_shape},
    Carrier{"TrainingRuntime", any,
            "spec.template.spec.replicatedJobs[].template.spec.template.spec", &pod_shape},
    Carrier{"UnitedDeployment", kruise,
            "spec.template.advancedStatefulSetTemplate.spec.template.spec", &pod_shape},
    Carrier{"UnitedDeployment", kruise, "spec.template.cloneSetTemplate.spec.template.spec",
            &pod_shape},
    Carrier{"UnitedDeployment", kruise, "spec.template.deploymentTemplate.spec.template.spec",
            &pod_shape},
    Carrier{"UnitedDeployment", kruise, "spec.template.statefulSetTemplate.spec.template.spec",
            &pod_shape},
    Carrier{"Workflow", argo, "spec.executorPlugins[].spec.sidecar", &plugin_shape},
    Carrier{"Workflow", argo, "spec.templateDefaults", &default_shape, "spec"},
    Carrier{"Workflow", argo, "spec.templates[]", &workflow_shape, "spec.templateDefaults spec"},
    Carrier{"WorkflowTaskSet", argo, "spec.tasks.*", &workflow_shape},
    Carrier{"WorkflowTemplate", argo, "spec.executorPlugins[].spec.sidecar", &plugin_shape},
    Carrier{"WorkflowTemplate", argo, "spec.templateDefaults", &default_shape, "spec"},
    Carrier{"WorkflowTemplate", argo, "spec.templates[]", &workflow_shape,
            "spec.templateDefaults spec"},
};
static_assert(std::ranges::is_sorted(table, {}, &Carrier::kind));

constexpr std::array pattern_groups = {
    std::string_view{"apiextensions.k8s.io"},         std::string_view{"kyverno.io"},
    std::string_view{"policies.kyverno.io"},          std::string_view{"cli.kyverno.io"},
    std::string_view{"chainsaw.kyverno.io"},          std::string_view{"templates.gatekeeper.sh"},
    std::string_view{"constraints.gatekeeper.sh"},    std::string_view{"mutations.gatekeeper.sh"},
    std::string_view{"admissionregistration.k8s.io"}, std::string_view{"kustomize.config.k8s.io"},
};

// k8s.io/api core/v1 SecurityContext and PodSecurityContext.
constexpr std::array fields = {
    SecurityField{"allowPrivilegeEscalation", Level::container},
    SecurityField{"appArmorProfile", Level::both},
    SecurityField{"capabilities", Level::container},
    SecurityField{"fsGroup", Level::pod},
    SecurityField{"fsGroupChangePolicy", Level::pod},
    SecurityField{"privileged", Level::container},
    SecurityField{"procMount", Level::container},
    SecurityField{"readOnlyRootFilesystem", Level::container},
    SecurityField{"runAsGroup", Level::both},
    SecurityField{"runAsNonRoot", Level::both},
    SecurityField{"runAsUser", Level::both},
    SecurityField{"seLinuxChangePolicy", Level::pod},
    SecurityField{"seLinuxOptions", Level::both},
    SecurityField{"seccompProfile", Level::both},
    SecurityField{"supplementalGroups", Level::pod},
    SecurityField{"supplementalGroupsPolicy", Level::pod},
    SecurityField{"sysctls", Level::pod},
    SecurityField{"windowsOptions", Level::both},
};

} // namespace

std::span<const Carrier> carriers(std::string_view kind) {
    const auto [begin, end] = std::ranges::equal_range(table, kind, {}, &Carrier::kind);
    return {begin, end};
}

bool is_about(const Carrier& carrier, std::string_view group) {
    return carrier.group == any || carrier.group == group;
}

const PodShape& pod_spec() { return pod_shape; }

bool is_built_in(std::string_view group) {
    static constexpr std::array<std::string_view, 4> groups = {"", "apps", "batch", "extensions"};
    return std::ranges::find(groups, group) != groups.end();
}

bool holds_only_patterns(std::string_view group) {
    return std::ranges::find(pattern_groups, group) != pattern_groups.end();
}

std::span<const SecurityField> security_fields() { return fields; }

} // namespace dropcap::kubernetes
