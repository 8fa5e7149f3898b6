# SPDX-License-Identifier: GPL-2.0-or-later
# Libraries from outside, as imported targets; all that is missing is named at once, by its Debian package.
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
set(rat_missing "")

find_program(RAT_MSGFMT msgfmt)
if(NOT RAT_MSGFMT)
    list(APPEND rat_missing gettext)
endif()

find_package(PkgConfig)
if(NOT PKG_CONFIG_FOUND)
    message(FATAL_ERROR "pkg-config is missing. On Debian: sh cmake/install-deps.sh, or apt-get install pkg-config")
endif()

# rat_find(<name> <pkg-config module> <Debian package>) makes the target PkgConfig::<name>.
function(rat_find name module package)
    pkg_check_modules(${name} QUIET IMPORTED_TARGET GLOBAL ${module})
    if(NOT ${name}_FOUND)
        list(APPEND rat_missing ${package})
        set(rat_missing "${rat_missing}" PARENT_SCOPE)
    endif()
endfunction()

rat_find(XXHASH libxxhash libxxhash-dev)
rat_find(NETTLE nettle nettle-dev)
rat_find(UTF8PROC libutf8proc libutf8proc-dev)
rat_find(SQLITE3 sqlite3>=3.35 libsqlite3-dev)
rat_find(ZLIB zlib zlib1g-dev)
rat_find(JANSSON jansson libjansson-dev)
rat_find(MICROHTTPD libmicrohttpd>=0.9.71 libmicrohttpd-dev)
rat_find(XAPIAN xapian-core>=1.4.12 libxapian-dev)
rat_find(CURL libcurl>=7.85 libcurl4-openssl-dev)
if(BUILD_TESTING AND NOT RAT_FUZZ)
    rat_find(CMOCKA cmocka libcmocka-dev)
endif()

# libstemmer ships no .pc file.
find_path(RAT_STEMMER_INCLUDE libstemmer.h)
find_library(RAT_STEMMER_LIBRARY stemmer)
if(RAT_STEMMER_INCLUDE AND RAT_STEMMER_LIBRARY)
    add_library(rat_stemmer INTERFACE)
    target_include_directories(rat_stemmer SYSTEM INTERFACE "${RAT_STEMMER_INCLUDE}")
    target_link_libraries(rat_stemmer INTERFACE "${RAT_STEMMER_LIBRARY}")
else()
    list(APPEND rat_missing libstemmer-dev)
endif()

if(rat_missing)
    list(JOIN rat_missing " " rat_missing)
    message(FATAL_ERROR "Missing: ${rat_missing}. On Debian: sh cmake/install-deps.sh, or apt-get install ${rat_missing}")
endif()
