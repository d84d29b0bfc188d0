/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wrap.h - the plugin in every compilation of a build.  */

#ifndef ESC_WRAP_H
#define ESC_WRAP_H

#include "command.h"

#include <time.h>

/* A build with the plugin: what `run` and `replay` share.  */
struct esc_watch
{
  char *dir;          /* of everything that is kept */
  char *tools;        /* holds cc1: a place for each plugin and arguments */
  bool temporary;     /* ... and removed at the end */
  const char *plugin; /* asked for, or NULL: found */
  char **args;        /* plugin arguments, "level=audit" */
  uint32_t nargs, cap;
  struct timespec start;
};

/* Make the folder and set the environment.  False if it cannot be done
   (said).  */
bool esc_watch_begin (struct esc_watch *);
/* Collect what the compilations since then have left, also in objects below
   the current folder, and say what it is on standard error.  Returns OK or
   INCOMPLETE.  */
enum esc_exit esc_watch_end (struct esc_watch *);

/* Is this process the compiler proper that a driver has called instead of its
   own?  Then it becomes that, with the plugin.  */
bool esc_wrap_asked (const char *argv0);
int esc_wrap_run (int argc, char **argv);

#endif
