// The schema of Compose files as a table. Where versions of Compose differ, what any of them
// accepts is here.

#include "parsers/compose/shape_table.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace dropcap::compose {

namespace {

using Kind = ValueKind;

/// The fields of several tables, one table behind the other.
template <std::size_t... sizes>
constexpr auto joined(const std::array<Field, sizes>&... tables) {
    std::array<Field, (sizes + ...)> all{};
    auto to = all.begin();
    ((to = std::ranges::copy(tables, to).out), ...);
    return all;
}

constexpr Shape anything{};
constexpr Shape string{.kinds = {Kind::string}};
constexpr Shape string_or_null{.kinds = {Kind::string, Kind::null}};
constexpr Shape boolean{.kinds = {Kind::boolean}};
constexpr Shape boolean_word{.kinds = {Kind::truth}};
constexpr Shape boolean_or_string{.kinds = {Kind::boolean, Kind::string}};
constexpr Shape number_or_string{.kinds = {Kind::number, Kind::string}};
constexpr Shape integer_or_string{.kinds = {Kind::integer, Kind::string}};
constexpr Shape integer_or_null{.kinds = {Kind::integer, Kind::string, Kind::null}};
constexpr Shape number{.kinds = {Kind::number}};
constexpr Shape scalar_or_null{.kinds = {Kind::string, Kind::number, Kind::boolean, Kind::null}};
constexpr Shape scalar{.kinds = {Kind::string, Kind::number, Kind::boolean}};
constexpr Shape scalar_or_list{.kinds = {Kind::string, Kind::number, Kind::boolean, Kind::list},
                               .item = &scalar};
constexpr Shape strings{.kinds = {Kind::list}, .item = &string};
constexpr Shape unique_strings{.kinds = {Kind::list}, .item = &string, .unique = true};
constexpr Shape unique_strings_or_numbers{
    .kinds = {Kind::list}, .item = &number_or_string, .unique = true};
constexpr Shape string_or_strings{.kinds = {Kind::string, Kind::list}, .item = &string};
constexpr Shape string_or_unique_strings{
    .kinds = {Kind::string, Kind::list}, .item = &string, .unique = true};
constexpr Shape list_or_map{
    .kinds = {Kind::list, Kind::mapping}, .item = &string, .value = &scalar_or_null};
constexpr Shape unique_list_or_map{.kinds = {Kind::list, Kind::mapping},
                                   .item = &string,
                                   .value = &scalar_or_null,
                                   .unique = true};
constexpr Shape map_of_scalars{.kinds = {Kind::mapping}, .value = &scalar_or_null};
constexpr Shape command{.kinds = {Kind::string, Kind::list, Kind::null}, .item = &string};
constexpr Shape any_mapping{.kinds = {Kind::mapping}, .value = &anything};
constexpr Shape mapping_or_null{.kinds = {Kind::mapping, Kind::null}, .value = &anything};

constexpr std::array<std::string_view, 2> cgroup_words{"host", "private"};
constexpr Shape cgroup{.kinds = {Kind::string}, .words = cgroup_words};

constexpr std::array<std::string_view, 1> gpu_words{"all"};

constexpr std::array<std::string_view, 5> watch_action_words{"rebuild", "sync", "restart",
                                                             "sync+restart", "sync+exec"};
constexpr Shape watch_action{.kinds = {Kind::string}, .words = watch_action_words};

constexpr std::array<std::string_view, 6> volume_type_words{"bind",    "volume", "tmpfs",
                                                            "cluster", "npipe",  "image"};
constexpr Shape volume_type{.kinds = {Kind::string}, .words = volume_type_words};

constexpr std::array<std::string_view, 3> condition_words{"service_started", "service_healthy",
                                                          "service_completed_successfully"};
constexpr Shape condition{.kinds = {Kind::string}, .words = condition_words};

constexpr std::array blkio_limit_fields{
    Field{"path", &string},
    Field{"rate", &integer_or_string},
};
constexpr Shape blkio_limit{.kinds = {Kind::mapping}, .fields = blkio_limit_fields};

constexpr Shape blkio_limits{.kinds = {Kind::list}, .item = &blkio_limit};

constexpr std::array blkio_weight_fields{
    Field{"path", &string},
    Field{"weight", &integer_or_string},
};
constexpr Shape blkio_weight{.kinds = {Kind::mapping}, .fields = blkio_weight_fields};

constexpr Shape blkio_weights{.kinds = {Kind::list}, .item = &blkio_weight};

constexpr std::array blkio_config_fields{
    Field{"device_read_bps", &blkio_limits},  Field{"device_read_iops", &blkio_limits},
    Field{"device_write_bps", &blkio_limits}, Field{"device_write_iops", &blkio_limits},
    Field{"weight", &integer_or_string},      Field{"weight_device", &blkio_weights},
};
constexpr Shape blkio_config{.kinds = {Kind::mapping}, .fields = blkio_config_fields};

constexpr std::array file_mount_fields{
    Field{"source", &string}, Field{"target", &string},         Field{"uid", &string},
    Field{"gid", &string},    Field{"mode", &number_or_string},
};
constexpr Shape file_mount{.kinds = {Kind::string, Kind::mapping}, .fields = file_mount_fields};

constexpr Shape file_mounts{.kinds = {Kind::list}, .item = &file_mount};

constexpr std::array credential_spec_fields{
    Field{"config", &string},
    Field{"file", &string},
    Field{"registry", &string},
};
constexpr Shape credential_spec{.kinds = {Kind::mapping}, .fields = credential_spec_fields};

constexpr std::array device_fields{
    Field{"source", &string},
    Field{"target", &string},
    Field{"permissions", &string},
};
constexpr Shape device{
    .kinds = {Kind::string, Kind::mapping}, .fields = device_fields, .required = "source"};

constexpr Shape devices{.kinds = {Kind::list}, .item = &device};

constexpr std::array env_file_item_fields{
    Field{"path", &string},
    Field{"format", &string},
    Field{"required", &boolean_word},
};
constexpr Shape env_file_item{
    .kinds = {Kind::string, Kind::mapping}, .fields = env_file_item_fields, .required = "path"};

constexpr Shape env_file{.kinds = {Kind::string, Kind::list}, .item = &env_file_item};

constexpr Shape extra_hosts{.kinds = {Kind::list, Kind::mapping},
                            .item = &string,
                            .value = &string_or_strings,
                            .unique = true};

constexpr std::array device_request_fields{
    Field{"capabilities", &unique_strings}, Field{"count", &integer_or_string},
    Field{"device_ids", &unique_strings},   Field{"driver", &string},
    Field{"options", &unique_list_or_map},
};
constexpr Shape device_request{
    .kinds = {Kind::mapping}, .fields = device_request_fields, .required = "capabilities"};

constexpr Shape device_requests{.kinds = {Kind::list}, .item = &device_request};

/// `gpus` takes the same as a device reservation, and any other key in addition.
constexpr std::array gpu_request_fields{
    Field{"capabilities", &unique_strings}, Field{"count", &integer_or_string},
    Field{"device_ids", &unique_strings},   Field{"driver", &string},
    Field{"options", &unique_list_or_map},
};
constexpr Shape gpu_request{
    .kinds = {Kind::mapping}, .value = &anything, .fields = gpu_request_fields};
constexpr Shape gpus{.kinds = {Kind::string, Kind::list}, .item = &gpu_request, .words = gpu_words};

constexpr Shape log_option{.kinds = {Kind::string, Kind::number, Kind::null}};
constexpr Shape log_options{.kinds = {Kind::mapping}, .value = &log_option};
constexpr std::array logging_fields{
    Field{"driver", &string},
    Field{"options", &log_options},
};
constexpr Shape logging{.kinds = {Kind::mapping}, .fields = logging_fields};

constexpr std::array model_binding_fields{
    Field{"endpoint_var", &string},
    Field{"model_var", &string},
};
constexpr Shape model_binding{.kinds = {Kind::mapping, Kind::null}, .fields = model_binding_fields};

constexpr Shape model_bindings{
    .kinds = {Kind::list, Kind::mapping}, .item = &string, .value = &model_binding, .unique = true};

constexpr std::array network_binding_fields{
    Field{"aliases", &strings},
    Field{"interface_name", &string},
    Field{"ipv4_address", &string},
    Field{"ipv6_address", &string},
    Field{"link_local_ips", &strings},
    Field{"mac_address", &string},
    Field{"driver_opts", &map_of_scalars},
    Field{"priority", &number},
    Field{"gw_priority", &number},
    Field{"use_service_name_alias", &boolean_or_string},
};
constexpr Shape network_binding{.kinds = {Kind::mapping, Kind::null},
                                .fields = network_binding_fields};

constexpr Shape network_bindings{.kinds = {Kind::list, Kind::mapping},
                                 .item = &string,
                                 .value = &network_binding,
                                 .unique = true};

constexpr std::array ulimit_fields{
    Field{"hard", &integer_or_string},
    Field{"soft", &integer_or_string},
};
constexpr Shape ulimit{.kinds = {Kind::integer, Kind::string, Kind::mapping},
                       .fields = ulimit_fields,
                       .required = "soft"};

constexpr Shape ulimits{.kinds = {Kind::mapping}, .value = &ulimit};

constexpr std::array bind_fields{
    Field{"propagation", &string},
    Field{"create_host_path", &boolean_or_string},
    Field{"recursive", &string},
    Field{"selinux", &string},
};
constexpr Shape bind{.kinds = {Kind::mapping}, .fields = bind_fields};

constexpr std::array volume_fields{
    Field{"labels", &list_or_map},
    Field{"nocopy", &boolean_or_string},
    Field{"subpath", &string},
};
constexpr Shape volume{.kinds = {Kind::mapping}, .fields = volume_fields};

constexpr std::array tmpfs_fields{
    Field{"size", &integer_or_string},
    Field{"mode", &number_or_string},
};
constexpr Shape tmpfs{.kinds = {Kind::mapping}, .fields = tmpfs_fields};

constexpr std::array image_mount_fields{
    Field{"subpath", &string},
};
constexpr Shape image_mount{.kinds = {Kind::mapping}, .fields = image_mount_fields};

constexpr std::array volume_mount_fields{
    Field{"type", &volume_type},       Field{"source", &string},      Field{"target", &string},
    Field{"read_only", &boolean_word}, Field{"consistency", &string}, Field{"bind", &bind},
    Field{"volume", &volume},          Field{"tmpfs", &tmpfs},        Field{"image", &image_mount},
};
constexpr Shape volume_mount{
    .kinds = {Kind::string, Kind::mapping}, .fields = volume_mount_fields, .required = "type"};

constexpr Shape volume_mounts{.kinds = {Kind::list}, .item = &volume_mount};

constexpr std::array dependency_fields{
    Field{"restart", &boolean_word},
    Field{"required", &boolean_word},
    Field{"condition", &condition},
};
constexpr Shape dependency{
    .kinds = {Kind::mapping}, .fields = dependency_fields, .required = "condition"};

constexpr Shape dependencies{
    .kinds = {Kind::list, Kind::mapping}, .item = &string, .value = &dependency, .unique = true};

constexpr std::array healthcheck_fields{
    Field{"disable", &boolean_word},     Field{"interval", &string},
    Field{"retries", &number_or_string}, Field{"test", &string_or_strings},
    Field{"timeout", &string},           Field{"start_period", &string},
    Field{"start_interval", &string},
};
constexpr Shape healthcheck{.kinds = {Kind::mapping}, .fields = healthcheck_fields};

constexpr std::array port_fields{
    Field{"name", &string},
    Field{"mode", &string},
    Field{"host_ip", &string},
    Field{"target", &integer_or_string},
    Field{"published", &integer_or_string},
    Field{"protocol", &string},
    Field{"app_protocol", &string},
};
constexpr Shape port{.kinds = {Kind::number, Kind::string, Kind::mapping}, .fields = port_fields};

constexpr Shape ports{.kinds = {Kind::list}, .item = &port};

constexpr std::array hook_fields{
    Field{"command", &command},
    Field{"user", &string},
    Field{"privileged", &boolean_word},
    Field{"working_dir", &string},
    Field{"environment", &unique_list_or_map},
};
constexpr Shape hook{.kinds = {Kind::mapping}, .fields = hook_fields, .required = "command"};

constexpr Shape hooks{.kinds = {Kind::list}, .item = &hook};

constexpr std::array watch_fields{
    Field{"ignore", &string_or_unique_strings},
    Field{"include", &string_or_unique_strings},
    Field{"path", &string},
    Field{"action", &watch_action},
    Field{"target", &string},
    Field{"exec", &hook},
    Field{"initial_sync", &boolean},
};
constexpr Shape watch{.kinds = {Kind::mapping}, .fields = watch_fields, .required = "path"};

constexpr Shape watches{.kinds = {Kind::list}, .item = &watch};

constexpr std::array develop_fields{
    Field{"watch", &watches},
};
constexpr Shape develop{.kinds = {Kind::mapping, Kind::null}, .fields = develop_fields};

constexpr Shape provider_options{.kinds = {Kind::mapping}, .value = &scalar_or_list};
constexpr std::array provider_fields{
    Field{"type", &string},
    Field{"options", &provider_options},
};
constexpr Shape provider{.kinds = {Kind::mapping}, .fields = provider_fields, .required = "type"};

constexpr std::array extends_fields{
    Field{"service", &string},
    Field{"file", &string_or_null},
};
constexpr Shape extends{
    .kinds = {Kind::string, Kind::mapping}, .fields = extends_fields, .required = "service"};

constexpr std::array build_fields{
    Field{"context", &string},
    Field{"dockerfile", &string},
    Field{"dockerfile_inline", &string},
    Field{"entitlements", &strings},
    Field{"args", &list_or_map},
    Field{"ssh", &unique_list_or_map},
    Field{"labels", &list_or_map},
    Field{"cache_from", &strings},
    Field{"cache_to", &strings},
    Field{"no_cache", &boolean_word},
    Field{"no_cache_filter", &string_or_unique_strings},
    Field{"additional_contexts", &list_or_map},
    Field{"network", &string},
    Field{"provenance", &boolean_or_string},
    Field{"sbom", &boolean_or_string},
    Field{"pull", &boolean_word},
    Field{"target", &string},
    Field{"shm_size", &integer_or_string},
    Field{"extra_hosts", &extra_hosts},
    Field{"isolation", &string},
    Field{"privileged", &boolean_word},
    Field{"secrets", &file_mounts},
    Field{"tags", &strings},
    Field{"ulimits", &ulimits},
    Field{"platforms", &strings},
};
constexpr Shape build{.kinds = {Kind::string, Kind::mapping}, .fields = build_fields};

constexpr std::array limits_fields{
    Field{"cpus", &number_or_string},
    Field{"memory", &string},
    Field{"pids", &integer_or_string},
};
constexpr Shape limits{.kinds = {Kind::mapping}, .fields = limits_fields};

constexpr std::array discrete_resource_fields{
    Field{"kind", &string},
    Field{"value", &number_or_string},
};
constexpr Shape discrete_resource{.kinds = {Kind::mapping}, .fields = discrete_resource_fields};

constexpr std::array generic_resource_fields{
    Field{"discrete_resource_spec", &discrete_resource},
};
constexpr Shape generic_resource{.kinds = {Kind::mapping}, .fields = generic_resource_fields};

constexpr Shape generic_resources{.kinds = {Kind::list}, .item = &generic_resource};

constexpr std::array reservations_fields{
    Field{"cpus", &number_or_string},
    Field{"memory", &string},
    Field{"generic_resources", &generic_resources},
    Field{"devices", &device_requests},
};
constexpr Shape reservations{.kinds = {Kind::mapping}, .fields = reservations_fields};

constexpr std::array resources_fields{
    Field{"limits", &limits},
    Field{"reservations", &reservations},
};
constexpr Shape resources{.kinds = {Kind::mapping}, .fields = resources_fields};

constexpr std::array<std::string_view, 2> rollout_order_words{"start-first", "stop-first"};
constexpr Shape rollout_order{.kinds = {Kind::string}, .words = rollout_order_words};

constexpr std::array rollout_fields{
    Field{"parallelism", &integer_or_string},
    Field{"delay", &string},
    Field{"failure_action", &string},
    Field{"monitor", &string},
    Field{"max_failure_ratio", &number_or_string},
    Field{"order", &rollout_order},
};
constexpr Shape rollout{.kinds = {Kind::mapping}, .fields = rollout_fields};

constexpr std::array restart_policy_fields{
    Field{"condition", &string},
    Field{"delay", &string},
    Field{"max_attempts", &integer_or_string},
    Field{"window", &string},
};
constexpr Shape restart_policy{.kinds = {Kind::mapping}, .fields = restart_policy_fields};

constexpr std::array preference_fields{
    Field{"spread", &string},
};
constexpr Shape preference{.kinds = {Kind::mapping}, .fields = preference_fields};

constexpr Shape preferences{.kinds = {Kind::list}, .item = &preference};

constexpr std::array placement_fields{
    Field{"constraints", &strings},
    Field{"preferences", &preferences},
    Field{"max_replicas_per_node", &integer_or_string},
};
constexpr Shape placement{.kinds = {Kind::mapping}, .fields = placement_fields};

constexpr std::array deploy_fields{
    Field{"mode", &string},
    Field{"endpoint_mode", &string},
    Field{"replicas", &integer_or_string},
    Field{"labels", &list_or_map},
    Field{"rollback_config", &rollout},
    Field{"update_config", &rollout},
    Field{"resources", &resources},
    Field{"restart_policy", &restart_policy},
    Field{"placement", &placement},
};
constexpr Shape deploy{.kinds = {Kind::mapping, Kind::null}, .fields = deploy_fields};

constexpr Shape ports_exposed{.kinds = {Kind::list}, .item = &number_or_string};

/// What a service, a job and a hook that is a container of its own have in common.
constexpr std::array container_fields{
    Field{"annotations", &list_or_map},
    Field{"blkio_config", &blkio_config},
    Field{"cgroup", &cgroup},
    Field{"cgroup_parent", &string},
    Field{"command", &command},
    Field{"configs", &file_mounts},
    Field{"cpu_count", &integer_or_string},
    Field{"cpu_percent", &integer_or_string},
    Field{"cpu_shares", &number_or_string},
    Field{"cpu_quota", &number_or_string},
    Field{"cpu_period", &number_or_string},
    Field{"cpu_rt_period", &number_or_string},
    Field{"cpu_rt_runtime", &number_or_string},
    Field{"cpus", &number_or_string},
    Field{"cpuset", &string},
    Field{"credential_spec", &credential_spec},
    Field{"device_cgroup_rules", &unique_strings},
    Field{"devices", &devices},
    Field{"dns", &string_or_strings},
    Field{"dns_search", &string_or_strings},
    Field{"domainname", &string},
    Field{"entrypoint", &command},
    Field{"env_file", &env_file},
    Field{"label_file", &string_or_strings},
    Field{"environment", &list_or_map},
    Field{"extra_hosts", &extra_hosts},
    Field{"gpus", &gpus},
    Field{"group_add", &unique_strings_or_numbers},
    Field{"hostname", &string},
    Field{"image", &string},
    Field{"init", &boolean_word},
    Field{"ipc", &string},
    Field{"isolation", &string},
    Field{"labels", &list_or_map},
    Field{"logging", &logging},
    Field{"mac_address", &string},
    Field{"mem_limit", &number_or_string},
    Field{"mem_reservation", &integer_or_string},
    Field{"mem_swappiness", &integer_or_string},
    Field{"memswap_limit", &number_or_string},
    Field{"network_mode", &string},
    Field{"models", &model_bindings},
    Field{"networks", &network_bindings},
    Field{"oom_kill_disable", &boolean_word},
    Field{"oom_score_adj", &integer_or_string},
    Field{"pid", &string_or_null},
    Field{"pids_limit", &number_or_string},
    Field{"platform", &string},
    Field{"privileged", &boolean_word},
    Field{"pull_policy", &string},
    Field{"pull_refresh_after", &string},
    Field{"read_only", &boolean_word},
    Field{"runtime", &string},
    Field{"security_opt", &unique_strings},
    Field{"shm_size", &number_or_string},
    Field{"secrets", &file_mounts},
    Field{"stop_grace_period", &string},
    Field{"stop_signal", &string},
    Field{"storage_opt", &any_mapping},
    Field{"sysctls", &list_or_map},
    Field{"tmpfs", &string_or_strings},
    Field{"ulimits", &ulimits},
    Field{"umask", &integer_or_null},
    Field{"use_api_socket", &boolean},
    Field{"user", &string},
    Field{"uts", &string},
    Field{"userns_mode", &string},
    Field{"volumes", &volume_mounts},
    Field{"volumes_from", &unique_strings},
    Field{"working_dir", &string},
};

/// Lists in which a service may repeat a word, and a job or a hook may not.
constexpr std::array unique_list_fields{
    Field{"cap_add", &unique_strings},
    Field{"cap_drop", &unique_strings},
    Field{"dns_opt", &unique_strings},
};

constexpr auto pre_start_hook_fields = joined(container_fields, unique_list_fields,
                                              std::array{Field{"per_replica", &boolean_or_string}});
constexpr Shape pre_start_hook{.kinds = {Kind::mapping}, .fields = pre_start_hook_fields};

constexpr Shape pre_start_hooks{.kinds = {Kind::list}, .item = &pre_start_hook};

/// What a service and a job have next to a hook.
constexpr std::array workload_fields{
    Field{"build", &build},
    Field{"depends_on", &dependencies},
    Field{"healthcheck", &healthcheck},
    Field{"ports", &ports},
    Field{"expose", &ports_exposed},
    Field{"stdin_open", &boolean_word},
    Field{"tty", &boolean_word},
    Field{"container_name", &string},
    Field{"profiles", &strings},
    Field{"extends", &extends},
};

constexpr std::array service_only_fields{
    Field{"cap_add", &strings},
    Field{"cap_drop", &strings},
    Field{"dns_opt", &strings},
    Field{"deploy", &deploy},
    Field{"develop", &develop},
    Field{"restart", &string},
    Field{"scale", &integer_or_string},
    Field{"attach", &boolean_word},
    Field{"provider", &provider},
    Field{"links", &strings},
    Field{"external_links", &unique_strings},
    Field{"pre_start", &pre_start_hooks},
    Field{"post_start", &hooks},
    Field{"pre_stop", &hooks},
};
constexpr auto service_fields = joined(container_fields, workload_fields, service_only_fields);
constexpr Shape service{.kinds = {Kind::mapping}, .fields = service_fields};

/// What docker-compose 1.x knew in addition, by its old names.
constexpr std::array legacy_only_fields{
    Field{"dockerfile", &string}, Field{"log_driver", &string},    Field{"log_opt", &any_mapping},
    Field{"net", &string},        Field{"volume_driver", &string},
};
constexpr auto legacy_fields = joined(service_fields, legacy_only_fields);
constexpr Shape legacy{.kinds = {Kind::mapping}, .fields = legacy_fields};

constexpr auto job_fields = joined(container_fields, unique_list_fields, workload_fields,
                                   std::array{Field{"triggers", &any_mapping}});
constexpr Shape job{.kinds = {Kind::mapping}, .fields = job_fields, .required = "triggers"};

/// Compose takes the includes away before it validates, so only what it cannot decode is refused:
/// other keys and nulls are ignored.
constexpr Shape include_paths{.kinds = {Kind::string, Kind::list, Kind::null}, .item = &string};
constexpr Shape include_folder{.kinds = {Kind::string, Kind::number, Kind::null}};
constexpr std::array include_item_fields{
    Field{"path", &include_paths},
    Field{"env_file", &include_paths},
    Field{"project_directory", &include_folder},
};
constexpr Shape include_item{.kinds = {Kind::string, Kind::mapping, Kind::null},
                             .value = &anything,
                             .fields = include_item_fields};

constexpr Shape includes{.kinds = {Kind::list, Kind::null}, .item = &include_item};
constexpr Shape named{.kinds = {Kind::mapping}, .value = &mapping_or_null};
constexpr Shape named_mappings{.kinds = {Kind::mapping}, .value = &any_mapping};
constexpr Shape named_anything{.kinds = {Kind::mapping}, .value = &anything};
constexpr std::array root_fields{
    Field{"version", &string},         Field{"name", &string},
    Field{"include", &includes},       Field{"services", &named_anything},
    Field{"jobs", &named_anything},    Field{"models", &named_mappings},
    Field{"networks", &named},         Field{"volumes", &named},
    Field{"secrets", &named_mappings}, Field{"configs", &named_mappings},
};
constexpr Shape root{.kinds = {Kind::mapping}, .fields = root_fields};

} // namespace

const Shape& service_shape() { return service; }
const Shape& legacy_shape() { return legacy; }
const Shape& job_shape() { return job; }
const Shape& root_shape() { return root; }

} // namespace dropcap::compose
