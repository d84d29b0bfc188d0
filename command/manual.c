/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manual.c - man pages and completions, made of the tables.

     escape --man [COMMAND]     a page in man(7)
     escape --completion        for bash

   Called by `make`; not shown to users.  */

#include "command.h"
#include "manual.h"

#include <stdio.h>
#include <string.h>

/* S as text of a page: hyphens that are minus signs, and no line that begins
   with a request.  */
static void
roff (const char *s)
{
  for (const char *p = s; *p; p++)
    if (*p == '-')
      fputs ("\\-", stdout);
    else if (*p == '\\')
      fputs ("\\e", stdout);
    else if ((*p == '.' || *p == '\'') && (p == s || p[-1] == '\n'))
      printf ("\\&%c", *p);
    else
      putchar (*p);
}

static void
option (const struct argp_option *o)
{
  printf (".TP\n");
  if (o->key > 32 && o->key < 127)
    printf ("\\fB\\-%c\\fR, ", o->key);
  fputs ("\\fB\\-\\-", stdout);
  roff (o->name);
  fputs ("\\fR", stdout);
  if (o->arg)
    {
      fputs ("=\\fI", stdout);
      roff (o->arg);
      fputs ("\\fR", stdout);
    }
  putchar ('\n');
  roff (o->doc);
  putchar ('\n');
}

static void
options (const struct argp_option *o)
{
  for (; o && (o->name || o->key); o++)
    if (o->name)
      option (o);
}

static void
page_end (void)
{
  printf (".SH EXIT STATUS\n0 nothing to report, 1 the gate fails, 2 wrong use "
          "or unreadable input, 3 the analysis is incomplete or nothing was "
          "analysed. \\fBrun\\fR returns the build's own.\n"
          ".SH SEE ALSO\n\\fBescape\\fR(1), \\fBgcc\\fR(1)\n");
}

static void
page_of (const struct esc_command *c)
{
  printf (".TH ESCAPE\\-%s 1 \"\" \"escape %s\"\n.SH NAME\nescape\\-%s \\- ",
          c->name, ESC_VERSION, c->name);
  roff (c->summary);
  printf ("\n.SH SYNOPSIS\n\\fBescape %s\\fR [\\fIOPTION\\fR]... ", c->name);
  roff (c->args);
  printf ("\n.SH DESCRIPTION\n");
  roff (c->text);
  if (c->inputs)
    printf ("\n.PP\nINPUT is any mix of object files and archives with facts, "
            "SARIF files, and folders of these.");
  printf ("\n.SH OPTIONS\n");
  options (c->options);
  if (c->inputs)
    options (esc_input_options);
  printf (".TP\n\\fB\\-\\-help\\fR\nShow this in short\n");
  page_end ();
}

static void
page_of_all (void)
{
  printf (
      ".TH ESCAPE 1 \"\" \"escape %s\"\n.SH NAME\nescape \\- find addresses "
      "that outlive their objects\n.SH SYNOPSIS\n\\fBescape\\fR "
      "[\\fB\\-\\-help\\fR|\\fB\\-\\-version\\fR] \\fICOMMAND\\fR ...\n"
      ".SH DESCRIPTION\nReads what the GCC plugin of the same name leaves in "
      "object files, and puts the plugin into builds.\n.SH COMMANDS\n",
      ESC_VERSION);
  for (const struct esc_command *const *c = esc_commands; *c; c++)
    {
      printf (".TP\n\\fBescape\\-%s\\fR(1)\n", (*c)->name);
      roff ((*c)->summary);
      putchar ('\n');
    }
  printf (".SH RULES\n");
  for (int i = 0; i < ESC_NRULES; i++)
    {
      fputs (".TP\n\\fB", stdout);
      roff (esc_rules[i].slug);
      printf ("\\fR (CWE\\-%d)\n", esc_rules[i].cwe);
      roff (esc_rules[i].help);
      putchar ('\n');
    }
  page_end ();
}

static void
words (const struct argp_option *o)
{
  for (; o && (o->name || o->key); o++)
    if (o->name)
      printf (" --%s%s", o->name, o->arg ? "=" : "");
}

static void
completion (void)
{
  printf ("# bash completion of escape; made of its tables.\n_escape ()\n{\n"
          "  local words\n  case ${COMP_WORDS[1]} in\n");
  for (const struct esc_command *const *c = esc_commands; *c; c++)
    {
      printf ("    %s) words=\"--help", (*c)->name);
      words ((*c)->options);
      if ((*c)->inputs)
        words (esc_input_options);
      if (!strcmp ((*c)->args, "RULE"))
        for (int i = 0; i < ESC_NRULES; i++)
          printf (" %s", esc_rules[i].slug);
      printf ("\" ;;\n");
    }
  printf ("    *) words=\"--help --version");
  for (const struct esc_command *const *c = esc_commands; *c; c++)
    printf (" %s", (*c)->name);
  printf ("\" ;;\n  esac\n"
          "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- "
          "\"${COMP_WORDS[COMP_CWORD]}\")\n"
          "  [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace\n}\n"
          "complete -o default -F _escape escape\n");
}

bool
esc_manual (int argc, char **argv)
{
  if (argc == 2 && !strcmp (argv[1], "--completion"))
    {
      completion ();
      return true;
    }
  if (argc < 2 || strcmp (argv[1], "--man"))
    return false;
  if (argc == 2)
    page_of_all ();
  for (const struct esc_command *const *c = esc_commands; argc > 2 && *c; c++)
    if (!strcmp ((*c)->name, argv[2]))
      page_of (*c);
  return true;
}
