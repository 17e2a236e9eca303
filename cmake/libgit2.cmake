# libgit2: static with libgit2_offline.c in place of its network transports where that links, else shared.
#
# rekey never speaks to a network through libgit2, yet the shared library loads libssh2, krb5 and
# OpenSSL (4 ms) and reads the system's certificates on every git_libgit2_init() (9 ms): more than a
# commit hook may take in all.
pkg_check_modules(GIT2 libgit2)
if(NOT GIT2_FOUND)
  rekey_missing("libgit2" "libgit2-dev")
endif()
rekey_interface(git2)
target_include_directories(rekey_git2 SYSTEM INTERFACE ${GIT2_INCLUDE_DIRS})

set(GIT2_OFFLINE_SOURCE ${CMAKE_SOURCE_DIR}/cmake/libgit2_offline.c)
if(NOT REKEY_SHARED_LIBS)
  find_library(GIT2_STATIC NAMES libgit2.a)
endif()
if(GIT2_STATIC)
  set(GIT2_OFFLINE_LIBS ${GIT2_STATIC} mbedcrypto http_parser pcre2-8 z m)
  try_compile(GIT2_OFFLINE_LINKS ${CMAKE_BINARY_DIR}/libgit2_offline
    SOURCES ${GIT2_OFFLINE_SOURCE} ${CMAKE_SOURCE_DIR}/cmake/libgit2_probe.c
    LINK_LIBRARIES ${GIT2_OFFLINE_LIBS} Threads::Threads
    CMAKE_FLAGS -DINCLUDE_DIRECTORIES=${GIT2_INCLUDE_DIRS})
endif()
if(GIT2_OFFLINE_LINKS)
  message(STATUS "libgit2: static, without its network transports")
  add_library(rekey_git2_offline OBJECT ${GIT2_OFFLINE_SOURCE})
  target_link_libraries(rekey_git2 INTERFACE $<TARGET_OBJECTS:rekey_git2_offline> ${GIT2_OFFLINE_LIBS})
else()
  message(STATUS "libgit2: shared; starting takes some 12 ms longer")
  target_link_libraries(rekey_git2 INTERFACE ${GIT2_LIBRARIES})
endif()
