# somn_network_model(FOLDER): somn_network.cm, the component with a network inside (src/component/codemodel), for the host
# that somn.cm is built for (cmake/code_model.cmake), with a proof of its own: a fault of the one cannot harm the other.
#
# It is C++ and stands alone: linked statically but for libc and libm, nothing visible but what ngspice looks up, so that
# it meets no other libstdc++ or fmt in ngspice's process. Hence its sources are compiled once more, with fmt in headers,
# and without sanitizers, which ngspice does not have.
function(somn_network_model folder)
  foreach(fact source executable tag work is_installed)
    get_property(${fact} GLOBAL PROPERTY somn_host_${fact})
  endforeach()
  if("${source}" STREQUAL "")  # no source of ngspice: said already
    return()
  endif()
  set(work ${work}-network)
  set(model ${work}/somn_network)
  file(MAKE_DIRECTORY ${model})
  file(CONFIGURE OUTPUT ${work}/modpath.lst CONTENT "somn_network\n")
  file(CONFIGURE OUTPUT ${work}/udnpath.lst CONTENT "")
  add_custom_command(OUTPUT ${model}/ifspec.c ${model}/cfunc.c
    COMMAND ${CMAKE_COMMAND} -E copy ${folder}/ifspec.ifs ${folder}/cfunc.mod ${model}
    COMMAND somn_cmpp -ifs
    COMMAND somn_cmpp -mod
    WORKING_DIRECTORY ${model} DEPENDS somn_cmpp ${folder}/ifspec.ifs ${folder}/cfunc.mod)
  set(tables ${work}/cmextrn.h ${work}/cminfo.h ${work}/udnextrn.h ${work}/udninfo.h)
  add_custom_command(OUTPUT ${tables}
    COMMAND ${CMAKE_COMMAND} -E env CMPP_IDIR=${work} CMPP_ODIR=${work} $<TARGET_FILE:somn_cmpp> -lst
    WORKING_DIRECTORY ${work} DEPENDS somn_cmpp ${model}/ifspec.c ${work}/modpath.lst)

  # the C++ half
  set(root ${CMAKE_SOURCE_DIR})
  set(parts src/core/src/digest.cpp src/core/src/error.cpp src/core/src/csv.cpp src/core/src/events.cpp src/core/src/file.cpp src/core/src/interval.cpp
    src/core/src/text.cpp src/core/src/units.cpp src/circuit/src/drive.cpp models/src/catalogue.cpp
    src/component/src/network_file.cpp src/observables/src/junction_events.cpp src/native/src/condensed.cpp src/native/src/condensed_answer.cpp
    src/native/src/condensed_matrix.cpp src/native/src/condensed_step.cpp src/native/src/condensed_wish.cpp
    src/native/src/equations.cpp src/native/src/junctions.cpp src/native/src/sparse_ldlt.cpp src/native/src/switching.cpp)
  list(TRANSFORM parts PREPEND ${root}/)
  file(GLOB laws CONFIGURE_DEPENDS ${root}/models/*/native*.cpp)
  foreach(law ${SOMN_LAWS})
    list(APPEND laws ${CMAKE_BINARY_DIR}/models/entry_${law}.cpp)
  endforeach()
  add_library(somn_film OBJECT ${folder}/film.cpp ${parts} ${laws})
  set_target_properties(somn_film PROPERTIES POSITION_INDEPENDENT_CODE ON CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON)
  target_compile_features(somn_film PRIVATE cxx_std_20)
  target_compile_definitions(somn_film PRIVATE FMT_HEADER_ONLY)
  target_compile_options(somn_film PRIVATE -ffunction-sections -fdata-sections)
  get_target_property(fmt_headers fmt::fmt INTERFACE_INCLUDE_DIRECTORIES)
  target_include_directories(somn_film PRIVATE ${root}/models ${root}/models/src ${CMAKE_BINARY_DIR}/models
    ${root}/src/native/src ${CMAKE_BINARY_DIR}/src/native)
  foreach(module core circuit models native observables component)
    target_include_directories(somn_film PRIVATE $<TARGET_PROPERTY:somn_${module},INTERFACE_INCLUDE_DIRECTORIES>)
  endforeach()
  target_link_libraries(somn_film PRIVATE Eigen3::Eigen Boost::headers)
  file(GLOB array_sources CONFIGURE_DEPENDS ${root}/models/*/native_arrays.cpp)
  set_source_files_properties(${array_sources} PROPERTIES COMPILE_OPTIONS
    "-ffp-contract=off;-fno-math-errno;-fno-trapping-math")

  add_library(somn_network_cm MODULE ${source}/src/xspice/icm/dlmain.c ${source}/src/misc/dstring.c
    ${root}/models/glue/stamp.c ${root}/models/glue/first_step.c ${model}/ifspec.c ${model}/cfunc.c ${tables} $<TARGET_OBJECTS:somn_film>)
  target_include_directories(somn_network_cm PRIVATE ${work}/../${tag}/config ${work} ${source}/src/include ${folder} ${root}/models)
  target_compile_definitions(somn_network_cm PRIVATE SOMN_HOST_TAG="${tag}")
  target_compile_options(somn_network_cm PRIVATE $<$<COMPILE_LANGUAGE:C>:-w> -O2 -fvisibility=hidden)
  target_link_options(somn_network_cm PRIVATE -static-libstdc++ -static-libgcc -Wl,--gc-sections -Wl,-z,defs
    "-Wl,--version-script=${folder}/somn_network.map" $<$<CONFIG:Release>:-s>)
  target_link_libraries(somn_network_cm PRIVATE m)
  set_target_properties(somn_network_cm PROPERTIES PREFIX "" OUTPUT_NAME somn_network SUFFIX ".cm.unproved"
    LINKER_LANGUAGE CXX LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib/${tag}
    LINK_DEPENDS ${folder}/somn_network.map)

  set(copies ${CMAKE_BINARY_DIR}/lib/${tag}/somn_network.cm)
  if(is_installed)
    list(APPEND copies ${CMAKE_BINARY_DIR}/lib/somn_network.cm)
  endif()
  set(proving "Proving")
  if(NOT executable)
    set(proving "Not proving")
  endif()
  add_custom_command(OUTPUT ${copies}
    COMMAND ${CMAKE_COMMAND} "-DNGSPICE=${executable}" "-DCODE_MODEL=$<TARGET_FILE:somn_network_cm>" "-DRESULTS=${copies}"
            -DTAG=${tag} -DWORK=${work}/proof "-DPROOFS=${folder}/proof.cir" -P ${root}/cmake/prove_code_model.cmake
    DEPENDS somn_network_cm ${root}/cmake/prove_code_model.cmake ${folder}/proof.cir ${folder}/proof.somn VERBATIM
    COMMENT "${proving} somn_network.cm in a real ngspice (${tag})")
  add_custom_target(somn_network_model ALL DEPENDS ${copies})
  install(FILES ${CMAKE_BINARY_DIR}/lib/$<IF:$<BOOL:${is_installed}>,somn_network.cm,${tag}/somn_network.cm>
    DESTINATION lib/ngspice)
endfunction()
