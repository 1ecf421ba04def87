// Where each kind of object carries its pods and containers, and what is reported of those that
// cannot be checked.

#include "tests/kubernetes_outline.hpp"

#include "parsers/kubernetes/paths.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace dropcap;
using dropcap::testing::ManifestOutline;
using dropcap::testing::read_manifest;

namespace {

struct Case {
    std::string kind;
    std::string version;
    std::string spec; ///< everything below the metadata, in flow style
    std::string expected;
};

/// A PodSpec with one container.
const std::string one = "{containers: [{name: c, image: i}]}";

std::string manifest(const Case& row) {
    return "apiVersion: " + row.version + "\nkind: " + row.kind + "\nmetadata: {name: x}\n" +
           row.spec + "\n";
}

std::string only(const std::string& kind, const std::string& name = "c",
                 const std::string& role = "app") {
    return kind + "/x / " + name + " " + role + "\n";
}

Case full(const std::string& kind, const std::string& version, const std::string& before,
          const std::string& after) {
    return {kind, version, before + one + after, only(kind)};
}

void check_all(const std::vector<Case>& rows) {
    for (const Case& row : rows) {
        INFO(manifest(row));
        const Document document = read_manifest(manifest(row));
        CHECK(ManifestOutline(document).names() == row.expected);
        CHECK(ManifestOutline(document).problems().empty());
        CHECK(ManifestOutline(document).misplaced().empty());
    }
}

} // namespace

TEST_CASE("the built-in kinds carry pods", "[kubernetes_kinds_test]") {
    const std::string in_template = "spec: {template: {spec: ";
    check_all({
        full("Pod", "v1", "spec: ", ""),
        full("PodTemplate", "v1", "template: {spec: ", "}"),
        full("ReplicationController", "v1", in_template, "}}"),
        full("ReplicaSet", "apps/v1", in_template, "}}"),
        full("Deployment", "apps/v1", in_template, "}}"),
        full("Deployment", "extensions/v1beta1", in_template, "}}"),
        full("DaemonSet", "apps/v1", in_template, "}}"),
        full("StatefulSet", "apps/v1beta2", in_template, "}}"),
        full("Job", "batch/v1", in_template, "}}"),
        full("CronJob", "batch/v1", "spec: {jobTemplate: {spec: {template: {spec: ", "}}}}"),
        full("CronJob", "batch/v1beta1", "spec: {jobTemplate: {spec: {template: {spec: ", "}}}}"),
    });
}

