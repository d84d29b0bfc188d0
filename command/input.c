/* SPDX-License-Identifier: GPL-3.0-or-later */
/* input.c - INPUT: any mix of objects, archives, SARIF files and folders.

   What a file is, its first bytes say.  A file that the user named must be
   readable and hold something of ours; in a folder, what is something else is
   passed over and counted, and what is damaged is named and counted.  Folders
   are read in the order of the names; links to folders are not followed.  */

#include "alloc.h"
#include "command.h"
#include "frame.h"
#include "path.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- one file ------------------------------------------------------------*/

static bool
has_suffix (const char *name, const char *suffix)
{
  size_t n = strlen (name), k = strlen (suffix);
  return n > k && !strcmp (name + n - k, suffix);
}

/* Does DATA begin as a JSON text does?  */
static bool
looks_like_json (const char *data, size_t size)
{
  size_t i = 0;
  if (size >= 3 && !memcmp (data, "\xef\xbb\xbf", 3))
    i = 3;
  while (i < size && strchr (" \t\r\n", data[i]) && data[i])
    i++;
  return i < size && data[i] == '{';
}

static bool
read_data (struct esc_set *s, const char *name, char *data, size_t size,
           enum esc_input how)
{
  bool named = how == ESC_INPUT_NAMED;
  if (size >= 4 && !memcmp (data, "\177ELF", 4))
    return esc_read_object (s, name, data, size);
  if (size >= 8
      && (!memcmp (data, "!<arch>\n", 8) || !memcmp (data, "!<thin>\n", 8)))
    {
      if (how != ESC_INPUT_MEMBER)
        return esc_read_archive (s, name, (unsigned char *)data, size);
      esc_say (name, "this member of an archive is an archive");
      return false;
    }
  if (size >= 8 && !memcmp (data, ESC_FRAME_MAGIC, 8))
    {
      s->figures.files++;
      return esc_read_frames (s, name, (unsigned char *)data, size);
    }
  if (looks_like_json (data, size) && (named || has_suffix (name, ".sarif")))
    {
      s->figures.files++;
      return esc_read_sarif (s, name, data, size);
    }
  s->figures.foreign++;
  if (!named)
    return true;
  esc_say (name, "this is no object file, archive, SARIF file or folder");
  return false;
}

bool
esc_read_file (struct esc_set *s, const char *name, enum esc_input how)
{
  struct stat st;
  bool ok = true;
  int fd = open (name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0 || fstat (fd, &st) || !S_ISREG (st.st_mode))
    {
      esc_say (name, "%s", fd < 0 ? strerror (errno) : "this is no file");
      if (fd >= 0)
        close (fd);
      s->figures.unreadable++;
      return false;
    }
  size_t size = (size_t)st.st_size;
  char *data
      = size ? mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0)
             : NULL;
  close (fd);
  if (data == MAP_FAILED)
    {
      esc_say (name, "%s", strerror (errno));
      s->figures.unreadable++;
      return false;
    }
  ok = read_data (s, name, data, size, how);
  if (!ok)
    s->figures.unreadable++;
  if (data)
    munmap (data, size);
  return ok;
}

/* ---- folders -------------------------------------------------------------*/

static int
by_name (const FTSENT **a, const FTSENT **b)
{
  return strcmp ((*a)->fts_name, (*b)->fts_name);
}

static void
show_progress (const struct esc_set *s)
{
  if (isatty (STDERR_FILENO) && s->figures.files % 64 == 0)
    fprintf (stderr, "\r%u files read", s->figures.files);
}

static void
end_progress (void)
{
  if (isatty (STDERR_FILENO))
    fprintf (stderr, "\r\033[K");
}

static bool
read_folder (struct esc_set *s, char *name)
{
  char *roots[] = { name, NULL };
  FTS *fts = fts_open (roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
  if (!fts)
    {
      esc_say (name, "%s", strerror (errno));
      return false;
    }
  FTSENT *e;
  while ((e = fts_read (fts)))
    {
      if (e->fts_info == FTS_D && !strcmp (e->fts_name, ".git"))
        fts_set (fts, e, FTS_SKIP);
      else if (e->fts_info == FTS_DNR || e->fts_info == FTS_ERR)
        {
          esc_say (e->fts_path, "%s", strerror (e->fts_errno));
          s->figures.unreadable++;
        }
      else if (e->fts_info == FTS_F)
        esc_read_file (s, e->fts_path, ESC_INPUT_FOUND);
      show_progress (s);
    }
  fts_close (fts);
  end_progress ();
  return true;
}

/* ---- all -----------------------------------------------------------------*/

static bool
read_named (struct esc_set *s, char *name)
{
  struct stat st;
  if (!strcmp (name, "-"))
    {
      esc_say (NULL, "INPUT cannot be standard input");
      return false;
    }
  if (stat (name, &st))
    {
      esc_say (name, "%s", strerror (errno));
      return false;
    }
  return S_ISDIR (st.st_mode) ? read_folder (s, name)
                              : esc_read_file (s, name, ESC_INPUT_NAMED);
}

struct esc_set *
esc_read_inputs (const struct esc_inputs *in)
{
  char *cwd = getcwd (NULL, 0);
  if (!cwd)
    esc_fatal ("the current folder cannot be found: %s", strerror (errno));
  char *root = in->root ? esc_path_join (cwd, in->root) : esc_path_root (cwd);
  struct esc_set *s = esc_set_new (root);
  bool ok = true;
  for (uint32_t i = 0; i < in->nnames; i++)
    ok &= read_named (s, in->names[i]);
  free (root);
  free (cwd);
  if (ok)
    return s;
  esc_set_free (s);
  return NULL;
}
