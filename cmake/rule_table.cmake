# dropcap_rule_table(OUT file...): writes the array behind all_rules() from the files that define a rule.
#
# rules/missing_drop_all.cpp defines `constinit const Rule missing_drop_all` in namespace dropcap::rules: the file's name is
# the variable's, and with '-' for '_' the rule's id. Files that define no rule are left out.
function(dropcap_rule_table out)
  set(names "")
  foreach(file IN LISTS ARGN)
    cmake_path(GET file STEM name)
    file(STRINGS ${file} definition REGEX "constinit const Rule ${name}( |{|$)")
    if(definition)
      list(APPEND names ${name})
    endif()
  endforeach()
  list(SORT names)
  set(declarations "")
  set(rows "")
  foreach(name IN LISTS names)
    string(APPEND declarations "extern const Rule ${name};\n")
    string(APPEND rows "    &rules::${name},\n")
  endforeach()
  set(table ${CMAKE_CURRENT_BINARY_DIR}/rule_table.cpp)
  file(CONFIGURE OUTPUT ${table} @ONLY CONTENT "// Written by cmake/rule_table.cmake from the files in rules/.
#include \"model/rule.hpp\"

#include <algorithm>

namespace dropcap {
namespace rules {
@declarations@}

static constexpr const Rule* table[] = {
@rows@};

std::span<const Rule* const> all_rules() { return table; }

const Rule* find_rule(std::string_view id) {
    const auto* const found = std::ranges::lower_bound(table, id, {}, &Rule::id);
    return found != std::end(table) && (*found)->id == id ? *found : nullptr;
}

} // namespace dropcap
")
  set(${out} ${table} PARENT_SCOPE)
endfunction()
