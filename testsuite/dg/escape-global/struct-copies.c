/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A struct that holds the pointer is copied into static storage.  */

#include <stddef.h>
#include <string.h>

struct request
{
  const char *uri;
  int status;
  char *buf;
};
static struct request last;
static struct request history[4];
static unsigned n;
void work (void);

int
last_status (void)
{
  return last.uri && history[n % 4].buf && last.buf && history[0].uri ? last.status : 0;
}

static void
remember (const struct request *r)
{
  last = *r;
}

void
warn_assigned (void)
{
  char uri[32] = "/";
  struct request r = { uri, 200, 0 };
  last = r; /* { dg-warning {'uri' is left in 'last.uri'.*\[escape-global\]} } */
}

void
warn_memcpy (void)
{
  char uri[32] = "/";
  struct request r = { uri, 200, 0 };
  memcpy (&last, &r, sizeof last); /* { dg-warning {'uri'.*\[escape-global\]} } */
  work ();
}

void
warn_array_element (void)
{
  char buf[32] = "";
  struct request r = { "/", 200, buf };
  history[n++ % 4] = r; /* { dg-warning {'buf' is left in 'history.*\[escape-global\]} } */
}

void
warn_by_callee (void)
{
  char buf[32] = "";
  struct request r = { "/", 200, 0 };
  r.buf = buf;
  remember (&r); /* { dg-warning {'buf'.*\[escape-(call|global)\]} } */
  work ();
}

void
warn_compound_literal (int s)
{
  char uri[32] = "/";
  last = (struct request){ .uri = uri, .status = s }; /* { dg-warning {'uri' is left in 'last.uri'.*\[escape-global\]} } */
}

void
nowarn_field_cleared_first (void)
{
  char uri[32] = "/";
  struct request r = { uri, 200, 0 };
  r.status += r.uri[0];
  r.uri = "/";
  last = r;
}

void
nowarn_cleared_after (void)
{
  char uri[32] = "/";
  struct request r = { uri, 200, 0 };
  last = r;
  work ();
  memset (&last, 0, sizeof last);
}

void
nowarn_part_without_pointer (void)
{
  char buf[32] = "";
  struct request r = { "/", 200, buf };
  memcpy (&last, &r, offsetof (struct request, buf));
}

void
nowarn_callee_gets_clean (void)
{
  char buf[32] = "";
  struct request r = { "/", 200, buf };
  work ();
  r.buf = 0;
  remember (&r);
}