TEST_CASE("CRDs with a whole PodSpec carry pods", "[kubernetes_kinds_test]") {
    const std::string in_template = "spec: {template: {spec: ";
    check_all({
        full("Rollout", "argoproj.io/v1alpha1", in_template, "}}"),
        full("Experiment", "argoproj.io/v1alpha1", "spec: {templates: [{template: {spec: ", "}}]}"),
        full("AnalysisTemplate", "argoproj.io/v1alpha1",
             "spec: {metrics: [{provider: {job: {spec: {template: {spec: ", "}}}}}]}"),
        full("ClusterAnalysisTemplate", "argoproj.io/v1alpha1",
             "spec: {metrics: [{provider: {job: {spec: {template: {spec: ", "}}}}}]}"),
        full("AnalysisRun", "argoproj.io/v1alpha1",
             "spec: {metrics: [{provider: {job: {spec: {template: {spec: ", "}}}}}]}"),
        full("Service", "serving.knative.dev/v1", in_template, "}}"),
        full("Configuration", "serving.knative.dev/v1", in_template, "}}"),
        full("Revision", "serving.knative.dev/v1", "spec: ", ""),
        full("DeploymentConfig", "apps.openshift.io/v1", in_template, "}}"),
        full("CloneSet", "apps.kruise.io/v1alpha1", in_template, "}}"),
        full("StatefulSet", "apps.kruise.io/v1beta1", in_template, "}}"),
        full("DaemonSet", "apps.kruise.io/v1alpha1", in_template, "}}"),
        full("BroadcastJob", "apps.kruise.io/v1alpha1", in_template, "}}"),
        full("AdvancedCronJob", "apps.kruise.io/v1alpha1",
             "spec: {template: {jobTemplate: {spec: {template: {spec: ", "}}}}}"),
        full("AdvancedCronJob", "apps.kruise.io/v1alpha1",
             "spec: {template: {broadcastJobTemplate: {spec: {template: {spec: ", "}}}}}"),
        full("UnitedDeployment", "apps.kruise.io/v1alpha1",
             "spec: {template: {statefulSetTemplate: {spec: {template: {spec: ", "}}}}}"),
        full("UnitedDeployment", "apps.kruise.io/v1alpha1",
             "spec: {template: {cloneSetTemplate: {spec: {template: {spec: ", "}}}}}"),
        full("Job", "batch.volcano.sh/v1alpha1", "spec: {tasks: [{template: {spec: ", "}}]}"),
        full("JobSet", "jobset.x-k8s.io/v1alpha2",
             "spec: {replicatedJobs: [{template: {spec: {template: {spec: ", "}}}}]}"),
        full("TrainingRuntime", "trainer.kubeflow.org/v1alpha1",
             "spec: {template: {spec: {replicatedJobs: [{template: {spec: {template: {spec: ",
             "}}}}]}}}"),
        full("ScaledJob", "keda.sh/v1alpha1", "spec: {jobTargetRef: {template: {spec: ", "}}}"),
        full("RayCluster", "ray.io/v1", "spec: {headGroupSpec: {template: {spec: ", "}}}"),
        full("RayCluster", "ray.io/v1", "spec: {workerGroupSpecs: [{template: {spec: ", "}}]}"),
        full("RayJob", "ray.io/v1", "spec: {submitterPodTemplate: {spec: ", "}}"),
        full("RayJob", "ray.io/v1",
             "spec: {rayClusterSpec: {headGroupSpec: {template: {spec: ", "}}}}"),
        full("RayJob", "ray.io/v1",
             "spec: {rayClusterSpec: {workerGroupSpecs: [{template: {spec: ", "}}]}}"),
        full("RayService", "ray.io/v1",
             "spec: {rayClusterConfig: {headGroupSpec: {template: {spec: ", "}}}}"),
        full("RayService", "ray.io/v1",
             "spec: {rayClusterConfig: {workerGroupSpecs: [{template: {spec: ", "}}]}}"),
        full("UnitedDeployment", "apps.kruise.io/v1alpha1",
             "spec: {template: {advancedStatefulSetTemplate: {spec: {template: {spec: ", "}}}}}"),
        full("UnitedDeployment", "apps.kruise.io/v1alpha1",
             "spec: {template: {deploymentTemplate: {spec: {template: {spec: ", "}}}}}"),
        full("ClusterTrainingRuntime", "trainer.kubeflow.org/v1alpha1",
             "spec: {template: {spec: {replicatedJobs: [{template: {spec: {template: {spec: ",
             "}}}}]}}}"),
        full("GameServer", "agones.dev/v1", in_template, "}}"),
        full("Fleet", "agones.dev/v1", "spec: {template: {spec: {template: {spec: ", "}}}}"),
        full("GameServerSet", "agones.dev/v1",
             "spec: {template: {spec: {template: {spec: ", "}}}}"),
        full("Prometheus", "monitoring.coreos.com/v1", "spec: ", ""),
        full("PrometheusAgent", "monitoring.coreos.com/v1alpha1", "spec: ", ""),
        full("Alertmanager", "monitoring.coreos.com/v1", "spec: ", ""),
        full("ThanosRuler", "monitoring.coreos.com/v1", "spec: ", ""),
        full("Elasticsearch", "elasticsearch.k8s.elastic.co/v1",
             "spec: {nodeSets: [{podTemplate: {spec: ", "}}]}"),
        full("Kibana", "kibana.k8s.elastic.co/v1", "spec: {podTemplate: {spec: ", "}}"),
        full("ApmServer", "apm.k8s.elastic.co/v1", "spec: {podTemplate: {spec: ", "}}"),
        full("Logstash", "logstash.k8s.elastic.co/v1alpha1", "spec: {podTemplate: {spec: ", "}}"),
        full("EnterpriseSearch", "enterprisesearch.k8s.elastic.co/v1",
             "spec: {podTemplate: {spec: ", "}}"),
        full("ElasticMapsServer", "maps.k8s.elastic.co/v1alpha1",
             "spec: {podTemplate: {spec: ", "}}"),
        full("Beat", "beat.k8s.elastic.co/v1beta1",
             "spec: {deployment: {podTemplate: {spec: ", "}}}"),
        full("Agent", "agent.k8s.elastic.co/v1alpha1",
             "spec: {daemonSet: {podTemplate: {spec: ", "}}}"),
        full("Agent", "agent.k8s.elastic.co/v1alpha1",
             "spec: {deployment: {podTemplate: {spec: ", "}}}"),
        full("Beat", "beat.k8s.elastic.co/v1beta1",
             "spec: {daemonSet: {podTemplate: {spec: ", "}}}"),
        full("Agent", "agent.k8s.elastic.co/v1alpha1",
             "spec: {statefulSet: {podTemplate: {spec: ", "}}}"),
    });
}

