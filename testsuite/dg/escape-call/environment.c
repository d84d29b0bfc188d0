/* SPDX-License-Identifier: GPL-3.0-or-later */
/* putenv keeps its argument.  */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int
warn_putenv (const char *v)
{
  char e[64];
  snprintf (e, sizeof e, "LANG=%s", v);
  return putenv (e); /* { dg-warning {'e'.*\[escape-call\]} } */
}

void
warn_putenv_then_run (const char *v)
{
  char e[64] = "MODE=";
  strncat (e, v, 50);
  if (putenv (e)) /* { dg-warning {'e'.*\[escape-call\]} } */
    abort ();
  if (system ("true"))
    puts ("failed");
}

int
nowarn_setenv (const char *v)
{
  char e[64];
  snprintf (e, sizeof e, "%s", v);
  return setenv ("LANG", e, 1);
}

int
nowarn_static (const char *v)
{
  static char e[64];
  snprintf (e, sizeof e, "LANG=%s", v);
  return putenv (e);
}

int
nowarn_heap (const char *v)
{
  char e[64];
  snprintf (e, sizeof e, "LANG=%s", v);
  char *h = strdup (e);
  return h ? putenv (h) : -1;
}

void
nowarn_before_exec (char **argv)
{
  char e[64] = "LANG=C";
  putenv (e);
  execvp (argv[0], argv);
  _exit (127);
}
