# somn_code_model(LAWS... ): somn.cm, the laws compiled as ngspice code models.
#   NGSPICE_SOURCE_DIR   any ngspice source tree, 36 to 47 (default: $SOMN_NGSPICE_SOURCE, else .deps/ngspice of scripts/deps.sh)
#   NGSPICE_EXECUTABLE   the ngspice of that version, to prove the result (default: the installed one where versions agree)
#   SOMN_HOST_MACROS     CIDER;OSDI;KLU of that ngspice (default: probed from the executable)
# Result: build/lib/<host tag>/somn.cm, and build/lib/somn.cm where it was built for the installed ngspice. It gets its name
# only after a real ngspice has run it in a child process with the right answer (cmake/prove_code_model.cmake).
include(ngspice_host)

set(default_source "${CMAKE_SOURCE_DIR}/.deps/ngspice")
if(NOT "$ENV{SOMN_NGSPICE_SOURCE}" STREQUAL "")
  get_filename_component(default_source "$ENV{SOMN_NGSPICE_SOURCE}" ABSOLUTE)
endif()
set(NGSPICE_SOURCE_DIR "${default_source}" CACHE PATH "ngspice source tree for cmpp and code-model headers")
set(NGSPICE_EXECUTABLE "" CACHE FILEPATH "ngspice of the same version, to prove the code model")
set(SOMN_HOST_MACROS "probe" CACHE STRING "probe, or a list of CIDER OSDI KLU")