TEST_CASE("CRDs with containers of their own", "[kubernetes_kinds_test]") {
    const std::string context = "{securityContext: {privileged: true}}";
    check_all({
        {"SidecarSet", "apps.kruise.io/v1alpha1",
         "spec: {containers: [{name: c, image: i}], initContainers: [{name: d, image: i}]}",
         only("SidecarSet", "d", "init") + only("SidecarSet", "c", "sidecar")},
        {"EphemeralJob", "apps.kruise.io/v1alpha1",
         "spec: {template: {ephemeralContainers: [{name: c, image: i}]}}",
         only("EphemeralJob", "c", "ephemeral")},
        {"StepAction", "tekton.dev/v1beta1",
         "spec: {image: i, securityContext: {privileged: true}}", only("StepAction", "x")},
        {"EventSource", "argoproj.io/v1alpha1", "spec: {template: {container: " + context + "}}",
         only("EventSource", "container")},
        {"Sensor", "argoproj.io/v1alpha1", "spec: {template: {container: " + context + "}}",
         only("Sensor", "container")},
        {"Kafka", "kafka.strimzi.io/v1beta2",
         "spec: {kafka: {template: {kafkaContainer: " + context +
             "}}, entityOperator: {template: {topicOperatorContainer: " + context +
             "}}, cruiseControl: {template: {cruiseControlContainer: " + context +
             "}}, kafkaExporter: {template: {container: " + context + "}}}",
         only("Kafka", "cruiseControlContainer") + only("Kafka", "topicOperatorContainer") +
             only("Kafka", "kafkaContainer") + only("Kafka", "container")},
        {"Kafka", "kafka.strimzi.io/v1beta2",
         "spec: {kafka: {template: {initContainer: " + context +
             "}}, entityOperator: {template: {userOperatorContainer: " + context + "}}}",
         only("Kafka", "userOperatorContainer") + only("Kafka", "initContainer", "init")},
        {"KafkaConnect", "kafka.strimzi.io/v1beta2",
         "spec: {template: {connectContainer: " + context + ", buildContainer: " + context +
             ", initContainer: " + context + "}}",
         only("KafkaConnect", "initContainer", "init") + only("KafkaConnect", "connectContainer") +
             only("KafkaConnect", "buildContainer")},
        {"KafkaMirrorMaker2", "kafka.strimzi.io/v1beta2",
         "spec: {template: {connectContainer: " + context + "}}",
         only("KafkaMirrorMaker2", "connectContainer")},
        {"RayJob", "ray.io/v1", "spec: {rayClusterSpec: {autoscalerOptions: " + context + "}}",
         only("RayJob", "autoscalerOptions")},
        {"RayService", "ray.io/v1",
         "spec: {rayClusterConfig: {autoscalerOptions: " + context + "}}",
         only("RayService", "autoscalerOptions")},
        {"KafkaBridge", "kafka.strimzi.io/v1beta2",
         "spec: {template: {bridgeContainer: " + context + "}}",
         only("KafkaBridge", "bridgeContainer")},
        {"KafkaNodePool", "kafka.strimzi.io/v1beta2",
         "spec: {template: {kafkaContainer: " + context + "}}",
         only("KafkaNodePool", "kafkaContainer")},
        {"OpenTelemetryCollector", "opentelemetry.io/v1beta1",
         "spec: {securityContext: {privileged: true}, podSecurityContext: {runAsUser: 1}, initContainers: [{name: a, image: i}], "
         "additionalContainers: [{name: b, image: i}], targetAllocator: {securityContext: {privileged: true}}}",
         only("OpenTelemetryCollector", "a", "init") + only("OpenTelemetryCollector", "b") +
             only("OpenTelemetryCollector", "otc-container") +
             only("OpenTelemetryCollector", "targetAllocator")},
        {"RayCluster", "ray.io/v1", "spec: {autoscalerOptions: " + context + "}",
         only("RayCluster", "autoscalerOptions")},
        {"KafkaBridge", "kafka.strimzi.io/v1beta2",
         "spec: {template: {bridgeContainer: {env: []}}}", ""},
    });
}

