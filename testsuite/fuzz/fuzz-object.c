/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz-object.c - files that the command reads, told apart by their first
   bytes: objects, archives, frames, SARIF.  */

#include "fuzz.h"
#include "command.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  char name[FUZZ_NAME];
  FILE *f = fuzz_file (data, size, name);
  struct esc_set *s = esc_set_new ("/");
  esc_read_file (s, name, true);
  esc_set_settle (s, ESC_AUDIT);
  esc_set_free (s);
  fclose (f);
  return 0;
}
