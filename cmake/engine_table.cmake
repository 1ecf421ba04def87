# dropcap_engine_table(OUT file...): writes the table engine_table from the files that define an engine.
#
# model/engines/docker.cpp defines `constinit const EngineInfo docker` in namespace dropcap::engines: the file's name is the variable's and
# the enumerator's. Files that define no engine are left out. The order is that of `enum class Engine`; the table does not compile if an
# engine is missing there or here.
function(dropcap_engine_table out)
  set(names "")
  foreach(file IN LISTS ARGN)
    cmake_path(GET file STEM name)
    file(STRINGS ${file} definition REGEX "constinit const EngineInfo ${name}{")
    if(definition)
      list(APPEND names ${name})
    endif()
  endforeach()
  list(LENGTH names count)
  set(declarations "")
  set(rows "")
  foreach(name IN LISTS names)
    string(APPEND declarations "extern const EngineInfo ${name};\n")
    string(APPEND rows "    rows.at(static_cast<std::size_t>(Engine::${name})) = &engines::${name};\n")
  endforeach()
  set(table ${CMAKE_CURRENT_BINARY_DIR}/engine_table.cpp)
  file(CONFIGURE OUTPUT ${table} @ONLY CONTENT "// Written by cmake/engine_table.cmake from the files in model/engines/.
#include \"model/engine_info.hpp\"

namespace dropcap {
namespace engines {
@declarations@}

static_assert(engine_count == @count@, \"model/engine.hpp and model/engines/ have the same engines\");

constinit const std::array<const EngineInfo*, engine_count> engine_table = [] {
    std::array<const EngineInfo*, engine_count> rows{};
@rows@    return rows;
}();

} // namespace dropcap
")
  set(${out} ${table} PARENT_SCOPE)
endfunction()
