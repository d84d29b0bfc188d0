/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz.c - what the fuzzing targets share; see fuzz.h.  */

#include "fuzz.h"
#include "alloc.h"
#include "verdict.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

char *
fuzz_string (const uint8_t *data, size_t size)
{
  char *s = esc_xmalloc (size + 1);
  memcpy (s, data, size);
  s[size] = '\0';
  return s;
}

FILE *
fuzz_file (const uint8_t *data, size_t size, char name[FUZZ_NAME])
{
  int fd = memfd_create ("input", 0);
  FILE *f = fd < 0 ? NULL : fdopen (fd, "w+");
  if (!f || fwrite (data, 1, size, f) != size || fflush (f) != 0)
    esc_fatal ("no file in memory");
  snprintf (name, FUZZ_NAME, "/proc/self/fd/%d", fd);
  return f;
}

void
fuzz_solve (struct esc_module *m)
{
  struct esc_options o = {
    .level = ESC_AUDIT, .notes = 2, .max_local = 1 << 17, .max_vla = 1 << 16
  };
  struct esc_report r = { 0 };
  char words[400];
  esc_solve (m, &o, &r);
  for (uint32_t i = 0; i < r.nfindings; i++)
    esc_message (m, &r.findings[i], words, sizeof words);
  esc_report_free (&r);
}
