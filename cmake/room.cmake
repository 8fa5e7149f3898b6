# SPDX-License-Identifier: GPL-2.0-or-later
# rat_room(<folder> [ROOMS <folder>...] [LIBRARIES <target>...]) makes the static library rat_<folder> from
# the folder's *.c and links it with the rooms below it and with libraries from outside. A folder without
# sources becomes an empty interface, so that the rooms above it still configure.
function(rat_room name)
    cmake_parse_arguments(arg "" "" "ROOMS;LIBRARIES" ${ARGN})
    list(TRANSFORM arg_ROOMS PREPEND rat_)
    file(GLOB sources CONFIGURE_DEPENDS *.c)
    if(sources)
        add_library(rat_${name} STATIC ${sources})
        target_link_libraries(rat_${name} PUBLIC ${arg_ROOMS} PRIVATE ${arg_LIBRARIES})
    else()
        add_library(rat_${name} INTERFACE)
        target_link_libraries(rat_${name} INTERFACE ${arg_ROOMS} ${arg_LIBRARIES})
    endif()
endfunction()
