/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz-module.c - facts as bytes: what is accepted can be solved.  */

#include "fuzz.h"
#include "module-code.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  struct esc_places places = { 0 };
  const char *why;
  struct esc_module *m = esc_module_read (data, size, &places, &why);
  if (m)
    {
      fuzz_solve (m);
      esc_module_free (m);
    }
  esc_places_free (&places);
  return 0;
}
