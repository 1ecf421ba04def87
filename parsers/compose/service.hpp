#pragma once
// A service of the merged model as containers: the service's own, its hooks' and its build's.

#include "parsers/compose/value.hpp"
#include "parsers/format/options.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dropcap::compose {

/// The two sections whose entries are containers.
enum class Section : std::uint8_t { services, jobs };

/// A service and where it is written.
struct Service {
    std::string_view name;
    Section section;        ///< where it is
    Value value;            ///< its mapping; `key` and `entry` as written
    bool is_legacy = false; ///< of a file of docker-compose 1.x
};

/// Reads facts of a container's specification into a Container; what Compose refuses goes to the
/// container's problems.
class SpecReader {
  public:
    SpecReader(ProjectContext& reading, const format::ParseOptions& options, Container& container,
               bool is_legacy = false)
        : reading_(reading), container_(container), swarm_(options.engine == Engine::swarm),
          is_legacy_(is_legacy) {}

    /// Everything a service, a job or a `pre_start` hook can say about its container.
    void read(const Value& spec);

    [[nodiscard]] MaybeFact<bool> boolean(const Value& value);
    [[nodiscard]] MaybeFact<std::string> text(const Value& value);
    /// The part of `user:group` that says who.
    [[nodiscard]] MaybeFact<std::string> user(const Value& value);
    [[nodiscard]] CapabilityList words(const Value& value);

  private:
    void read_image(const Value& value);
    void read_honoured(const Value& spec);
    void read_namespaces(const Value& spec);
    void read_security_options(const Value& list);
    void read_ports(const Value& spec);
    [[nodiscard]] DataPlace data_place(const Value& volumes);
    void tell_ignored(const Value& spec);
    MaybeFact<NamespaceOwner> foreign_namespace(const Value& value);
    std::optional<Unresolved> open(const Value& value);
    [[nodiscard]] Place part_of(const Value& value, std::size_t begin, std::size_t end) const;

    ProjectContext& reading_;
    Container& container_;
    bool swarm_;
    bool is_legacy_;
};

/// The service's containers: itself first, then its hooks and its build. None for a service that
/// Compose does not run itself.
[[nodiscard]] std::vector<Container> read_service(ProjectContext& reading,
                                                  const format::ParseOptions& options,
                                                  const Service& service,
                                                  std::vector<Problem> problems);

/// The container's side of a port as Compose writes ports; empty for what is none.
[[nodiscard]] std::optional<Port> port_of(std::string_view text);

} // namespace dropcap::compose
