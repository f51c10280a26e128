# cpack (scripts/package.sh): somnspice, the program with its code model; somnspice-mpi, its plugin for clusters;
# python3-somnspice, the module; and libsomnspice-dev, the library.
add_custom_target(uninstall COMMAND ${CMAKE_COMMAND} -DBUILD=${CMAKE_BINARY_DIR} -P ${CMAKE_SOURCE_DIR}/cmake/uninstall.cmake)

set(CPACK_GENERATOR DEB)
# As Debian's own tools: who builds a package says who he is by DEBFULLNAME and DEBEMAIL.
set(CPACK_PACKAGE_CONTACT "somnspice maintainers <somnspice@users.noreply.github.com>")
if(DEFINED ENV{DEBEMAIL})
  set(CPACK_PACKAGE_CONTACT "$ENV{DEBFULLNAME} <$ENV{DEBEMAIL}>")
endif()
set(CPACK_PACKAGE_VENDOR somnspice)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL program dev)
if(TARGET somn_mpi)
  list(APPEND CPACK_COMPONENTS_ALL mpi)
endif()
if(TARGET somn_python)
  list(APPEND CPACK_COMPONENTS_ALL python)
endif()
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SECTION electronics)
set(CPACK_POST_BUILD_SCRIPTS ${CMAKE_SOURCE_DIR}/cmake/package_scripts.cmake)

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME somnspice)
set(CPACK_DEBIAN_PROGRAM_DESCRIPTION "Grows networks of memristive junctions as nanowire and nanoparticle films
assemble themselves, runs them in ngspice or in a solver of its own, and finds
spikes, bursts and avalanches in what they do.")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS "ngspice, gnuplot-nox | gnuplot")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS "somnspice-mpi, kicad, xschem")

set(CPACK_DEBIAN_DEV_PACKAGE_NAME libsomnspice-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEV_PACKAGE_SHLIBDEPS OFF)
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS "somnspice (= ${PROJECT_VERSION}), libeigen3-dev, libfmt-dev, libhdf5-dev, libexpat1-dev, libboost-dev, nlohmann-json3-dev")
set(CPACK_DEBIAN_DEV_DESCRIPTION "Headers, libraries and the CMake package of somnspice.")

set(CPACK_DEBIAN_MPI_PACKAGE_NAME somnspice-mpi)
set(CPACK_DEBIAN_MPI_PACKAGE_DEPENDS "somnspice (= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_MPI_DESCRIPTION "With this plugin `somn sweep` runs under mpirun.")

get_property(python_version GLOBAL PROPERTY SOMN_PYTHON_VERSION)
set(CPACK_DEBIAN_PYTHON_PACKAGE_NAME python3-somnspice)
set(CPACK_DEBIAN_PYTHON_PACKAGE_SECTION python)
set(CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS "somnspice (= ${PROJECT_VERSION}), python3 (>= ${python_version}), python3 (<< ${python_version}.999), python3-numpy")
set(CPACK_DEBIAN_PYTHON_PACKAGE_SUGGESTS "python3-networkx, python3-pandas, python3-matplotlib, python3-xarray, python3-tqdm")
set(CPACK_DEBIAN_PYTHON_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/cmake/debian/postinst ${CMAKE_SOURCE_DIR}/cmake/debian/prerm)  # compiled modules
set(CPACK_DEBIAN_PYTHON_DESCRIPTION "The Python module somnspice: films, runs, analyses and sweeps with NumPy.")

# A code model fits one version of ngspice: the package asks for the one that it was built with.
execute_process(COMMAND dpkg-query -W -f=\${Version} ngspice OUTPUT_VARIABLE ngspice_package ERROR_QUIET RESULT_VARIABLE unknown)
if(unknown EQUAL 0 AND ngspice_package MATCHES "^([0-9]+(\\.[0-9]+)*)")
  set(version ${CMAKE_MATCH_1})
  set(CPACK_DEBIAN_PROGRAM_PACKAGE_DEPENDS "libngspice0 (>= ${version}), libngspice0 (<< ${version}.999)")
endif()

# What Debian asks of every package: its licence and its history
foreach(pair program:somnspice dev:libsomnspice-dev mpi:somnspice-mpi python:python3-somnspice)
  string(REGEX MATCH "^[a-z]+" component ${pair})
  string(REGEX MATCH "[a-z0-9-]+$" package ${pair})
  set(documents ${CMAKE_BINARY_DIR}/documents/${package})
  string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)
  file(WRITE ${documents}/changelog "somnspice (${PROJECT_VERSION}) unstable; urgency=low\n\n  * CHANGELOG.md tells what is new.\n\n -- ${CPACK_PACKAGE_CONTACT}  ${date}\n")
  execute_process(COMMAND gzip -9nf ${documents}/changelog)
  install(FILES LICENSE DESTINATION share/doc/${package} RENAME copyright COMPONENT ${component} EXCLUDE_FROM_ALL)
  install(FILES ${documents}/changelog.gz DESTINATION share/doc/${package} COMPONENT ${component} EXCLUDE_FROM_ALL)
endforeach()
install(FILES README.md CHANGELOG.md CITATION.cff DESTINATION share/doc/somnspice)
include(CPack)
