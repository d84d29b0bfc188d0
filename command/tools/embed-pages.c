/* SPDX-License-Identifier: GPL-3.0-or-later */
/* embed-pages.c - the texts inside the command as a C file, at build time.

     embed-pages rule-pages.c docs/rules command

   The file defines what rule-pages.h declares: the page of each rule (a rule
   without one is an error), and the style and script of the audit page.  */

#include "rule-pages.h"

#include <stdio.h>

/* The content of FOLDER/NAME SUFFIX as an initialiser.  */
static int
print_text (FILE *out, const char *folder, const char *name, const char *suffix)
{
  char path[4096];
  snprintf (path, sizeof path, "%s/%s%s", folder, name, suffix);
  FILE *in = fopen (path, "rb");
  if (!in)
    {
      perror (path);
      return 1;
    }
  unsigned column = 0;
  fprintf (out, "{\n");
  for (int c; (c = getc (in)) != EOF;)
    fprintf (out, "(char) %d,%s", c, ++column % 12 ? "" : "\n");
  fprintf (out, "0 }");
  fclose (in);
  return 0;
}

static int
print_all (FILE *out, const char *rules, const char *command)
{
  int failed = 0;
  fprintf (out, "/* Made by embed-pages.  */\n#include \"rule-pages.h\"\n\n"
                "const char *const esc_rule_pages[ESC_NRULES] = {\n");
  for (int i = 0; i < ESC_NRULES; i++)
    {
      fprintf (out, "  (const char[]) ");
      failed |= print_text (out, rules, esc_rules[i].slug, ".md");
      fprintf (out, ",\n");
    }
  fprintf (out, "};\n\nconst char esc_page_style[] = ");
  failed |= print_text (out, command, "page", ".css");
  fprintf (out, ";\n\nconst char esc_page_script[] = ");
  failed |= print_text (out, command, "page", ".js");
  fprintf (out, ";\n");
  return failed;
}

int
main (int argc, char **argv)
{
  FILE *out = argc == 4 ? fopen (argv[1], "w") : NULL;
  if (!out)
    {
      perror (argc == 4 ? argv[1] : "usage: embed-pages OUTPUT RULES COMMAND");
      return 2;
    }
  int failed = print_all (out, argv[2], argv[3]);
  failed |= fclose (out) != 0;
  if (failed)
    remove (argv[1]);
  return failed;
}
