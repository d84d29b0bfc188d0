/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz-sarif.c - SARIF files; what is read is written as SARIF again.  */

#include "fuzz.h"
#include "command.h"
#include "sarif.h"

#include <stdlib.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  struct esc_set *s = esc_set_new ("/");
  size_t n;
  if (esc_read_sarif (s, "input.sarif", (const char *)data, size))
    {
      esc_set_settle (s, ESC_AUDIT);
      free (esc_sarif_write (s, &n));
    }
  esc_set_free (s);
  return 0;
}
