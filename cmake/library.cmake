# dropcap_library(directory [PUBLIC target...] [PRIVATE target...]): the static library of a subdirectory. parsers/yaml becomes the target
# dropcap_parsers_yaml. What it links is what its files may include; tests/includes_test.cpp holds the same table.
function(dropcap_library directory)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "PUBLIC;PRIVATE")
  string(REPLACE "/" "_" name dropcap_${directory})
  file(GLOB sources CONFIGURE_DEPENDS ${directory}/*.cpp)
  add_library(${name} STATIC ${sources})
  set_property(GLOBAL APPEND PROPERTY dropcap_libraries ${name})
  target_link_libraries(${name} PUBLIC dropcap_model ${ARG_PUBLIC} PRIVATE ${DROPCAP_FMT} ${ARG_PRIVATE})
endfunction()
