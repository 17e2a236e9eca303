# What the compiler and the linker do against faults that a hostile file might find in the program: a
# write past a buffer ends the program instead of going on. For the project's own code; libraries
# come as the system built them. tests/cli/hardened.sh looks at the program that was built.
#
# REKEY_HARDEN=OFF builds without, to measure what it costs (benchmarks/history, benchmarks/startup.sh).
option(REKEY_HARDEN "Build with stack protection, checked library calls and read-only relocations" ON)

include(CheckCXXCompilerFlag)
include(CheckLinkerFlag)
include(CheckPIESupported)
check_pie_supported()

# Adds those of the flags that the compiler knows.
function(rekey_compile_hardening)
  foreach(flag ${ARGN})
    string(MAKE_C_IDENTIFIER "REKEY_HAS${flag}" known)
    check_cxx_compiler_flag("-Werror ${flag}" ${known})
    if(${known})
      add_compile_options($<$<COMPILE_LANGUAGE:C,CXX>:${flag}>)
    endif()
  endforeach()
endfunction()

function(rekey_link_hardening)
  foreach(flag ${ARGN})
    string(MAKE_C_IDENTIFIER "REKEY_LINKS${flag}" known)
    check_linker_flag(CXX ${flag} ${known})
    if(${known})
      add_link_options($<$<LINK_LANGUAGE:CXX>:${flag}>)
    endif()
  endforeach()
endfunction()

if(REKEY_HARDEN)
  rekey_compile_hardening(-fstack-protector-strong -fstack-clash-protection)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    rekey_compile_hardening(-fcf-protection=full)
  elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
    rekey_compile_hardening(-mbranch-protection=standard)
  endif()
  # Checked calls need an optimising compiler, and sanitizers bring checks of their own.
  if(NOT REKEY_SANITIZE)
    add_compile_options($<$<CONFIG:Release>:-U_FORTIFY_SOURCE>
      $<$<CONFIG:Release>:-D_FORTIFY_SOURCE=3>)
  endif()
  # operator[] and the like look at their bounds. Not where it is asked at every byte of a history, of
  # bounds that stand in the line before: with these four files a scan of 300 commits of redis took
  # 2.1 % more instructions, without them 1.1 % (valgrind --tool=callgrind rekey git -j 1).
  add_compile_definitions(_GLIBCXX_ASSERTIONS)
  set_source_files_properties(scanner/git/pack/delta.cc scanner/match/simd/literal_set.cc
    scanner/match/simd/random_run.cc scanner/rules/provider_words.cc PROPERTIES
    COMPILE_OPTIONS -U_GLIBCXX_ASSERTIONS)
  rekey_link_hardening(-Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,-z,separate-code)
endif()
