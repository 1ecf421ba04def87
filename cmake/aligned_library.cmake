# dropcap_aligned_library(name archive): a copy of a static library whose code begins at cache lines, as the target `name`. Linkers put
# functions of a ready-made library wherever 16 bytes end, and where its innermost loops then lie in their lines decides up to 6 % of the
# time of reading YAML, again with every change of ours.
function(dropcap_aligned_library name archive)
  set(copy ${CMAKE_CURRENT_BINARY_DIR}/${name}.a)
  add_custom_command(OUTPUT ${copy} DEPENDS ${archive} VERBATIM
                     COMMAND ${CMAKE_OBJCOPY} --set-section-alignment .text*=64 ${archive} ${copy})
  add_custom_target(${name}_copy DEPENDS ${copy})
  add_library(${name} STATIC IMPORTED GLOBAL)
  set_target_properties(${name} PROPERTIES IMPORTED_LOCATION ${copy})
  add_dependencies(${name} ${name}_copy)
endfunction()
