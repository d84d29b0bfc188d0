/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz-unit.c - the record of a unit, as it stands in an object: what is
   accepted is written again and read again, and goes into every report.  */

#include "fuzz.h"
#include "alloc.h"
#include "command.h"
#include "sarif.h"

#include <stdlib.h>

static void
report (struct esc_set *s)
{
  void (*const formats[]) (struct esc_set *, struct esc_text *)
      = { esc_out_text,  esc_out_json,   esc_out_gitlab,
          esc_out_junit, esc_out_github, esc_out_html };
  size_t size;
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
    {
      struct esc_text t = { 0 };
      formats[i](s, &t);
      free (t.data);
    }
  free (esc_sarif_write (s, &size));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const char *why;
  size_t n;
  struct esc_unit *u = esc_unit_read (data, size, &why);
  if (!u)
    return 0;
  unsigned char *bytes = esc_unit_write (u, &n);
  struct esc_unit *again = esc_unit_read (bytes, n, &why);
  ESC_CHECK (again);
  esc_unit_free (again);
  free (bytes);
  struct esc_set *s = esc_set_new ("/");
  esc_set_add (s, u);
  esc_set_settle (s, ESC_AUDIT);
  report (s);
  esc_set_free (s);
  return 0;
}
