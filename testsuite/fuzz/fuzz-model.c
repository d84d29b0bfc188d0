/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz-model.c - a user's model file: what is accepted can be linked to a
   program that calls some of it, and the program solved.  */

#include "fuzz.h"
#include "alloc.h"
#include "model.h"

#include <stdlib.h>

static const char program[] = "global head 8\n"
                              "func f(a*, b*, n:4) extern\n"
                              "func g(a*) extern\n"
                              "func user(p*)\n"
                              "  local x 8\n"
                              "  q* = call f(&x, p, 8)\n"
                              "  store [&head] 8 = q\n"
                              "  call g(q)\n"
                              "  ret q\n";

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  struct esc_text_error err;
  char *text = fuzz_string (data, size);
  struct esc_models *models = esc_models_new ();
  struct esc_module *m = esc_module_new ();
  ESC_CHECK (esc_text_read (m, program, &err));
  if (esc_models_add (models, text, true, &err))
    {
      esc_models_link (models, m);
      fuzz_solve (m);
    }
  esc_module_free (m);
  esc_models_free (models);
  free (text);
  return 0;
}
