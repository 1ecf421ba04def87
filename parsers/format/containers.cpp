#include "parsers/format/containers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace dropcap::format {

void expect_containers(Document& document, std::size_t count) {
    if (document.containers.empty())
        document.containers.reserve(std::min(count, most_containers + 1));
}

void add_container(Document& document, Container&& container) {
    const std::size_t known = document.containers.size();
    if (known > most_containers) return;
    if (known == most_containers)
        document.problems.push_back(
            {container.name_at,
             fmt::format(
                 "more than {} containers are in this file; those after this one are not checked",
                 most_containers)});
    document.containers.push_back(std::move(container));
}

} // namespace dropcap::format