function(somn_code_model)
  set(source ${NGSPICE_SOURCE_DIR})
  if(NOT EXISTS ${source}/src/xspice/cmpp/main.c)
    set(message "no source of ngspice at ${source}: everything is built but the code model somn.cm, without which ngspice does "
      "not know the laws. Run scripts/deps.sh, with SOMN_NGSPICE_SOURCE=<folder of that source> where no package has it, and configure again")
    string(CONCAT message ${message})
    message(WARNING "${message}")
    add_custom_target(somn_code_model ALL COMMAND ${CMAKE_COMMAND} -E echo "${message}" VERBATIM)
    return()
  endif()
  find_package(BISON REQUIRED)
  find_package(FLEX REQUIRED)
  find_program(SOMN_INSTALLED_NGSPICE ngspice)
  somn_source_version(${source} version)

  # which host: the given executable, else the installed ngspice where it has the version of the source
  set(executable ${NGSPICE_EXECUTABLE})
  set(is_installed FALSE)
  if(SOMN_INSTALLED_NGSPICE)
    somn_probe_ngspice(${SOMN_INSTALLED_NGSPICE} installed_version installed_macros)
    if(NOT executable AND installed_version STREQUAL version)
      set(executable ${SOMN_INSTALLED_NGSPICE})
      set(is_installed TRUE)
    endif()
  endif()
  set(macros ${SOMN_HOST_MACROS})
  if(executable)
    somn_probe_ngspice(${executable} probed_version probed_macros)
    if(NOT probed_version STREQUAL version)
      message(FATAL_ERROR "${executable} is ngspice ${probed_version}, the source in ${source} is ${version}")
    endif()
    if(macros STREQUAL "probe")
      set(macros ${probed_macros})
    endif()
  elseif(macros STREQUAL "probe")
    set(macros)
    if(version VERSION_GREATER_EQUAL 43)  # the defaults of its configure
      set(macros OSDI KLU)
    endif()
  endif()
  somn_host_tag(${version} "${macros}" tag)
  message(STATUS "code model: ngspice ${version} [${macros}] from ${source} -> lib/${tag}/somn.cm")

  # cmpp, the preprocessor of this ngspice version
  set(cmpp_source ${source}/src/xspice/cmpp)
  set(work ${CMAKE_BINARY_DIR}/code-model/${tag})
  file(MAKE_DIRECTORY ${work}/cmpp)
  set(generated)
  foreach(grammar ifs mod)
    add_custom_command(OUTPUT ${work}/cmpp/${grammar}_yacc.c ${work}/cmpp/${grammar}_yacc.h ${work}/cmpp/${grammar}_lex.c
      COMMAND ${BISON_EXECUTABLE} -y -d -Wnone -o ${grammar}_yacc.c ${cmpp_source}/${grammar}_yacc.y
      COMMAND ${FLEX_EXECUTABLE} -o ${grammar}_lex.c ${cmpp_source}/${grammar}_lex.l
      WORKING_DIRECTORY ${work}/cmpp DEPENDS ${cmpp_source}/${grammar}_yacc.y ${cmpp_source}/${grammar}_lex.l VERBATIM)
    list(APPEND generated ${work}/cmpp/${grammar}_yacc.c ${work}/cmpp/${grammar}_yacc.h ${work}/cmpp/${grammar}_lex.c)
  endforeach()
  set(cmpp_files main file_buffer pp_ifs pp_lst pp_mod read_ifs util writ_ifs)
  list(TRANSFORM cmpp_files PREPEND ${cmpp_source}/)
  list(TRANSFORM cmpp_files APPEND .c)
  list(FILTER cmpp_files INCLUDE REGEX "\\.c$")
  set(existing)
  foreach(file ${cmpp_files})  # file_buffer.c came with version 36
    if(EXISTS ${file})
      list(APPEND existing ${file})
    endif()
  endforeach()
  add_executable(somn_cmpp ${existing} ${generated})
  target_include_directories(somn_cmpp PRIVATE ${work}/cmpp ${cmpp_source})
  target_compile_options(somn_cmpp PRIVATE -w)
  set_target_properties(somn_cmpp PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${work}/cmpp)

  # the configuration that the headers see: exactly the host's
  set(config "#define XSPICE 1\n")
  foreach(macro STDLIB_H UNISTD_H CTYPE_H STRINGS_H LIMITS_H FLOAT_H STRCHR LOGB SCALB SCALBN ISNAN ISINF DECL_ISNAN DECL_ISINF)
    string(APPEND config "#define HAVE_${macro} 1\n")  # what every host has, declared once by the C library only
  endforeach()
  foreach(macro ${macros})
    string(APPEND config "#define ${macro} 1\n")
  endforeach()
  file(CONFIGURE OUTPUT ${work}/config/ngspice/config.h CONTENT "${config}")

  # tables of all laws
  set(folders ${ARGN})
  list(TRANSFORM folders PREPEND "somn_")
  list(JOIN folders "\n" list)
  file(CONFIGURE OUTPUT ${work}/modpath.lst CONTENT "${list}\n")
  file(CONFIGURE OUTPUT ${work}/udnpath.lst CONTENT "")

  set(sources ${source}/src/xspice/icm/dlmain.c ${source}/src/misc/dstring.c ${CMAKE_CURRENT_SOURCE_DIR}/glue/stamp.c
    ${CMAKE_CURRENT_SOURCE_DIR}/glue/first_step.c)
  set(interfaces)
  foreach(law ${ARGN})
    set(folder ${work}/somn_${law})
    file(MAKE_DIRECTORY ${folder})
    add_executable(somn_generate_${law} glue/generate.c)
    target_compile_definitions(somn_generate_${law} PRIVATE SOMN_NAME="${law}" SOMN_TABLE="${law}/params.def")
    target_include_directories(somn_generate_${law} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
    set_target_properties(somn_generate_${law} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${folder})
    add_custom_command(OUTPUT ${folder}/ifspec.ifs ${folder}/ifspec.c ${folder}/cfunc.c
      COMMAND somn_generate_${law} ifs > ifspec.ifs
      COMMAND somn_generate_${law} mod < ${CMAKE_CURRENT_SOURCE_DIR}/glue/cfunc.mod.in > cfunc.mod
      COMMAND somn_cmpp -ifs
      COMMAND somn_cmpp -mod
      WORKING_DIRECTORY ${folder} DEPENDS somn_generate_${law} somn_cmpp glue/cfunc.mod.in)
    list(APPEND interfaces ${folder}/ifspec.ifs)
    list(APPEND sources ${folder}/ifspec.c ${folder}/cfunc.c)
  endforeach()
  set(tables ${work}/cmextrn.h ${work}/cminfo.h ${work}/udnextrn.h ${work}/udninfo.h)
  add_custom_command(OUTPUT ${tables}
    COMMAND ${CMAKE_COMMAND} -E env CMPP_IDIR=${work} CMPP_ODIR=${work} $<TARGET_FILE:somn_cmpp> -lst
    WORKING_DIRECTORY ${work} DEPENDS somn_cmpp ${interfaces} ${work}/modpath.lst)  # the list: a law may go

  add_library(somn_cm MODULE ${sources} ${tables})
  target_include_directories(somn_cm PRIVATE ${work}/config ${work} ${source}/src/include ${CMAKE_CURRENT_SOURCE_DIR})
  target_compile_definitions(somn_cm PRIVATE SOMN_HOST_TAG="${tag}")
  # -w for what cmpp and ngspice wrote; the laws are compiled with all warnings in the somn_models library.
  # A divided NaN check (-ffinite-math) must never come in: NaN is how a model makes ngspice stop.
  target_compile_options(somn_cm PRIVATE -w -O2 -fvisibility=hidden
    $<$<BOOL:${SOMN_SANITIZE}>:-fno-sanitize=all>)
  target_link_libraries(somn_cm PRIVATE m)
  target_link_options(somn_cm PRIVATE $<$<CONFIG:Release>:-s>)
  set_target_properties(somn_cm PROPERTIES PREFIX "" OUTPUT_NAME somn SUFFIX ".cm.unproved"
    LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib/${tag})

  file(GLOB proofs CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*/proof.cir)
  set(proved ${CMAKE_BINARY_DIR}/lib/${tag}/somn.cm)
  set(copies ${proved})
  if(is_installed)
    list(APPEND copies ${CMAKE_BINARY_DIR}/lib/somn.cm)
  endif()
  set(proving "Proving")
  if(NOT executable)
    set(proving "Not proving")
  endif()
  add_custom_command(OUTPUT ${copies}
    COMMAND ${CMAKE_COMMAND} "-DNGSPICE=${executable}" "-DCODE_MODEL=$<TARGET_FILE:somn_cm>" "-DRESULTS=${copies}"
            -DTAG=${tag} -DWORK=${work}/proof "-DPROOFS=${proofs}" -P ${CMAKE_SOURCE_DIR}/cmake/prove_code_model.cmake
    DEPENDS somn_cm ${CMAKE_SOURCE_DIR}/cmake/prove_code_model.cmake ${proofs} VERBATIM
    COMMENT "${proving} somn.cm in a real ngspice (${tag})")
  add_custom_target(somn_code_model ALL DEPENDS ${copies})
  # for the other code models of this host (cmake/network_model.cmake)
  foreach(fact source executable tag work is_installed)
    set_property(GLOBAL PROPERTY somn_host_${fact} "${${fact}}")
  endforeach()
  install(FILES ${CMAKE_BINARY_DIR}/lib/$<IF:$<BOOL:${is_installed}>,somn.cm,${tag}/somn.cm>
    DESTINATION lib/ngspice)
endfunction()
