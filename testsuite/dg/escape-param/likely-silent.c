/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scratch fields of likely.c are silent at the default level.  */

#include <sys/uio.h>
#include <sys/types.h>
#include <sys/socket.h>
#include <net/if.h>
#include <sys/ioctl.h>

struct ctx
{
  char *buf;
};
void reset (struct ctx *);

void
nowarn_holder_handed_over (struct ctx *c)
{
  char b[8] = "";
  c->buf = b;
  reset (c);
}

ssize_t
nowarn_system_type (int fd, struct iovec *iov)
{
  char b[8] = "";
  iov[0].iov_base = b;
  iov[0].iov_len = sizeof b;
  return writev (fd, iov, 1);
}

ssize_t
nowarn_system_message (int fd, struct msghdr *m)
{
  char control[64] = "";
  m->msg_control = control;
  m->msg_controllen = sizeof control;
  return recvmsg (fd, m, 0);
}

int
nowarn_interface_request (int fd, struct ifreq *r)
{
  char data[32] = "";
  r->ifr_data = data;
  return ioctl (fd, 0x8946, r);
}
