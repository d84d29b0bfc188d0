/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz-text.c - facts as text: what is accepted is written as a text that is
   accepted and written the same, and can be solved.  */

#include "fuzz.h"
#include "alloc.h"

#include <stdlib.h>
#include <string.h>

struct written
{
  char *text;
  uint32_t size, cap;
};

static void
put (void *arg, const char *s)
{
  struct written *w = arg;
  uint32_t n = (uint32_t)strlen (s);
  ESC_GROW (w->text, w->cap, w->size + n + 1);
  memcpy (w->text + w->size, s, n + 1);
  w->size += n;
}

static struct esc_module *
read_text (const char *text)
{
  struct esc_text_error err;
  struct esc_module *m = esc_module_new ();
  if (esc_text_read (m, text, &err))
    return m;
  esc_module_free (m);
  return NULL;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  char *text = fuzz_string (data, size);
  struct esc_module *m = read_text (text);
  if (m)
    {
      struct written once = { 0 }, again = { 0 };
      put (&once, "");
      put (&again, "");
      esc_text_write (m, ESC_NONE, put, &once);
      struct esc_module *copy = read_text (once.text);
      ESC_CHECK (copy);
      esc_text_write (copy, ESC_NONE, put, &again);
      ESC_CHECK (strcmp (once.text, again.text) == 0);
      fuzz_solve (copy);
      esc_module_free (copy);
      esc_module_free (m);
      free (once.text);
      free (again.text);
    }
  free (text);
  return 0;
}
