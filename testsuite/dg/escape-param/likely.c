/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scratch fields that are harmless in practice are reported at level likely,
   and only there: see likely-silent.c.  */
/* { dg-options "-fplugin-arg-escape-level=likely" } */

#include <sys/uio.h>
#include <sys/types.h>
#include <sys/socket.h>

struct ctx
{
  char *buf;
};
void reset (struct ctx *);
ssize_t send_all (int, const struct iovec *, int);

void
warn_holder_handed_over (struct ctx *c)
{
  char b[8] = "";
  c->buf = b; /* { dg-warning {'b'.* left in.*\[escape-param\]} } */
  reset (c);
}

ssize_t
warn_system_type (int fd, struct iovec *iov)
{
  char b[8] = "";
  iov[0].iov_base = b; /* { dg-warning {'b'.* left in.*\[escape-param\]} } */
  iov[0].iov_len = sizeof b;
  return writev (fd, iov, 1);
}

ssize_t
warn_system_message (int fd, struct msghdr *m)
{
  char control[64] = "";
  m->msg_control = control; /* { dg-warning {'control'.* left in.*\[escape-param\]} } */
  m->msg_controllen = sizeof control;
  return recvmsg (fd, m, 0);
}

void
warn_maybe_same (struct ctx *c, struct ctx *other)
{
  char b[8] = "";
  c->buf = b; /* { dg-warning {'b'.* left in.*\[escape-param\]} } */
  other->buf = 0;
}

void
nowarn_restored (struct ctx *c)
{
  char b[8] = "";
  char *old = c->buf;
  c->buf = b;
  reset (c);
  c->buf = old;
}

ssize_t
nowarn_own_vector (int fd)
{
  char b[8] = "";
  struct iovec iov[1] = { { b, sizeof b } };
  return writev (fd, iov, 1);
}
