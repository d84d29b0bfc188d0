/* SPDX-License-Identifier: GPL-3.0-or-later */
/* save.c - files that are there as a whole or not at all.

   The content goes into a file beside, is forced to the disk and takes the
   name in one step.  The file beside has a name of its own, so two writers do
   not meet; the last one wins.  A link is followed: what it names is
   replaced.  */

#include "save.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
write_all (int fd, const char *data, size_t size)
{
  while (size)
    {
      ssize_t n = write (fd, data, size);
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return false;
      data += n;
      size -= (size_t)n;
    }
  return true;
}

static bool
write_as_it_is (const char *file, const void *data, size_t size)
{
  int fd = open (file, O_WRONLY | O_CLOEXEC);
  if (fd < 0)
    return false;
  bool ok = write_all (fd, data, size);
  int saved = errno;
  if (close (fd) && ok)
    return false;
  errno = saved;
  return ok;
}

/* The mode that a new file would get.  */
static mode_t
usual_mode (void)
{
  mode_t mask = umask (0);
  umask (mask);
  return 0666 & ~mask;
}

/* Replace FILE, whose mode is to be MODE.  */
static bool
replace (const char *file, const void *data, size_t size, mode_t mode)
{
  size_t n = strlen (file);
  char *beside = malloc (n + 16);
  if (!beside)
    return false;
  memcpy (beside, file, n);
  strcpy (beside + n, ".new-XXXXXX");
  int fd = mkostemp (beside, O_CLOEXEC);
  bool ok = fd >= 0;
  if (ok)
    {
      ok = write_all (fd, data, size) && !fchmod (fd, mode) && !fsync (fd);
      int saved = errno;
      if (close (fd) && ok)
        {
          ok = false;
          saved = errno;
        }
      errno = saved;
      ok = ok && !rename (beside, file);
      saved = errno;
      if (!ok)
        unlink (beside);
      errno = saved;
    }
  free (beside);
  return ok;
}

bool
esc_save (const char *file, const void *data, size_t size)
{
  struct stat st;
  if (stat (file, &st))
    return errno == ENOENT && replace (file, data, size, usual_mode ());
  if (S_ISDIR (st.st_mode))
    {
      errno = EISDIR;
      return false;
    }
  if (!S_ISREG (st.st_mode))
    return write_as_it_is (file, data, size);
  char *real = realpath (file, NULL);
  bool ok = real && replace (real, data, size, st.st_mode & 07777);
  free (real);
  return ok;
}