TEST_CASE("a workflow's templates become pods", "[kubernetes_kinds_test]") {
    const std::string templates =
        "templates: [{name: build, container: {image: i}, initContainers: [{name: a, image: i}], sidecars: [{name: s, image: i}]}, "
        "{name: run, script: {image: i, source: x}}, {name: both, containerSet: {containers: [{name: b, image: i}]}}]";
    const auto expected = [](const std::string& kind) {
        return kind + "/x, template build / a init\n" + kind + "/x, template build / main app\n" +
               kind + "/x, template build / s sidecar\n" + kind + "/x, template run / main app\n" +
               kind + "/x, template both / b app\n";
    };
    check_all({
        {"Workflow", "argoproj.io/v1alpha1", "spec: {" + templates + "}", expected("Workflow")},
        {"WorkflowTemplate", "argoproj.io/v1alpha1", "spec: {" + templates + "}",
         expected("WorkflowTemplate")},
        {"ClusterWorkflowTemplate", "argoproj.io/v1alpha1", "spec: {" + templates + "}",
         expected("ClusterWorkflowTemplate")},
        {"CronWorkflow", "argoproj.io/v1alpha1", "spec: {workflowSpec: {" + templates + "}}",
         expected("CronWorkflow")},
        {"Workflow", "argoproj.io/v1alpha1",
         "spec: {executorPlugins: [{spec: {sidecar: {container: {name: p, image: i}}}}]}",
         only("Workflow", "p", "sidecar")},
        {"Workflow", "argoproj.io/v1alpha1",
         "spec: {templateDefaults: {sidecars: [{name: s, image: i}], container: {env: []}}}",
         only("Workflow", "s", "sidecar")},
        {"WorkflowTaskSet", "argoproj.io/v1alpha1",
         "spec: {tasks: {one: {name: t, container: {image: i}}}}",
         "WorkflowTaskSet/x, template t / main app\n"},
    });
}

