/* SPDX-License-Identifier: GPL-3.0-or-later */
/* path.c - file names that are the same in every checkout.  */

#include "path.h"
#include "alloc.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Take the last name from the N bytes of path OUT; what is left.  */
static size_t
drop_last (const char *out, size_t n, size_t floor)
{
  while (n > floor && out[n - 1] != '/')
    n--;
  return n > floor ? n - 1 : n;
}

/* Is the last name of the N bytes of OUT beyond what .. can take away?  */
static bool
ends_in_dots (const char *out, size_t n)
{
  return n == 0
         || (n >= 2 && !memcmp (out + n - 2, "..", 2)
             && (n == 2 || out[n - 3] == '/'));
}

/* PATH, clean, in place.  */
static void
clean (char *path)
{
  bool absolute = path[0] == '/';
  size_t n = 0;
  const char *p = path;
  while (*p)
    {
      p += strspn (p, "/");
      size_t len = strcspn (p, "/");
      if (len == 2 && !memcmp (p, "..", 2)
          && (absolute || !ends_in_dots (path, n)))
        n = drop_last (path, n, 0);
      else if (len && !(len == 1 && *p == '.'))
        {
          if (absolute || n)
            path[n++] = '/';
          memmove (path + n, p, len);
          n += len;
        }
      p += len;
    }
  if (n == 0)
    path[n++] = absolute ? '/' : '.';
  path[n] = '\0';
}

char *
esc_path_join (const char *dir, const char *file)
{
  size_t nd = *file == '/' || !*dir ? 0 : strlen (dir), nf = strlen (file);
  /* One more: a relative path grows by the slash that it begins with.  */
  char *path = esc_xmalloc (nd + nf + 3);
  memcpy (path, dir, nd);
  path[nd] = '/';
  memcpy (path + nd + (nd > 0), file, nf + 1);
  clean (path);
  return path;
}

const char *
esc_path_below (const char *root, const char *file)
{
  size_t n = strlen (root);
  while (n && root[n - 1] == '/')
    n--;
  if (strncmp (root, file, n) || file[n] != '/' || !file[n + 1])
    return NULL;
  return file + n + 1;
}

char *
esc_path_root (const char *dir)
{
  char *path = esc_path_join (dir, ".");
  size_t n = strlen (path);
  char *probe = esc_xmalloc (n + sizeof "/.git");
  while (n)
    {
      memcpy (probe, path, n);
      strcpy (probe + n, "/.git");
      if (!access (probe, F_OK))
        {
          path[n] = '\0';
          break;
        }
      n = drop_last (path, n, 0);
    }
  free (probe);
  return path;
}

char *
esc_path_shown (const char *root, const char *dir, const char *file)
{
  char *path = esc_path_join (dir, file);
  const char *below = esc_path_below (root, path);
  if (!below)
    below = esc_path_below (dir, path);
  if (below)
    memmove (path, below, strlen (below) + 1);
  return path;
}
