/* SPDX-License-Identifier: GPL-3.0-or-later */
/* output.c - text that grows, and its way out.

   A report is made as a whole before any of it is written, so a file holds a
   whole report or what it held before.  */

#include "alloc.h"
#include "command.h"
#include "save.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
esc_text_bytes (struct esc_text *t, const char *data, size_t n)
{
  if (t->size + n + 1 > t->cap)
    {
      size_t cap = t->cap ? t->cap : 1024;
      while (cap < t->size + n + 1)
        cap *= 2;
      t->data = esc_xrealloc (t->data, cap);
      t->cap = cap;
    }
  memcpy (t->data + t->size, data, n);
  t->size += n;
  t->data[t->size] = '\0';
}

void
esc_text_add (struct esc_text *t, const char *fmt, ...)
{
  char *s = NULL;
  va_list ap;
  va_start (ap, fmt);
  int n = vasprintf (&s, fmt, ap);
  va_end (ap);
  if (n < 0)
    esc_fatal ("memory ran out");
  esc_text_bytes (t, s, (size_t)n);
  free (s);
}

void
esc_say (const char *file, const char *fmt, ...)
{
  va_list ap;
  fflush (stdout);
  fprintf (stderr, "escape: ");
  if (file)
    fprintf (stderr, "%s: ", file);
  va_start (ap, fmt);
  vfprintf (stderr, fmt, ap);
  va_end (ap);
  fputc ('\n', stderr);
}

bool
esc_deliver (struct esc_text *t, const char *file)
{
  bool ok;
  if (file && strcmp (file, "-"))
    ok = esc_save (file, t->data ? t->data : "", t->size);
  else
    {
      size_t n = t->size ? fwrite (t->data, 1, t->size, stdout) : 0;
      ok = n == t->size && !fflush (stdout);
      file = "standard output";
    }
  if (!ok)
    esc_say (file, "%s", strerror (errno));
  free (t->data);
  memset (t, 0, sizeof *t);
  return ok;
}