TEST_CASE("a workflow's defaults reach its templates", "[kubernetes_kinds_test]") {
    const Document document = read_manifest(R"(apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {name: x}
spec:
  securityContext: {runAsUser: 5, runAsNonRoot: true}
  templateDefaults:
    container:
      securityContext: {privileged: true, capabilities: {drop: [ALL]}}
  podSpecPatch: 'hostPID: true'
  templates:
  - name: a
    securityContext: {runAsUser: 6}
    podSpecPatch: '{{inputs.parameters.patch}}'
    container:
      image: i
      securityContext: {privileged: false}
  - name: b
    script: {image: i}
)");
    CHECK(ManifestOutline(document).containers() ==
          R"(Workflow/x, template a / main app @14:5 «container»
  privileged=false @16:37 «false»
  drop=ALL @8:65 «ALL» from above via 14:5 «container»
  user=6 @12:34 «6» from above via 14:5 «container»
  non-root=true @5:49 «true» from above via 14:5 «container»
Workflow/x, template b / main app @18:5 «script»
  user=5 @5:32 «5» from above via 18:5 «script»
  non-root=true @5:49 «true» from above via 18:5 «script»
)");
    CHECK(
        ManifestOutline(document).unchecked() ==
        "Workflow/x 9:17 «'hostPID: true'» `podSpecPatch` changes the pod when it runs: what it says is not checked\n"
        "Workflow/x, template a 13:19 «'{{inputs.parameters.patch}}'» `podSpecPatch` changes the pod when it runs: what it says is not "
        "checked\n");
}

TEST_CASE("a task's steps take over what stepTemplate says, its sidecars do not",
          "[kubernetes_kinds_test]") {
    const Document document = read_manifest(R"(apiVersion: tekton.dev/v1
kind: Task
metadata: {name: x}
spec:
  stepTemplate:
    image: i
    securityContext: {runAsUser: 9, capabilities: {drop: [ALL], add: [CHOWN]}}
  steps:
  - name: a
  - name: b
    image: j
    securityContext: {capabilities: {add: [SETUID]}}
  sidecars:
  - {name: s, image: k}
)");
    CHECK(ManifestOutline(document).containers() == R"(Task/x / a app @9:11 «a»
  add=CHOWN @7:71 «CHOWN» from above via 9:11 «a»
  drop=ALL @7:59 «ALL» from above via 9:11 «a»
  user=9 @7:34 «9» from above via 9:11 «a»
Task/x / b app @10:11 «b»
  add=SETUID @12:44 «SETUID»
  drop=ALL @7:59 «ALL» from above via 10:11 «b»
  user=9 @7:34 «9» from above via 10:11 «b»
Task/x / s sidecar @14:12 «s»
)");
    CHECK(ManifestOutline(document).unchecked().empty());
}

TEST_CASE(
    "an operator's own containers have their context and their pod's where its resource says them",
    "[kubernetes_kinds_test]") {
    const auto outline = [](const std::string& head, const std::string& spec) {
        return ManifestOutline(read_manifest(head + "metadata: {name: x}\nspec:\n" + spec))
            .containers();
    };
    CHECK(
        outline(
            "apiVersion: opentelemetry.io/v1beta1\nkind: OpenTelemetryCollector\n",
            "  securityContext: {capabilities: {add: [NET_ADMIN]}}\n  podSecurityContext: {runAsUser: 7}\n") ==
        "OpenTelemetryCollector/x / otc-container app @4:1 «spec»\n  add=NET_ADMIN @5:42 «NET_ADMIN»\n"
        "  user=7 @6:35 «7» from above via 4:1 «spec»\n");
    CHECK(
        outline(
            "apiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\n",
            "  kafka:\n    template:\n      pod: {securityContext: {runAsUser: 0}}\n"
            "      kafkaContainer: {securityContext: {runAsUser: 5}}\n      initContainer: {securityContext: {privileged: true}}\n") ==
        "Kafka/x / kafkaContainer app @8:7 «kafkaContainer»\n  user=5 @8:53 «5»\n"
        "Kafka/x / initContainer init @9:7 «initContainer»\n  privileged=true @9:53 «true»\n"
        "  user=0 @7:42 «0» from above via 9:7 «initContainer»\n");
    CHECK(
        outline(
            "apiVersion: argoproj.io/v1alpha1\nkind: EventSource\n",
            "  template:\n    securityContext: {runAsUser: 3}\n    container: {securityContext: {privileged: true}}\n") ==
        "EventSource/x / container app @7:5 «container»\n  privileged=true @7:47 «true»\n"
        "  user=3 @6:34 «3» from above via 7:5 «container»\n");
}

