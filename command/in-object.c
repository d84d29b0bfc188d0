/* SPDX-License-Identifier: GPL-3.0-or-later */
/* in-object.c - facts from object files and archives, with libelf.

   The facts are in the sections called .escape.facts of relocatable files; a
   linked program has none and is passed over.  Archives are in-archive.c.  */

#include "command.h"
#include "alloc.h"
#include "frame.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <gelf.h>
#include <libelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- frames --------------------------------------------------------------*/

bool
esc_read_frames (struct esc_set *s, const char *name, const unsigned char *data,
                 size_t size)
{
  size_t at = 0, n;
  const char *why;
  unsigned char *raw;
  while ((raw = esc_frame_next (data, size, &at, &n, &why)))
    {
      struct esc_unit *u = esc_unit_read (raw, n, &why);
      if (u)
        {
          u->id = XXH3_64bits (raw, n);
          esc_set_add (s, u);
        }
      free (raw);
      if (!u)
        break;
    }
  if (why)
    esc_say (name, "%s", why);
  return !why;
}

/* ---- objects -------------------------------------------------------------*/

static bool
damaged (const char *name)
{
  const char *why = elf_errmsg (-1);
  esc_say (name, "this object file is damaged: %s",
           why ? why : "unknown error");
  return false;
}

/* The facts of ELF file E of SIZE bytes.  */
static bool
read_elf (struct esc_set *s, const char *name, Elf *e, size_t size)
{
  GElf_Ehdr ehdr;
  size_t strings;
  bool any = false, ok = true;
  if (!gelf_getehdr (e, &ehdr))
    return damaged (name);
  if (ehdr.e_type != ET_REL)
    {
      s->figures.foreign++;
      return true;
    }
  s->figures.files++;
  /* libelf takes a table of sections beyond the end for none.  */
  if (ehdr.e_shoff >= size)
    {
      esc_say (name, "this object file is truncated");
      return false;
    }
  if (elf_getshdrstrndx (e, &strings))
    return damaged (name);
  for (Elf_Scn *scn = NULL; (scn = elf_nextscn (e, scn));)
    {
      GElf_Shdr shdr;
      const char *section = gelf_getshdr (scn, &shdr)
                                ? elf_strptr (e, strings, shdr.sh_name)
                                : NULL;
      if (!section)
        return damaged (name);
      if (strcmp (section, ESC_FACTS_SECTION))
        continue;
      Elf_Data *d = elf_rawdata (scn, NULL);
      if (!d || !d->d_buf)
        return damaged (name);
      any = true;
      ok &= esc_read_frames (s, name, d->d_buf, d->d_size);
    }
  s->figures.without += !any;
  return ok;
}

bool
esc_read_object (struct esc_set *s, const char *name, void *data, size_t size)
{
  elf_version (EV_CURRENT);
  elf_errno ();
  Elf *e = elf_memory (data, size);
  if (!e)
    return damaged (name);
  bool ok = elf_kind (e) == ELF_K_ELF ? read_elf (s, name, e, size)
                                      : damaged (name);
  elf_end (e);
  return ok;
}
