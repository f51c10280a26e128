# somn_library(): somn::somnspice, all modules as one. Of the archives, or with BUILD_SHARED_LIBS libsomnspice.so, which is
# made of the objects of the archives. What the latter exports is chosen by the names (somnspice.map): all of namespace
# somn, nothing of Boost, Eigen, fmt or nlohmann-json. A macro before every function of all public headers would say that a
# thousand times, and would not keep out the templates of those libraries.
function(somn_library)
  get_property(modules GLOBAL PROPERTY SOMN_MODULES)
  get_property(libraries GLOBAL PROPERTY SOMN_DEPENDS)
  list(REMOVE_DUPLICATES libraries)
  list(FILTER libraries EXCLUDE REGEX "^somn::")
  list(TRANSFORM modules PREPEND somn:: OUTPUT_VARIABLE targets)

  add_library(somn_shared SHARED)
  set_target_properties(somn_shared PROPERTIES OUTPUT_NAME somnspice EXPORT_NAME somnspice
    VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR}
    LINK_DEPENDS ${PROJECT_SOURCE_DIR}/cmake/somnspice.map LINKER_LANGUAGE CXX)
  target_link_options(somn_shared PRIVATE -Wl,--version-script=${PROJECT_SOURCE_DIR}/cmake/somnspice.map -Wl,--no-undefined
    $<$<BOOL:${SOMN_SANITIZE}>:-fsanitize=address,undefined>)
  target_link_libraries(somn_shared PUBLIC nlohmann_json::nlohmann_json PRIVATE ${libraries} ${CMAKE_DL_LIBS})
  target_compile_features(somn_shared PUBLIC cxx_std_20)
  target_include_directories(somn_shared INTERFACE $<INSTALL_INTERFACE:include>)
  foreach(module ${modules})
    target_sources(somn_shared PRIVATE $<TARGET_OBJECTS:somn_${module}>)
    target_include_directories(somn_shared INTERFACE $<BUILD_INTERFACE:$<TARGET_PROPERTY:somn_${module},INTERFACE_INCLUDE_DIRECTORIES>>)
  endforeach()

  if(BUILD_SHARED_LIBS)
    add_library(somn::somnspice ALIAS somn_shared)
    install(TARGETS somn_shared EXPORT somnspice)
    set(SOMN_SHARED_MODULES ${modules} PARENT_SCOPE)
  else()
    add_library(somn_all INTERFACE)
    add_library(somn::somnspice ALIAS somn_all)
    set_target_properties(somn_all PROPERTIES EXPORT_NAME somnspice)
    target_link_libraries(somn_all INTERFACE ${targets})
    install(TARGETS somn_all EXPORT somnspice)
  endif()
endfunction()