TEST_CASE("Tekton's other kinds carry tasks", "[kubernetes_kinds_test]") {
    const std::string task = "taskSpec: {steps: [{name: c, image: i}]}";
    check_all({
        {"ClusterTask", "tekton.dev/v1beta1", "spec: {steps: [{name: c, image: i}]}",
         only("ClusterTask")},
        {"TaskRun", "tekton.dev/v1", "spec: {" + task + "}", only("TaskRun")},
        {"Pipeline", "tekton.dev/v1",
         "spec: {tasks: [{name: build, " + task + "}], finally: [{name: end, " + task + "}]}",
         "Pipeline/x, task end / c app\nPipeline/x, task build / c app\n"},
        {"PipelineRun", "tekton.dev/v1",
         "spec: {pipelineSpec: {tasks: [{name: build, " + task + "}]}}",
         "PipelineRun/x, task build / c app\n"},
        {"PipelineRun", "tekton.dev/v1",
         "spec: {pipelineSpec: {finally: [{name: end, " + task + "}]}}",
         "PipelineRun/x, task end / c app\n"},
    });
    const Document run = read_manifest(
        "apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {name: x}\nspec:\n  podTemplate: {securityContext: {runAsUser: 3}}\n  " +
        task + "\n");
    CHECK(ManifestOutline(run).containers() ==
          "TaskRun/x / c app @6:29 «c»\n  user=3 @5:46 «3» from above via 6:29 «c»\n");
}

TEST_CASE("an OpenShift template's parameters are open", "[kubernetes_kinds_test]") {
    const Document document = read_manifest(R"(apiVersion: template.openshift.io/v1
kind: Template
metadata: {name: x}
objects:
- kind: Deployment
  metadata: {name: "${NAME}"}
  spec:
    template:
      spec: {containers: [{name: "${NAME}", image: i, securityContext: {privileged: "${{PRIVILEGED}}"}}]}
)");
    CHECK(
        ManifestOutline(document).containers() ==
        "Deployment/${NAME} / ${NAME} app @9:34 «\"${NAME}\"»\n  privileged=?${{PRIVILEGED}} @9:85 «\"${{PRIVILEGED}}\"»\n");
}

TEST_CASE("an object within a custom resource is an object of its own, whatever holds it",
          "[kubernetes_kinds_test]") {
    const std::string job =
        "{apiVersion: batch/v1, kind: Job, metadata: {name: inner}, spec: {template: {spec: " +
        one + "}}}";
    check_all({
        {"Sensor", "argoproj.io/v1alpha1",
         "spec: {triggers: [{template: {k8s: {source: {resource: " + job + "}}}}]}",
         "Job/inner / c app\n"},
        {"Rollout", "argoproj.io/v1alpha1",
         "spec: {workloadRef: {apiVersion: apps/v1, kind: Deployment, name: web-containers}}", ""},
        {"VirtualMachine", "kubevirt.io/v1",
         "spec: {template: {spec: {domain: {}, volumes: [{containerDisk: {image: i}}]}}}", ""},
        {"Deployment", "apps/v1",
         "spec: {template: {metadata: {annotations: {x: " + job + "}}, spec: " + one + "}}",
         only("Deployment")},
    });
}

TEST_CASE("of kinds that no table knows, what looks like a pod is checked",
          "[kubernetes_kinds_test]") {
    check_all({
        {"Widget", "example.com/v1",
         "spec: {deep: [{er: {securityContext: {runAsUser: 1}, initContainers: [{name: a, image: i}], containers: [{name: c, image: "
         "i}]}}]}",
         only("Widget", "a", "init") + only("Widget")},
        {"Composition", "apiextensions.crossplane.io/v1",
         "spec: {resources: [{base: {apiVersion: apps/v1, kind: Deployment, metadata: {name: inner}, spec: {template: {spec: " +
             one + "}}}}]}",
         "Deployment/inner / c app\n"},
        {"Widget", "example.com/v1", "spec: {containers: [{name: c}]}", ""},
        {"Widget", "example.com/v1", "spec: {containers: {c: {image: i}}}", ""},
        {"Widget", "example.com/v1", "spec: {containers: [web, log]}", ""},
        {"ClusterPolicy", "kyverno.io/v1",
         "spec: {rules: [{validate: {pattern: {spec: {containers: [{name: '*', image: '*:*'}]}}}}]}",
         ""},
        {"K8sImages", "constraints.gatekeeper.sh/v1beta1",
         "spec: {parameters: {containers: [{name: c, image: i}]}}", ""},
        {"Service", "v1", "spec: {selector: {app: containers}}", ""},
    });
}

