# somn_module(NAME SOURCES file... [DEPENDS target...] [PRIVATE_DEPENDS target...])
# One archive per folder, with its own include root (include/somn/NAME): an undeclared include does not compile.
function(somn_compile_options target)
  # g++ 12 sees overlaps and overflows in std::string that are not there (GCC bug 105329), g++ 13 and later a dangling reference wherever
  # a function that takes a temporary returns a reference to something else (GCC bug 109642). clang has neither option.
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wshadow "$<$<COMPILE_LANGUAGE:CXX>:-Wconversion>"
    "$<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-restrict;-Wno-stringop-overflow>"
    "$<$<AND:$<COMPILE_LANG_AND_ID:CXX,GNU>,$<VERSION_GREATER_EQUAL:$<CXX_COMPILER_VERSION>,13>>:-Wno-dangling-reference>"
    $<$<BOOL:${SOMN_WERROR}>:-Werror>
    $<$<BOOL:${SOMN_SANITIZE}>:-fsanitize=address,undefined -fno-omit-frame-pointer>)
  target_link_options(${target} PRIVATE $<$<BOOL:${SOMN_SANITIZE}>:-fsanitize=address,undefined>)
endfunction()

function(somn_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;PRIVATE_DEPENDS")
  add_library(somn_${name} STATIC ${arg_SOURCES})
  add_library(somn::${name} ALIAS somn_${name})
  set_target_properties(somn_${name} PROPERTIES EXPORT_NAME ${name})
  somn_compile_options(somn_${name})
  target_compile_features(somn_${name} PUBLIC cxx_std_20)
  target_include_directories(somn_${name} PUBLIC
    $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:include>)
  target_link_libraries(somn_${name} PUBLIC ${arg_DEPENDS} PRIVATE ${arg_PRIVATE_DEPENDS})
  set_property(GLOBAL APPEND PROPERTY SOMN_MODULES ${name})
  set_property(GLOBAL APPEND PROPERTY SOMN_DEPENDS ${arg_DEPENDS} ${arg_PRIVATE_DEPENDS})
  if(NOT BUILD_SHARED_LIBS)
    install(TARGETS somn_${name} EXPORT somnspice ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT dev)
  endif()
  if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/include)
    install(DIRECTORY include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT dev)
  endif()
endfunction()
