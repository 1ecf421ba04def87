# dropcap_format_table(OUT file...): writes the array behind file_kinds() from the files that define a kind of file.
#
# A file in parsers/hosts/ that holds `constinit const FileKind makefile{` defines dropcap::hosts::makefile. Files that define none are left
# out.
function(dropcap_format_table out)
  set(rows "")
  set(declarations "")
  foreach(file IN LISTS ARGN)
    cmake_path(GET file PARENT_PATH directory)
    cmake_path(GET directory FILENAME namespace)
    file(STRINGS ${file} definitions REGEX "^constinit const (format::)?FileKind [a-z_]+{")
    foreach(definition IN LISTS definitions)
      string(REGEX REPLACE "^constinit const (format::)?FileKind ([a-z_]+).*" "\\2" name "${definition}")
      string(APPEND declarations "namespace ${namespace} { extern const format::FileKind ${name}; }\n")
      list(APPEND rows "    &${namespace}::${name},\n")
    endforeach()
  endforeach()
  list(SORT rows)
  list(JOIN rows "" rows)
  set(table ${CMAKE_CURRENT_BINARY_DIR}/format_table.cpp)
  file(CONFIGURE OUTPUT ${table} @ONLY CONTENT "// Written by cmake/format_table.cmake from the files in parsers/.
#include \"parsers/formats.hpp\"

namespace dropcap {
@declarations@
static constexpr const format::FileKind* table[] = {
@rows@};

std::span<const format::FileKind* const> file_kinds_by_name() { return table; }

} // namespace dropcap
")
  set(${out} ${table} PARENT_SCOPE)
endfunction()
