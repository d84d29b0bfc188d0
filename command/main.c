/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c - `escape COMMAND ...`.  */

#include "alloc.h"
#include "command.h"
#include "manual.h"
#include "wrap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct esc_command *const esc_commands[] = {
#define ESC_COMMAND(NAME) &esc_command_##NAME,
#include "commands.def"
#undef ESC_COMMAND
  NULL
};

static void
help (FILE *to)
{
  fprintf (to, "Usage: escape [--help|--version] COMMAND ...\n"
               "Finds addresses that outlive their objects, from what the GCC\n"
               "plugin of the same name leaves in object files.\n\n");
  for (const struct esc_command *const *c = esc_commands; *c; c++)
    fprintf (to, "  %-8s  %s\n", (*c)->name, (*c)->summary);
  fprintf (
      to, "\n`escape COMMAND --help' says more.  INPUT is any mix of object\n"
          "files and archives with facts, SARIF files, and folders of these.\n"
          "Exit status: 0 nothing to report, 1 the gate fails, 2 wrong use or\n"
          "unreadable input, 3 the analysis is incomplete or nothing was\n"
          "analysed; `run' returns the build's own.\n");
}

/* How many letters to change: small words only.  */
static unsigned
distance (const char *a, const char *b)
{
  unsigned row[32];
  size_t n = strlen (b);
  if (n > 31)
    return 99;
  for (size_t j = 0; j <= n; j++)
    row[j] = (unsigned)j;
  for (size_t i = 1; a[i - 1]; i++)
    {
      unsigned diagonal = row[0];
      row[0] = (unsigned)i;
      for (size_t j = 1; j <= n; j++)
        {
          unsigned best = diagonal + (a[i - 1] != b[j - 1]);
          best = row[j] + 1 < best ? row[j] + 1 : best;
          best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
          diagonal = row[j];
          row[j] = best;
        }
    }
  return row[n];
}

static int
unknown_command (const char *name)
{
  const char *near = NULL;
  unsigned least = 3;
  for (const struct esc_command *const *c = esc_commands; *c; c++)
    if (distance (name, (*c)->name) < least)
      {
        least = distance (name, (*c)->name);
        near = (*c)->name;
      }
  if (near)
    esc_say (NULL, "there is no command '%s'; did you mean '%s'?", name, near);
  else
    esc_say (NULL, "there is no command '%s'; see `escape --help'", name);
  return ESC_EXIT_USAGE;
}

struct call
{
  const struct esc_command *command;
  int argc;
  char **argv;
  int status;
};

static void
run (void *arg)
{
  struct call *c = arg;
  c->status = c->command->run (c->argc, c->argv);
}

int
main (int argc, char **argv)
{
  struct call call = { NULL, argc - 1, argv + 1, ESC_EXIT_USAGE };
  if (argc > 0 && esc_wrap_asked (argv[0]))
    return esc_wrap_run (argc, argv);
  if (argc < 2)
    {
      help (stderr);
      return ESC_EXIT_USAGE;
    }
  if (esc_manual (argc, argv))
    return ESC_EXIT_OK;
  if (!strcmp (argv[1], "--version"))
    {
      printf ("escape %s\n", ESC_VERSION);
      return ESC_EXIT_OK;
    }
  if (!strcmp (argv[1], "--help") || !strcmp (argv[1], "help"))
    {
      help (stdout);
      return ESC_EXIT_OK;
    }
  for (const struct esc_command *const *c = esc_commands; *c; c++)
    if (!strcmp (argv[1], (*c)->name))
      call.command = *c;
  if (!call.command)
    return unknown_command (argv[1]);
  const char *failed = esc_guard (run, &call);
  if (failed)
    {
      esc_say (NULL, "%s", failed);
      return ESC_EXIT_USAGE;
    }
  return call.status;
}
