/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A visible function keeps its argument in static memory: directly, two and
   three calls deep, under a condition.  */

#include <stdio.h>

struct logger
{
  const char *prefix;
};
static const char *name;
static struct logger *logger;
static int *watched[4];
static int nwatched;
void work (void);
const char *
get_name (void)
{
  return name;
}
const char *
prefix (void)
{
  return logger ? logger->prefix : "";
}
int
first_watched (void)
{
  return nwatched ? *watched[0] : 0;
}

static void
set_name (const char *s)
{
  name = s;
}
__attribute__ ((noinline)) static void
set_name_noinline (const char *s)
{
  name = s;
}
static void
set_two_deep (const char *s)
{
  set_name_noinline (s);
}
static void
set_three_deep (const char *s, int c)
{
  if (c > 0)
    set_two_deep (s);
  else
    puts (s);
}
static struct logger *
set_logger (struct logger *l)
{
  struct logger *old = logger;
  logger = l;
  return old;
}
static void
watch (int *p)
{
  if (nwatched < 4)
    watched[nwatched++] = p;
}
static void
print_name (const char *s)
{
  printf ("%s\n", s);
}

void
warn_one_deep (int n)
{
  char b[16];
  snprintf (b, sizeof b, "n%d", n);
  set_name (b); /* { dg-warning {'b'.*\[escape-(call|global)\]} } */
  work ();
}

void
warn_noinline (void)
{
  char b[16] = "x";
  set_name_noinline (b); /* { dg-warning {'b'.*\[escape-(call|global)\]} } */
  puts ("done");
}

void
warn_two_deep (void)
{
  char b[16] = "x";
  set_two_deep (b); /* { dg-warning {'b'.*\[escape-(call|global)\]} } */
}

void
warn_three_deep (int c)
{
  char b[16] = "x";
  set_three_deep (b, c); /* { dg-warning {'b'.*\[escape-(call|global)\]} } */
  work ();
}

void
warn_struct (void)
{
  struct logger l = { "> " };
  set_logger (&l); /* { dg-warning {'l'.*\[escape-(call|global)\]} } */
  work ();
}

void
warn_appended (void)
{
  int x = 0;
  watch (&x); /* { dg-warning {'x'.*\[escape-(call|global)\]} } */
  work ();
}

void
nowarn_condition_false (void)
{
  char b[16] = "x";
  set_three_deep (b, 0);
}

void
nowarn_set_back (void)
{
  char b[16] = "x";
  set_name (b);
  work ();
  set_name (0);
}

void
nowarn_swapped_back (void)
{
  struct logger l = { "> " };
  struct logger *old = set_logger (&l);
  work ();
  set_logger (old);
}

void
nowarn_only_printed (void)
{
  char b[16] = "x";
  print_name (b);
}

void
nowarn_static (void)
{
  static char b[16] = "x";
  set_two_deep (b);
}
