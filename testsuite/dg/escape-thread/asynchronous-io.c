/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asynchronous I/O on local buffers and control blocks.  */

#include <aio.h>
#include <errno.h>
#include <string.h>

int failed (void);

int
warn_not_waited_for (int fd)
{
  char buf[128];
  struct aiocb cb;
  memset (&cb, 0, sizeof cb);
  cb.aio_fildes = fd;
  cb.aio_buf = buf;
  cb.aio_nbytes = sizeof buf;
  return aio_read (&cb); /* { dg-warning {'(cb|buf)'.*\[escape-thread\]} } */
}

int
warn_error_path (int fd)
{
  char buf[128] = "";
  struct aiocb cb = { .aio_fildes = fd, .aio_buf = buf, .aio_nbytes = 128 };
  const struct aiocb *list[1] = { &cb };
  if (aio_write (&cb)) /* { dg-warning {'(cb|buf)'.*\[escape-thread\]} } */
    return -1;
  if (failed ())
    return -2;
  while (aio_error (&cb) == EINPROGRESS)
    aio_suspend (list, 1, 0);
  return (int)aio_return (&cb);
}

int
nowarn_waited_for (int fd)
{
  char buf[128];
  struct aiocb cb = { .aio_fildes = fd, .aio_buf = buf, .aio_nbytes = 128 };
  const struct aiocb *list[1] = { &cb };
  if (aio_read (&cb))
    return -1;
  while (aio_error (&cb) == EINPROGRESS)
    aio_suspend (list, 1, 0);
  return (int)aio_return (&cb);
}

int
nowarn_static (int fd)
{
  static char buf[128];
  static struct aiocb cb;
  cb.aio_fildes = fd;
  cb.aio_buf = buf;
  cb.aio_nbytes = sizeof buf;
  return aio_read (&cb);
}
