# Every library rekey stands on, from the system's packages, each as one target rekey::<name>.
# A missing one ends the configuration with the package to install.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

function(rekey_missing what package)
  message(FATAL_ERROR "${what} is missing. On Debian: apt-get install ${package}")
endfunction()

function(rekey_interface name)
  add_library(rekey_${name} INTERFACE)
  add_library(rekey::${name} ALIAS rekey_${name})
endfunction()

# A static library where there is one: fewer files to load at start-up. REKEY_SHARED_LIBS turns it off.
option(REKEY_SHARED_LIBS "Link Hyperscan, RE2 and libgit2 as shared libraries" OFF)
function(rekey_find_library out name)
  if(NOT REKEY_SHARED_LIBS)
    find_library(${out} NAMES lib${name}.a)
  endif()
  if(NOT ${out})
    find_library(${out} NAMES ${name})
  endif()
  set(${out} ${${out}} PARENT_SCOPE)
endfunction()

# Hyperscan, or Vectorscan, which has its interface, where Hyperscan is not packaged (arm64).
pkg_check_modules(HS libhs)
if(NOT HS_FOUND)
  rekey_missing("Hyperscan" "libhyperscan-dev (on arm64: libvectorscan-dev)")
endif()
rekey_find_library(HS_LIBRARY hs)
rekey_interface(hyperscan)
target_include_directories(rekey_hyperscan SYSTEM INTERFACE ${HS_INCLUDE_DIRS})
target_link_libraries(rekey_hyperscan INTERFACE ${HS_LIBRARY} m)

pkg_check_modules(RE2 re2)
if(NOT RE2_FOUND)
  rekey_missing("RE2" "libre2-dev")
endif()
rekey_find_library(RE2_LIBRARY re2)
rekey_interface(re2)
target_link_libraries(rekey_re2 INTERFACE ${RE2_LIBRARY} Threads::Threads)

# Header only: Debian's compiled library throws, rekey's build of it does not.
find_path(TOMLPLUSPLUS_INCLUDE toml++/toml.h)
if(NOT TOMLPLUSPLUS_INCLUDE)
  rekey_missing("toml++" "libtomlplusplus-dev")
endif()
rekey_interface(tomlplusplus)
target_include_directories(rekey_tomlplusplus SYSTEM INTERFACE ${TOMLPLUSPLUS_INCLUDE})
target_compile_definitions(rekey_tomlplusplus INTERFACE TOML_EXCEPTIONS=0 TOML_HEADER_ONLY=1)

find_package(nlohmann_json QUIET)
if(NOT nlohmann_json_FOUND)
  rekey_missing("nlohmann_json" "nlohmann-json3-dev")
endif()
rekey_interface(json)
target_link_libraries(rekey_json INTERFACE nlohmann_json::nlohmann_json)

find_package(CLI11 QUIET)
if(NOT CLI11_FOUND)
  rekey_missing("CLI11" "libcli11-dev")
endif()
rekey_interface(cli11)
target_link_libraries(rekey_cli11 INTERFACE CLI11::CLI11)

find_library(DEFLATE_LIBRARY deflate)
find_path(DEFLATE_INCLUDE libdeflate.h)
if(NOT DEFLATE_LIBRARY OR NOT DEFLATE_INCLUDE)
  rekey_missing("libdeflate" "libdeflate-dev")
endif()
rekey_interface(deflate)
target_include_directories(rekey_deflate SYSTEM INTERFACE ${DEFLATE_INCLUDE})
target_link_libraries(rekey_deflate INTERFACE ${DEFLATE_LIBRARY})

# zlib: stops where a header ends, which libdeflate cannot. Debian's libgit2 brings it anyway.
find_library(ZLIB_LIBRARY z)
find_path(ZLIB_INCLUDE zlib.h)
if(NOT ZLIB_LIBRARY OR NOT ZLIB_INCLUDE)
  rekey_missing("zlib" "zlib1g-dev")
endif()
rekey_interface(zlib)
target_include_directories(rekey_zlib SYSTEM INTERFACE ${ZLIB_INCLUDE})
target_link_libraries(rekey_zlib INTERFACE ${ZLIB_LIBRARY})

# libcurl is loaded when a host is asked (scanner/org/hosts/http.cc): linked, it would cost every start 3 ms.
find_path(CURL_INCLUDE curl/curl.h)
if(NOT CURL_INCLUDE)
  rekey_missing("libcurl" "libcurl4-openssl-dev")
endif()
rekey_interface(curl)
target_include_directories(rekey_curl SYSTEM INTERFACE ${CURL_INCLUDE})
target_link_libraries(rekey_curl INTERFACE ${CMAKE_DL_LIBS})

# libpq likewise (scanner/org/state/postgres_database.cc).
find_path(LIBPQ_INCLUDE libpq-fe.h PATH_SUFFIXES postgresql)
if(NOT LIBPQ_INCLUDE)
  rekey_missing("libpq" "libpq-dev")
endif()
rekey_interface(postgres)
target_include_directories(rekey_postgres SYSTEM INTERFACE ${LIBPQ_INCLUDE})
target_link_libraries(rekey_postgres INTERFACE ${CMAKE_DL_LIBS})

find_path(SQLITE_INCLUDE sqlite3.h)
rekey_find_library(SQLITE_LIBRARY sqlite3)
if(NOT SQLITE_LIBRARY OR NOT SQLITE_INCLUDE)
  rekey_missing("SQLite" "libsqlite3-dev")
endif()
rekey_interface(sqlite)
target_include_directories(rekey_sqlite SYSTEM INTERFACE ${SQLITE_INCLUDE})
target_link_libraries(rekey_sqlite INTERFACE ${SQLITE_LIBRARY} Threads::Threads ${CMAKE_DL_LIBS} m)

# SHA-256: mbedtls, because Debian's libgit2 brings it in anyway.
find_library(MBEDCRYPTO_LIBRARY mbedcrypto)
find_path(MBEDCRYPTO_INCLUDE mbedtls/sha256.h)
if(NOT MBEDCRYPTO_LIBRARY OR NOT MBEDCRYPTO_INCLUDE)
  rekey_missing("Mbed TLS" "libmbedtls-dev")
endif()
rekey_interface(digest)
target_include_directories(rekey_digest SYSTEM INTERFACE ${MBEDCRYPTO_INCLUDE})
target_link_libraries(rekey_digest INTERFACE ${MBEDCRYPTO_LIBRARY})

# The slow hash of fingerprints.
find_path(ARGON2_INCLUDE argon2.h)
rekey_find_library(ARGON2_LIBRARY argon2)
if(NOT ARGON2_LIBRARY OR NOT ARGON2_INCLUDE)
  rekey_missing("Argon2" "libargon2-dev")
endif()
rekey_interface(argon2)
target_include_directories(rekey_argon2 SYSTEM INTERFACE ${ARGON2_INCLUDE})
target_link_libraries(rekey_argon2 INTERFACE ${ARGON2_LIBRARY} Threads::Threads)

include(cmake/libgit2.cmake)