TEST_CASE("a container without an image in half an object is a patch", "[kubernetes_kinds_test]") {
    const std::string said =
        "a container without an image is a patch: check what it is merged into, `kubectl kustomize . | dropcap -`, or "
        "let dropcap do it with "
        "`--kustomize`\n";
    const std::string image_less = "{containers: [{name: c, securityContext: {privileged: true}}]}";
    struct Row {
        const char* name;
        std::string text;
        std::string names;
        std::string unchecked;
    };
    const std::vector<Row> rows{
        {"patch",
         "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\nspec: {template: {spec: " +
             image_less + "}}\n",
         "", "`c` of Deployment/x 4:46 «c» " + said},
        {"a patch that brings a container along",
         "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\nspec: {template: {spec: {containers: [{name: c}, {name: d, image: "
         "i}]}}}\n",
         "Deployment/x / d app\n", "`c` of Deployment/x 4:46 «c» " + said},
        {"a whole Deployment has a selector",
         "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\nspec: {selector: {}, template: {spec: " +
             image_less + "}}\n",
         "Deployment/x / c app\n", ""},
        {"a patch finds its object by name", "kind: Pod\nspec: " + image_less + "\n",
         "Pod / c app\n", ""},
        {"and its container by name",
         "kind: Pod\nmetadata: {name: x}\nspec: {containers: [{securityContext: {privileged: true}}]}\n",
         "Pod/x / containers[0] app\n", ""},
    };
    for (const Row& row : rows) {
        INFO(row.name);
        const Document document = read_manifest(row.text);
        CHECK(ManifestOutline(document).names() == row.names);
        CHECK(ManifestOutline(document).unchecked() == row.unchecked);
    }
}

TEST_CASE("a chart's templates are reported, not checked", "[kubernetes_kinds_test]") {
    const std::string text =
        "kind: Pod\nmetadata:\n  name: {{ .Release.Name }}\nspec: {containers: [{name: c, image: i}]}\n";
    const Document chart = read_manifest(text, "charts/web/templates/pod.yaml");
    CHECK(chart.containers.empty());
    REQUIRE(chart.unchecked.size() == 1);
    CHECK(chart.unchecked[0].reason.find("helm template") != std::string::npos);
    CHECK(read_manifest(text, "manifests/pod.yaml").containers.size() == 1);
    const std::string argo =
        "kind: Pod\nmetadata:\n  name: {{workflow.name}}\nspec: {containers: [{name: c, image: i}]}\n";
    CHECK(read_manifest(argo, "templates/pod.yaml").containers.size() == 1);
}

TEST_CASE("an unrendered line that is no YAML makes its document a template",
          "[kubernetes_kinds_test]") {
    const Document document = read_manifest(
        "kind: Pod\nspec:\n  containers:\n  {{- range .Values.all }}\n  - name: {{ .name }}\n  {{- end }}\n---\nkind: Pod\n"
        "spec: {containers: [{name: b, image: i}]}\n");
    CHECK(ManifestOutline(document).names() == "Pod / b app\n");
    CHECK(document.unchecked.size() == 1);
    CHECK(document.problems.empty());
}

TEST_CASE("API groups tell kinds of one name apart", "[kubernetes_kinds_test]") {
    CHECK(kubernetes::is_about(kubernetes::carriers("Pod").front(), ""));
    CHECK_FALSE(kubernetes::is_about(kubernetes::carriers("Pod").front(), "example.com"));
    CHECK(kubernetes::carriers("Nothing").empty());
    CHECK(kubernetes::carriers("Kafka").size() == 5);
}
