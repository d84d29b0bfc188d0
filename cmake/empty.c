/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nothing: EscapeConfig.cmake compiles it to see whether GCC loads the plugin. */
