# SPDX-License-Identifier: GPL-3.0-or-later
# EscapeEnable.cmake - escape_enable(TARGET...
#   [LEVEL definite|likely|audit] [ENABLE RULES] [DISABLE RULES] [ERROR RULES]
#   [PROMOTE] [FACTS] [MODELS FILE...] [ARGUMENTS NAME[=VALUE]...])
#
# Compiles the C sources of each TARGET with the plugin.  RULES are written as
# for the plugin: names with commas, * patterns, all.  ARGUMENTS are any other
# arguments of the plugin.  If the plugin or a model changes, the sources are
# compiled again.

function(escape_enable)
  cmake_parse_arguments(PARSE_ARGV 0 _e "PROMOTE;FACTS"
                        "LEVEL;ENABLE;DISABLE;ERROR" "MODELS;ARGUMENTS")
  if(NOT _e_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "escape_enable: which target?")
  endif()
  if(NOT Escape_FOUND)
    return()
  endif()

  set(_arguments ${_e_ARGUMENTS})
  foreach(_name LEVEL ENABLE DISABLE ERROR)
    if(DEFINED _e_${_name})
      string(TOLOWER ${_name} _lower)
      list(APPEND _arguments "${_lower}=${_e_${_name}}")
    endif()
  endforeach()
  foreach(_name PROMOTE FACTS)
    if(_e_${_name})
      string(TOLOWER ${_name} _lower)
      list(APPEND _arguments ${_lower})
    endif()
  endforeach()
  set(_depends "${Escape_PLUGIN}")
  foreach(_model ${_e_MODELS})
    get_filename_component(_model "${_model}" ABSOLUTE)
    list(APPEND _arguments "model=${_model}")
    list(APPEND _depends "${_model}")
  endforeach()

  set(_options "-fplugin=${Escape_PLUGIN}")
  foreach(_argument ${_arguments})
    list(APPEND _options "-fplugin-arg-escape-${_argument}")
  endforeach()
  foreach(_target ${_e_UNPARSED_ARGUMENTS})
    if(NOT TARGET ${_target})
      message(FATAL_ERROR "escape_enable: there is no target ${_target}")
    endif()
    target_compile_options(${_target} PRIVATE "$<$<COMPILE_LANGUAGE:C>:${_options}>")
    get_target_property(_sources ${_target} SOURCES)
    get_target_property(_dir ${_target} SOURCE_DIR)
    foreach(_source ${_sources})
      if(_source MATCHES "\\.c$")
        get_filename_component(_source "${_source}" ABSOLUTE BASE_DIR "${_dir}")
        set_property(SOURCE "${_source}" APPEND PROPERTY OBJECT_DEPENDS "${_depends}")
      endif()
    endforeach()
    if(_e_PROMOTE)
      # What link-time inlining makes visible is promoted when linking.
      target_link_options(${_target} PRIVATE
        "$<$<LINK_LANGUAGE:C>:-fplugin=${Escape_PLUGIN};-fplugin-arg-escape-promote>")
    endif()
  endforeach()
endfunction()
