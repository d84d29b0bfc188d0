/* SPDX-License-Identifier: GPL-3.0-or-later */
/* embed.c - turn the models of this folder into a C file, at build time.

     embed builtin-models.c stdio.model stdlib.model ...

   The file defines esc_builtin_models (engine/model.h): the texts in the
   order given, without comments.  Every entry is compiled once to check it; an
   error is printed as FILE:LINE:COLUMN and nothing is written.  */

#include "alloc.h"
#include "model.h"

#include <stdio.h>
#include <stdlib.h>

static char *
read_file (const char *path)
{
  FILE *f = fopen (path, "rb");
  uint32_t n = 0, cap = 0;
  char *text = NULL;
  int c;
  if (!f)
    {
      perror (path);
      return NULL;
    }
  ESC_GROW (text, cap, 1);
  while ((c = getc (f)) != EOF)
    {
      ESC_GROW (text, cap, n + 2);
      text[n++] = (char)c;
    }
  text[n] = '\0';
  bool ok = !ferror (f);
  fclose (f);
  if (ok)
    return text;
  perror (path);
  free (text);
  return NULL;
}

static bool
add (struct esc_models *ms, const char *path, const char *text, bool check)
{
  struct esc_text_error err;
  if (esc_models_add (ms, text, check, &err))
    return true;
  fprintf (stderr, "%s:%u:%u: error: %s\n", path, err.line, err.column,
           err.message);
  return false;
}

/* Is every one of the N texts well formed?  A slot may be declared in any of
   them, so all are indexed before the first is compiled.  */
static bool
check_all (char **paths, char **texts, int n)
{
  bool ok = true;
  struct esc_models *ms = esc_models_new ();
  for (int i = 0; i < n; i++)
    ok &= add (ms, paths[i], texts[i], false);
  for (int i = 0; ok && i < n; i++)
    ok &= add (ms, paths[i], texts[i], true);
  esc_models_free (ms);
  return ok;
}

/* Print TEXT as numbers, because a string literal cannot be that long.  */
static bool
print_text (FILE *out, const char *text)
{
  for (unsigned column = 0; *text; text++)
    {
      if (*text == '#')
        while (text[1] && *text != '\n')
          text++;
      if (*text < 0)
        return false;
      fprintf (out, "%d,%s", *text, ++column % 20 ? "" : "\n");
    }
  return true;
}

static bool
write_all (const char *path, char **paths, char **texts, int n)
{
  FILE *out = fopen (path, "w");
  bool ok = out;
  if (!out)
    {
      perror (path);
      return false;
    }
  fprintf (out, "/* Made from models/ by embed.  */\n#include \"model.h\"\n\n"
                "const char esc_builtin_models[] = {\n");
  for (int i = 0; i < n && ok; i++)
    {
      ok = print_text (out, texts[i]);
      if (!ok)
        fprintf (stderr, "%s: error: not ASCII outside of comments\n",
                 paths[i]);
    }
  fprintf (out, "10, 0 };\n");
  if (fclose (out) != 0)
    {
      perror (path);
      ok = false;
    }
  if (!ok)
    remove (path);
  return ok;
}

int
main (int argc, char **argv)
{
  if (argc < 2)
    {
      fprintf (stderr, "usage: embed OUTPUT MODEL...\n");
      return 2;
    }
  int n = argc - 2;
  char **paths = argv + 2, **texts = esc_xcalloc ((size_t)n, sizeof *texts);
  bool ok = true;
  for (int i = 0; i < n && ok; i++)
    ok = (texts[i] = read_file (paths[i]));
  ok = ok && check_all (paths, texts, n)
       && write_all (argv[1], paths, texts, n);
  for (int i = 0; i < n; i++)
    free (texts[i]);
  free (texts);
  return ok ? 0 : 1;
}
