/* SPDX-License-Identifier: GPL-3.0-or-later */
/* embed-pages.c - the pages of docs/rules as a C file, at build time.

     embed-pages rule-pages.c docs/rules

   The file defines esc_rule_pages (rule-pages.h), by rule; a rule without a
   page is an error.  */

#include "rule-pages.h"

#include <stdio.h>

static int
print_page (FILE *out, const char *folder, const char *slug)
{
  char path[4096];
  snprintf (path, sizeof path, "%s/%s.md", folder, slug);
  FILE *in = fopen (path, "rb");
  if (!in)
    {
      perror (path);
      return 1;
    }
  unsigned column = 0;
  fprintf (out, "  (const char[]) {\n");
  for (int c; (c = getc (in)) != EOF;)
    fprintf (out, "(char) %d,%s", c, ++column % 12 ? "" : "\n");
  fprintf (out, "0 },\n");
  fclose (in);
  return 0;
}

int
main (int argc, char **argv)
{
  FILE *out = argc == 3 ? fopen (argv[1], "w") : NULL;
  int failed = 0;
  if (!out)
    {
      perror (argc == 3 ? argv[1] : "usage: embed-pages OUTPUT FOLDER");
      return 2;
    }
  fprintf (out, "/* Made from docs/rules by embed-pages.  */\n"
                "#include \"rule-pages.h\"\n\n"
                "const char *const esc_rule_pages[ESC_NRULES] = {\n");
  for (int i = 0; i < ESC_NRULES; i++)
    failed |= print_page (out, argv[2], esc_rules[i].slug);
  fprintf (out, "};\n");
  failed |= fclose (out) != 0;
  if (failed)
    remove (argv[1]);
  return failed;
}
