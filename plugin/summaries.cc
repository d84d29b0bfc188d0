/* SPDX-License-Identifier: GPL-3.0-or-later */
/* summaries.cc - what other translation units do, as `escape link` wrote it.

   A summary is the facts of the function itself: the engine then answers as it
   would if the other source were part of this one.  They join the module like
   effect models, so nothing is reported in them.

   The file is read when the arguments are, so that what is wrong with it fails
   the compilation before it begins.  */

#include "gcc-compat.h"
#include "alloc.h"
#include "frame.h"
#include "module-code.h"
#include "summaries.h"

static struct esc_module *summaries;

/* The file's bytes on their way through esc_guard.  */
struct reading
{
  const unsigned char *data;
  size_t size;
  const char *why;
};

static void
read_bytes (void *arg)
{
  struct reading *r = (struct reading *)arg;
  struct esc_places places = {};
  size_t at = 0, n;
  unsigned char *raw = esc_frame_next (r->data, r->size, &at, &n, &r->why);
  if (!raw)
    {
      r->why = r->why ? r->why : "it is empty";
      return;
    }
  struct esc_unit *u = esc_unit_read (raw, n, &r->why);
  free (raw);
  if (!u)
    return;
  r->why = "it holds no facts; it must be written by `escape link -o'";
  if (u->nfacts)
    summaries = esc_module_read (u->facts, u->nfacts, &places, &r->why);
  if (summaries)
    r->why = NULL;
  esc_places_free (&places);
  esc_unit_free (u);
}

/* All of FILE in memory, or NULL with errno set.  */
static unsigned char *
read_file (const char *file, size_t *size)
{
  FILE *f = fopen (file, "rb");
  unsigned char *data = NULL;
  size_t n = 0, cap = 0, got = 1;
  while (f && got)
    {
      if (n == cap)
        data = XRESIZEVEC (unsigned char, data, cap = cap ? 2 * cap : 65536);
      got = fread (data + n, 1, cap - n, f);
      n += got;
    }
  if (!f || ferror (f))
    {
      int saved = f ? EISDIR : errno;
      if (f)
        fclose (f);
      free (data);
      errno = saved;
      return NULL;
    }
  fclose (f);
  *size = n;
  return data;
}

const char *
esc_summaries_read (const char *file)
{
  struct reading r = {};
  unsigned char *data = read_file (file, &r.size);
  if (!data)
    return xstrerror (errno);
  r.data = data;
  const char *failed = esc_guard (read_bytes, &r);
  free (data);
  return failed ? failed : r.why;
}

void
esc_summaries_join (struct esc_module *m)
{
  if (summaries)
    esc_module_complete (m, summaries);
}
