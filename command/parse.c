/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parse.c - the command lines of all commands, by argp.

   A command says which options it has; those of every command that takes INPUT
   are here.  `escape gate --help` is argp's; wrong use exits with status 2.  */

#include "command.h"
#include "alloc.h"

#include <stdlib.h>
#include <string.h>

enum
{
  KEY_ROOT = 0x1000,
  KEY_LEVEL
};

const struct argp_option esc_input_options[]
    = { { "level", KEY_LEVEL, "LEVEL", 0,
          "Findings up to this level: definite, likely or audit", 90 },
        { "root", KEY_ROOT, "DIR", 0,
          "Show file names from this folder (default: the nearest one upwards "
          "with a .git, else the current one)",
          91 },
        { 0 } };

struct parsing
{
  argp_parser_t parse;
  void *input;
  struct esc_inputs *in;
};

static error_t
parse_input_key (int key, char *arg, struct argp_state *state,
                 struct esc_inputs *in)
{
  switch (key)
    {
    case KEY_ROOT:
      in->root = arg;
      return 0;
    case KEY_LEVEL:
      in->level = esc_level_find (arg);
      if (!in->level)
        argp_error (state, "--level=%s: a level is definite, likely or audit",
                    arg);
      return 0;
    case ARGP_KEY_ARG:
      ESC_GROW (in->names, in->cap, in->nnames + 1);
      in->names[in->nnames++] = arg;
      return 0;
    case ARGP_KEY_END:
      if (!in->nnames)
        argp_error (state, "INPUT is missing: object files, archives, SARIF "
                           "files or folders");
      return 0;
    default:
      return ARGP_ERR_UNKNOWN;
    }
}

static error_t
parse_key (int key, char *arg, struct argp_state *state)
{
  struct parsing *p = state->input;
  state->input = p->input;
  error_t e = p->parse ? p->parse (key, arg, state) : ARGP_ERR_UNKNOWN;
  state->input = p;
  if (e == ARGP_ERR_UNKNOWN && p->in)
    e = parse_input_key (key, arg, state, p->in);
  return e;
}

/* A's options and then B's.  */
static struct argp_option *
join_options (const struct argp_option *a, const struct argp_option *b)
{
  size_t na = 0, nb = 0;
  static const struct argp_option none = { 0 };
  a = a ? a : &none;
  b = b ? b : &none;
  while (a[na].name || a[na].key || a[na].doc)
    na++;
  while (b[nb].name || b[nb].key || b[nb].doc)
    nb++;
  struct argp_option *all = esc_xcalloc (na + nb + 1, sizeof *all);
  memcpy (all, a, na * sizeof *a);
  memcpy (all + na, b, nb * sizeof *b);
  return all;
}

void
esc_parse (const struct esc_command *c, int argc, char **argv,
           argp_parser_t parse, void *input, struct esc_inputs *in)
{
  struct parsing p = { parse, input, in };
  struct esc_text doc = { 0 }, name = { 0 };
  esc_text_add (&doc, "%s.\v%s", c->summary, c->text);
  esc_text_add (&name, "escape %s", c->name);
  struct argp_option *options
      = join_options (c->options, c->inputs ? esc_input_options : NULL);
  struct argp argp
      = { options, parse_key, c->args, doc.data, NULL, NULL, NULL };
  argp_err_exit_status = ESC_EXIT_USAGE;
  argv[0] = name.data;
  if (argp_parse (&argp, argc, argv, 0, NULL, &p))
    exit (ESC_EXIT_USAGE);
  free (options);
  free (doc.data);
}
