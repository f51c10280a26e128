# Starts the real ngspice with a fresh code model in a child process on a two-device deck with a known answer.
# A wrong struct layout shows as a crash or a wrong number, and as nothing else. Only a code model that passes gets its name.
#   two `threshold` junctions in series at 4 V: each at 2 V, so w(t) = 1 - exp(-t tanh(alpha (2 - v_threshold))/tau);
#   at t = tau: w = 1 - exp(-tanh(2.4)) = 0.6260655849...
if(NOT NGSPICE)
  message(WARNING "somn.cm for ${TAG} is built but not proved: no ngspice of that version at hand (give -DNGSPICE_EXECUTABLE=)")
else()
  file(REMOVE_RECURSE ${WORK})
  file(MAKE_DIRECTORY ${WORK})
  configure_file(${CODE_MODEL} ${WORK}/candidate.cm COPYONLY)
  file(WRITE ${WORK}/.spiceinit "codemodel ./candidate.cm\n")
  file(WRITE ${WORK}/proof.cir "proof of a code model
v1 p 0 4
a1 %gd(p m) j
a2 %gd(m 0) j
.model j somn_threshold(tau=1e-3)
.save v(m) @a1[state] @a2[state]
.options reltol=1e-6
.control
tran 1e-6 1e-3
let n = length(v(m)) - 1
let s1 = @a1[state]
let s2 = @a2[state]
let vm = v(m)
let error = abs(s1[n] - 0.6260655849) + abs(s2[n] - 0.6260655849) + abs(vm[n] - 2)
if error < 1e-6
echo somn proof passed
end
print s1[n] s2[n] vm[n]
quit 0
.endc
.end
")
  execute_process(COMMAND ${CMAKE_COMMAND} -E env HOME=${WORK} LC_ALL=C ${NGSPICE} -b proof.cir
    WORKING_DIRECTORY ${WORK} OUTPUT_VARIABLE text ERROR_VARIABLE text RESULT_VARIABLE result TIMEOUT 120)
  if(NOT result EQUAL 0 OR NOT text MATCHES "somn proof passed")
    message(FATAL_ERROR "somn.cm was built for ${TAG} and does not work in ${NGSPICE} (result: ${result}). The version or "
      "the CIDER, OSDI, KLU macros differ from that ngspice's: check NGSPICE_SOURCE_DIR and SOMN_HOST_MACROS. It printed:\n${text}")
  endif()
endif()
foreach(result ${RESULTS})
  file(COPY_FILE ${CODE_MODEL} ${result}.part)
  file(RENAME ${result}.part ${result})
endforeach()
