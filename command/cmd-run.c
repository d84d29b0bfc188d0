/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd-run.c - `escape run -- make`: a build with the plugin.  */

#include "alloc.h"
#include "process.h"
#include "wrap.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct argp_option options[]
    = { { "output", 'o', "DIR", 0,
          "Keep the facts in DIR (DIR/facts is an INPUT of the other commands)",
          1 },
        { "plugin", 'p', "FILE", 0,
          "The plugin, if it is not the one beside this program or in GCC's "
          "plugin folder",
          1 },
        { 0 } };

static error_t
parse (int key, char *arg, struct argp_state *state)
{
  struct esc_watch *w = state->input;
  switch (key)
    {
    case 'o':
      w->dir = arg;
      return 0;
    case 'p':
      w->plugin = arg;
      return 0;
    case ARGP_KEY_ARG:
      ESC_GROW (w->args, w->cap, w->nargs + 1);
      w->args[w->nargs++] = arg;
      return 0;
    default:
      return ARGP_ERR_UNKNOWN;
    }
}

static int
run (int argc, char **argv)
{
  struct esc_watch w = { 0 };
  int split = 1;
  while (split < argc && strcmp (argv[split], "--"))
    split++;
  esc_parse (&esc_command_run, split, argv, parse, &w, NULL);
  if (split + 1 >= argc)
    {
      esc_say (NULL, "the build command is missing: escape run -- make");
      return ESC_EXIT_USAGE;
    }
  if (!esc_watch_begin (&w))
    return ESC_EXIT_USAGE;
  int status = esc_process (argv + split + 1, NULL, NULL);
  if (status < 0)
    {
      esc_say (argv[split + 1], "%s", strerror (errno));
      status = 127;
    }
  enum esc_exit analysis = esc_watch_end (&w);
  return status ? status : (int)analysis;
}

const struct esc_command esc_command_run = {
  .name = "run",
  .args = "[ARGUMENT...] -- BUILD COMMAND...",
  .summary = "Run a build with the plugin in every gcc call",
  .text
  = "ARGUMENT is one of the plugin's, such as level=audit or "
    "model=FILE. The build's files are not touched, its output and status "
    "are its own; the summary goes to standard error. The objects carry "
    "the facts, so `escape gate .' works afterwards. The status is 3 if "
    "the build succeeds and nothing was analysed.",
  .options = options,
  .run = run,
};
