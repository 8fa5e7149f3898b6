# SPDX-License-Identifier: GPL-2.0-or-later
# How every C file of the project, and the C++ file of xapian/, is compiled.
set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS ON)
set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
foreach(language IN ITEMS C CXX)
    set(CMAKE_${language}_FLAGS_DEBUG "-O1 -g")
    set(CMAKE_${language}_FLAGS_RELEASE "-O3 -g") # asserts stay: they guard what is written to disk
endforeach()
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release)
endif()

include_directories("${PROJECT_SOURCE_DIR}")
add_compile_definitions(_GNU_SOURCE _FILE_OFFSET_BITS=64)
add_compile_options(-Wall -Wextra -Wshadow -Wvla -Wwrite-strings -Wformat=2
    "$<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes;-Wmissing-prototypes>")
if(RAT_WERROR)
    add_compile_options(-Werror)
endif()

# strcpy and its kin do not compile; the glob notices the header when it appears.
file(GLOB rat_banned CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/base/banned.h")
if(rat_banned)
    add_compile_options("$<$<COMPILE_LANGUAGE:C>:SHELL:-include \"${rat_banned}\">")
endif()

if(RAT_SANITIZE)
    add_compile_options(-fsanitize=${RAT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${RAT_SANITIZE})
endif()

if(RAT_LTO)
    include(CheckIPOSupported)
    check_ipo_supported(RESULT rat_lto_works OUTPUT rat_lto_reason LANGUAGES C CXX)
    if(rat_lto_works)
        set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ON)
    else()
        message(WARNING "Link-time optimization is off, the compiler cannot do it: ${rat_lto_reason}")
    endif()
endif()
