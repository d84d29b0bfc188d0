/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions that use their argument only while they run, and functions that
   nobody knows.  */

#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int cmp (const void *, const void *);
int cmp_r (const void *, const void *, void *);
void unknown (void *);
extern void (*pointer_to_unknown) (void *);

int
nowarn_qsort_r (int *v, size_t n)
{
  int swaps = 0;
  qsort_r (v, n, sizeof *v, cmp_r, &swaps);
  return swaps;
}

int
nowarn_bsearch (int *v, size_t n)
{
  int key = 7;
  int *p = bsearch (&key, v, n, sizeof *v, cmp);
  return p ? *p : 0;
}

void
nowarn_unknown (void)
{
  int x = 0;
  unknown (&x);
  pointer_to_unknown (&x);
}

int
nowarn_read (int fd)
{
  char buf[64];
  return (int)read (fd, buf, sizeof buf);
}

void
nowarn_times (void)
{
  time_t t = time (0);
  struct tm tm;
  char s[32];
  localtime_r (&t, &tm);
  strftime (s, sizeof s, "%H", &tm);
  puts (s);
}

void
nowarn_sigaction (void)
{
  struct sigaction sa, old;
  memset (&sa, 0, sizeof sa);
  sigemptyset (&sa.sa_mask);
  sa.sa_handler = SIG_IGN;
  sigaction (SIGPIPE, &sa, &old);
}

int
nowarn_scanf (void)
{
  int a, b;
  char w[8];
  return scanf ("%d %d %7s", &a, &b, w) == 3 ? a + b + w[0] : 0;
}
