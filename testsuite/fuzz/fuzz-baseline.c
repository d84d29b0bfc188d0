/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz-baseline.c - the file of accepted findings, matched against nothing and
   written again.  */

#include "fuzz.h"
#include "command.h"
#include "baseline.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  char name[FUZZ_NAME];
  FILE *f = fuzz_file (data, size, name);
  struct esc_baseline b = { 0 };
  struct esc_set *s = esc_set_new ("/");
  esc_set_settle (s, ESC_AUDIT);
  if (esc_baseline_read (&b, name, false))
    {
      esc_baseline_match (&b, s);
      esc_baseline_write (&b, s, NULL, NULL, "/dev/null");
    }
  esc_baseline_free (&b);
  esc_set_free (s);
  fclose (f);
  return 0;
}
