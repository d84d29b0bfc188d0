/* SPDX-License-Identifier: GPL-3.0-or-later */
/* in-archive.c - the members of static archives, thin ones too.

   An archive is a text header of 60 bytes before each member; names that do
   not fit are in a table, the member "//", and are then "/OFFSET".  The
   members of a thin archive lie beside it and are only named; they are no
   archives.  libelf reads
   archives from a file descriptor only, and no thin ones.

   A member is called ARCHIVE(MEMBER); what is no ELF file is passed over.  */

#include "alloc.h"
#include "command.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of the header of a member: all text, ended by "`\n".  */
struct member
{
  char name[16], date[12], uid[6], gid[6], mode[8], size[10], end[2];
};

/* An archive being read.  */
struct archive
{
  struct esc_set *set;
  const char *name;
  const unsigned char *data;
  size_t size;
  const char *long_names; /* each ended by "/\n" */
  size_t nlong;
};

/* The name of member H, to be freed; NULL if it is nowhere.  */
static char *
member_name (const struct archive *a, const struct member *h)
{
  const char *begin = h->name;
  size_t n = 0, most = sizeof h->name;
  if (h->name[0] == '/')
    {
      size_t at = 0;
      for (int i = 1; i < 16 && isdigit ((unsigned char)h->name[i]); i++)
        at = 10 * at + (size_t)(h->name[i] - '0');
      if (at >= a->nlong)
        return NULL;
      begin = a->long_names + at;
      most = a->nlong - at;
    }
  while (n < most && begin[n] != '\n' && (begin != h->name || begin[n] != '/'))
    n++;
  while (n && (begin[n - 1] == '/' || begin[n - 1] == ' '))
    n--;
  char *name = NULL;
  if (n == 0 || asprintf (&name, "%.*s", (int)n, begin) < 0)
    return NULL;
  return name;
}

/* The member called NAME of a thin archive.  */
static bool
read_outside (const struct archive *a, const char *name)
{
  const char *slash = strrchr (a->name, '/');
  int dir = *name == '/' || !slash ? 0 : (int)(slash + 1 - a->name);
  char *file = NULL;
  if (asprintf (&file, "%.*s%s", dir, a->name, name) < 0)
    esc_fatal ("memory ran out");
  bool ok = esc_read_file (a->set, file, ESC_INPUT_MEMBER);
  free (file);
  return ok;
}

/* The member called NAME, of N bytes at DATA.  */
static bool
read_inside (const struct archive *a, const char *name,
             const unsigned char *data, size_t n)
{
  if (n < 4 || memcmp (data, "\177ELF", 4))
    return true;
  char *shown = NULL;
  if (asprintf (&shown, "%s(%s)", a->name, name) < 0)
    esc_fatal ("memory ran out");
  /* ELF files are aligned, members need not be.  */
  void *copy = esc_xmalloc (n);
  memcpy (copy, data, n);
  bool ok = esc_read_object (a->set, shown, copy, n);
  free (copy);
  free (shown);
  return ok;
}

/* Read the member whose header is at *AT, and go behind it.  False if the
   archive is damaged there; *OK: was the member readable?  */
static bool
read_member (struct archive *a, bool thin, size_t *at, bool *ok)
{
  const struct member *h = (const void *)(a->data + *at);
  char digits[sizeof h->size + 1] = { 0 };
  if (a->size - *at < sizeof *h || memcmp (h->end, "`\n", 2))
    return false;
  memcpy (digits, h->size, sizeof h->size);
  size_t n = strtoul (digits, NULL, 10);
  const unsigned char *data = a->data + *at + sizeof *h;
  bool table = h->name[0] == '/' && !isdigit ((unsigned char)h->name[1]);
  *at += sizeof *h;
  if (table || !thin)
    {
      if (n > a->size - *at)
        return false;
      *at += n;
      *at += n % 2 && *at < a->size;
    }
  if (table && h->name[1] == '/')
    {
      a->long_names = (const char *)data;
      a->nlong = n;
    }
  if (table)
    return true;
  char *name = member_name (a, h);
  if (!name)
    return false;
  *ok &= thin ? read_outside (a, name) : read_inside (a, name, data, n);
  free (name);
  return true;
}

bool
esc_read_archive (struct esc_set *s, const char *name,
                  const unsigned char *data, size_t size)
{
  struct archive a = { s, name, data, size, "", 0 };
  bool ok = true, thin = data[2] == 't';
  for (size_t at = 8; at < size;)
    if (!read_member (&a, thin, &at, &ok))
      {
        esc_say (name, "this archive is damaged");
        return false;
      }
  return ok;
}
